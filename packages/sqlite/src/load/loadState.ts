import {
  type Contact,
  type Header,
  headerOf,
  initial,
  type Link,
  linkOf,
  type Lookup,
  type MessageFacts,
  messageFactsOf,
  type Neighbours,
  type Reach,
  readerKey,
  type RecordFollower,
  recordKey,
  restricted,
  type Seat,
  seatOf,
  type State,
  tableColumns,
  type Version,
  type Wanted,
  type Who,
  whole,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { rawRow, rowAt } from '../rows.ts'
import {
  header as headerSql,
  link as linkSql,
  links as linksSql,
  messageWithHash,
  recordFollower,
  seat as seatSql,
  seats as seatsSql,
} from '../sql/state.ts'
import { readsLater } from './customerHistory.ts'
import { neighboursOf } from './neighbours.ts'
import { contactAt, hashAt, subjectAt } from './personal.ts'
import { reachOf } from './reaches.ts'

/** The state of one stream, restricted to what is wanted of it. Runs under the lock. */
export const loadState = (connection: Connection, wanted: Wanted): State => {
  const { tenant, conversation } = wanted.stream
  const recordFollowers =
    wanted.recordFollowers.size === 0 ? initial.recordFollowers : followersOf(connection, wanted)
  const found = rawRow(connection.raw(headerSql).get(tenant, conversation))
  if (found === null) {
    return {
      ...initial,
      recordFollowers,
      customerHistory: wanted.customerHistory.length === 0 ? null : false,
    }
  }
  const header = headerOf(rowAt('conversation', found))
  const seats = seatsOf(connection, wanted, header)
  return {
    header,
    seats,
    messages: messagesOf(connection, wanted),
    links: linksOf(connection, wanted, header),
    reaches: reachesOf(connection, wanted, header),
    neighbours: allNeighbours(connection, wanted, header),
    recordFollowers,
    startHash: wanted.startHash ? hashAt(connection, wanted.stream, 1) : null,
    subject: wanted.personal ? subjectAt(connection, wanted.stream, header.subjectVersion) : null,
    contacts: wanted.personal ? contactsOf(connection, wanted, seats) : restricted([]),
    customerHistory: historyOf(connection, wanted, header),
  }
}

const historyOf = (connection: Connection, { customerHistory }: Wanted, header: Header): boolean | null =>
  customerHistory.length === 0
    ? null
    : customerHistory.every((actor) => readsLater(connection, actor, header))

const seatsOf = (connection: Connection, wanted: Wanted, header: Header): Lookup<Seat> => {
  const { tenant, conversation } = wanted.stream
  if (wanted.allSeats) {
    const rows = connection.raw(seatsSql).all(tenant, conversation)
    return whole(
      rows.map((row) => seatOf(rowAt('seat', rawRow(row) ?? []))).map((seat) => [readerKey(seat.who), seat]),
    )
  }
  const asked = new Map<string, Seat | null>()
  const load = (key: string, who: Who): void => {
    if (asked.has(key)) return
    const row = rawRow(connection.raw(seatSql).get(tenant, conversation, who.side, who.id))
    asked.set(key, row === null ? null : seatOf(rowAt('seat', row)))
  }
  for (const [key, who] of wanted.seats) load(key, who)
  if (wanted.assignee && header.assignee !== null) {
    const assignee: Who = { side: 'staff', id: header.assignee }
    load(readerKey(assignee), assignee)
  }
  return restricted(asked)
}

const messagesOf = (connection: Connection, wanted: Wanted): Lookup<MessageFacts> => {
  const { tenant, conversation } = wanted.stream
  const asked = new Map<string, MessageFacts | null>()
  for (const id of wanted.messages) {
    const row = rawRow(connection.raw(messageWithHash).get(tenant, conversation, id))
    if (row === null) asked.set(id, null)
    else {
      const hash = row[tableColumns.message.length]
      asked.set(id, messageFactsOf(rowAt('message', row), typeof hash === 'string' ? hash : null))
    }
  }
  return restricted(asked)
}

const linksOf = (connection: Connection, wanted: Wanted, header: Header): Lookup<Link> => {
  const { tenant, conversation } = wanted.stream
  if (wanted.allLinks) {
    const rows = connection.raw(linksSql).all(tenant, conversation)
    return whole(
      rows
        .map((row) => linkOf(rowAt('link', rawRow(row) ?? [])))
        .map((link) => [recordKey(link.record), link]),
    )
  }
  const asked = new Map<string, Link | null>()
  for (const [key, record] of wanted.links) {
    const row =
      header.links === 0
        ? null
        : rawRow(connection.raw(linkSql).get(tenant, record.type, record.id, conversation))
    asked.set(key, row === null ? null : linkOf(rowAt('link', row)))
  }
  return restricted(asked)
}

const reachesOf = (connection: Connection, wanted: Wanted, header: Header): Lookup<Reach> => {
  const asked = new Map<string, Reach | null>()
  for (const [key, { reader, place }] of wanted.reaches) {
    asked.set(key, reachOf(connection, wanted.stream, header, reader, place))
  }
  return restricted(asked)
}

const allNeighbours = (connection: Connection, wanted: Wanted, header: Header): Lookup<Neighbours> => {
  const asked = new Map<string, Neighbours | null>()
  for (const id of wanted.neighbours) asked.set(id, neighboursOf(connection, wanted.stream, header, id))
  return restricted(asked)
}

const followersOf = (connection: Connection, wanted: Wanted): Lookup<RecordFollower> => {
  const { tenant, conversation } = wanted.stream
  const asked = new Map<string, RecordFollower | null>()
  for (const [key, who] of wanted.recordFollowers) {
    const row = rawRow(connection.raw(recordFollower).get(tenant, conversation, who.side, who.id))
    asked.set(key, row === null ? null : { version: Number(row[0]) as Version, following: row[1] === 1 })
  }
  return restricted(asked)
}

const contactsOf = (connection: Connection, wanted: Wanted, seats: Lookup<Seat>): Lookup<Contact> => {
  const asked = new Map<string, Contact | null>()
  for (const [key, seat] of seats.known) {
    asked.set(key, contactAt(connection, wanted.stream, seat?.nameVersion ?? null))
  }
  return wanted.allSeats
    ? whole([...asked].flatMap(([key, contact]) => (contact === null ? [] : [[key, contact] as const])))
    : restricted(asked)
}
