import {
  type Header,
  headN,
  type Place,
  type Reach,
  type StreamKey,
  type Tally,
  type Who,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { rowAt } from '../rows.ts'
import { fromCustomersUpTo, lastCountable, ownUpTo, removedAfter } from '../sql/reaches.ts'
import { message as messageSql } from '../sql/state.ts'

const none: Tally = { read: 0, own: 0, removedAfter: 0 }

/** A reader's cursor at a place; null where the reader does not see that place. */
export const reachOf = (
  connection: Connection,
  stream: StreamKey,
  header: Header,
  reader: Who,
  place: Place,
): Reach | null => {
  const n = ordinalAt(connection, stream, header, reader, place)
  return n === null ? null : reachAt(connection, stream, reader, n)
}

const ordinalAt = (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  header: Header,
  reader: Who,
  place: Place,
): number | null => {
  const staff = reader.side === 'staff'
  if (place === 'before-run') {
    if (header.run === null) return headN(header, reader.side)
    return (staff ? header.run.staffN : header.run.n) - 1
  }
  if (place === 'before-last-countable') {
    const sql = lastCountable(staff ? 'n' : 'customer_n')
    const row = connection.raw(sql).get({ tenant, conversation, side: reader.side, actor: reader.id })
    return row === undefined ? null : Number(row[0]) - 1
  }
  const id = 'at' in place ? place.at : place.before
  const row = connection.raw(messageSql).get(tenant, conversation, id)
  if (row === undefined) return null
  const message = rowAt('message', row)
  const ordinal = staff ? message.n : message.customerN
  if (ordinal === null) return null
  return 'at' in place ? ordinal : ordinal - 1
}

/** A reader's cursor at an ordinal of their audience, by a constant number of index seeks. */
const reachAt = (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  reader: Who,
  n: number,
): Reach => {
  const staff = reader.side === 'staff'
  const { side, id: actor } = reader
  const own = connection.raw(ownUpTo).get(tenant, conversation, side, actor, n)
  const removed = connection
    .raw(removedAfter(staff ? 'n' : 'customer_n'))
    .get({ tenant, conversation, after: n, side, actor })
  const at = { read: n, own: Number(own?.[0] ?? 0), removedAfter: Number(removed?.[0] ?? 0) }
  if (!staff) return { ...at, customer: none }
  const last = connection.raw(fromCustomersUpTo).get(tenant, conversation, n)
  return {
    ...at,
    customer: {
      read: Number(last?.[0] ?? 0),
      own: Number(own?.[1] ?? 0),
      removedAfter: Number(removed?.[1] ?? 0),
    },
  }
}
