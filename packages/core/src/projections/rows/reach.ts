import type { Side, Who } from '../../conversation/Actor.ts'
import type { Reach, Tally } from '../../conversation/Event.ts'
import type { Place } from '../../conversation/Needs.ts'
import { ordinalOf } from '../../conversation/State.ts'
import type { ConversationRow, MessageRow, OwnRow, Rows } from './Tables.ts'

const nothing: Tally = { read: 0, own: 0, removedAfter: 0 }

const wrote = (message: MessageRow, who: Who): boolean =>
  (message.authorSide === who.side && message.author === who.id) ||
  (message.actorSide === who.side && message.actor === who.id)

/** A person's last own message at or before an ordinal. */
const lastOwn = (own: ReadonlyArray<OwnRow>, reader: Who, n: number): OwnRow | null =>
  own
    .filter((row) => row.side === reader.side && row.actor === reader.id && row.n <= n)
    .reduce<OwnRow | null>((last, row) => (last === null || row.n > last.n ? row : last), null)

/** A reader's cursor at an ordinal of their audience. */
export const reachAt = (rows: Pick<Rows, 'message' | 'own'>, reader: Who, n: number): Reach => {
  const { side } = reader
  const before = lastOwn(rows.own, reader, n)
  const removed = rows.message.filter((message) => {
    const ordinal = ordinalOf(message, side)
    return message.removed && ordinal !== null && ordinal > n && !wrote(message, reader)
  })
  const last = rows.message.reduce<MessageRow | null>(
    (most, message) => (message.n <= n && message.n > (most?.n ?? 0) ? message : most),
    null,
  )
  return {
    read: n,
    own: before?.ownN ?? 0,
    removedAfter: removed.length,
    customer:
      side === 'customer'
        ? nothing
        : {
            read: last?.fromCustomerN ?? 0,
            own: before?.ownCustomerN ?? 0,
            removedAfter: removed.filter((message) => message.authorSide === 'customer').length,
          },
  }
}

/** The ordinal of a place for the reader's audience; null where the reader does not see that place. */
const ordinalAt = (
  row: ConversationRow,
  messages: ReadonlyArray<MessageRow>,
  reader: Who,
  place: Place,
): number | null => {
  const { side } = reader
  if (place === 'before-run') {
    const first = side === 'staff' ? row.runStaffN : row.runN
    return first === null ? headOf(row, side) : first - 1
  }
  if (place === 'before-last-countable') {
    const countable = messages
      .filter((message) => !message.removed && !wrote(message, reader))
      .map((message) => ordinalOf(message, side) ?? 0)
    const last = Math.max(0, ...countable)
    return last === 0 ? null : last - 1
  }
  const id = 'at' in place ? place.at : place.before
  const message = messages.find((each) => each.id === id)
  const ordinal = message === undefined ? null : ordinalOf(message, side)
  if (ordinal === null) return null
  return 'at' in place ? ordinal : ordinal - 1
}

const headOf = (row: ConversationRow, side: Side): number => (side === 'staff' ? row.staffN : row.customerN)

/** A reader's cursor at a place; null where the reader does not see that place. */
export const reachOf = (
  row: ConversationRow,
  rows: Pick<Rows, 'message' | 'own'>,
  reader: Who,
  place: Place,
): Reach | null => {
  const n = ordinalAt(row, rows.message, reader, place)
  return n === null ? null : reachAt(rows, reader, n)
}
