import type { Kind } from '../../conversation/Actor.ts'
import { compareText } from '../../kernel/text.ts'
import { contactAt } from '../rows/Database.ts'
import type { MessageRow, Rows, SeatRow } from '../rows/Tables.ts'
import type { Participant } from './Query.ts'
import type { Sight } from './visibility.ts'

/** The kind of actor under which a person wrote their last public message that was not removed. */
const publicKind = (seat: SeatRow, rows: Rows): Kind | null => {
  const own = rows.message.filter(
    (message) => !message.removed && message.authorSide === seat.side && message.author === seat.actor,
  )
  const last = own.reduce<MessageRow | null>(
    (latest, message) => ((message.customerN ?? 0) > (latest?.customerN ?? 0) ? message : latest),
    null,
  )
  return last?.authorKind ?? null
}

/**
 * The participants that the viewer may see, by side and id. Customers see only staff with public messages; whether
 * those have left since is hidden from customers.
 */
export const participants = ({ viewer, stream }: Sight): ReadonlyArray<Participant> =>
  stream.rows.seat
    .filter((seat) => seat.participant || (viewer.side === 'customer' && seat.side === 'staff'))
    .map((seat) => participantOf(seat, contactAt(stream, seat.nameVersion), publicKind(seat, stream.rows)))
    .filter(
      ({ who, publicKind }) => viewer.side === 'staff' || who.side === 'customer' || publicKind !== null,
    )
    .toSorted((a, b) => compareText(a.who.side, b.who.side) || compareText(a.who.id, b.who.id))

export const participantOf = (
  seat: SeatRow,
  contact: Participant['contact'],
  publicKind: Participant['publicKind'],
): Participant => ({ who: { side: seat.side, id: seat.actor }, kind: seat.kind, contact, seat, publicKind })
