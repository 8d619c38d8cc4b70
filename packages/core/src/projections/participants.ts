import { contactAt } from './Database.ts'
import { compareText } from './order.ts'
import type { Participant } from './Query.ts'
import type { Rows } from './Rows.ts'
import type { SeatRow } from './Tables.ts'
import type { Sight } from './visibility.ts'

/** Whether somebody wrote something public that was not removed. */
const wrotePublicly = (seat: SeatRow, rows: Rows): boolean =>
  rows.message.some(
    (message) =>
      message.customerN !== null &&
      !message.removed &&
      message.authorSide === seat.side &&
      message.author === seat.actor,
  )

/**
 * Who takes part, as the viewer may know: to customers staff show by having written publicly and by nothing else, not
 * even by having left, which customers may not know. By side and id.
 */
export const participants = ({ viewer, stream }: Sight): ReadonlyArray<Participant> =>
  stream.rows.seat
    .filter((seat) => seat.participant || (viewer.side === 'customer' && seat.side === 'staff'))
    .map((seat) => ({
      who: { side: seat.side, id: seat.actor },
      kind: seat.kind,
      contact: contactAt(stream, seat.nameVersion),
      seat,
      wrotePublicly: wrotePublicly(seat, stream.rows),
    }))
    .filter(({ who, wrotePublicly }) => viewer.side === 'staff' || who.side === 'customer' || wrotePublicly)
    .toSorted((a, b) => compareText(a.who.side, b.who.side) || compareText(a.who.id, b.who.id))
