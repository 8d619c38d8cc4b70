import {
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
  whole,
} from '@colloquy/core/storage'
import type { Connection, Row } from '../Connection.ts'
import { rowAt } from '../rows.ts'
import { readsLater } from './customerHistory.ts'
import { neighboursOf } from './neighbours.ts'
import { contactsOf, subjectAt } from './personal.ts'

/** Rows by conversation. */
type Rows = ReadonlyMap<unknown, ReadonlyArray<Row>>

/** The rows that a batch found, of all its streams. */
export type Found = {
  readonly headers: Rows
  readonly seats: Rows
  readonly messages: Rows
  readonly links: Rows
  readonly recordFollowers: Rows
  readonly startHashes: Rows
  readonly reaches: Rows
}

/** The state of one stream, restricted to what is wanted of it. */
export const stateFrom = async (connection: Connection, wanted: Wanted, found: Found): Promise<State> => {
  const { conversation } = wanted.stream
  const recordFollowers =
    wanted.recordFollowers.size === 0 ? initial.recordFollowers : followersOf(wanted, found)
  const row = found.headers.get(conversation)?.[0]
  if (row === undefined) {
    return {
      ...initial,
      recordFollowers,
      customerHistory: wanted.customerHistory.length === 0 ? null : false,
    }
  }
  const header = headerOf(rowAt('conversation', row))
  const seats = seatsOf(wanted, header, found)
  return {
    header,
    seats,
    messages: messagesOf(wanted, found),
    links: linksOf(wanted, found),
    reaches: reachesOf(wanted, found),
    neighbours: await allNeighbours(connection, wanted, header),
    recordFollowers,
    startHash: wanted.startHash ? startHashOf(wanted, found) : null,
    subject: wanted.personal ? await subjectAt(connection, wanted.stream, header.subjectVersion) : null,
    contacts: wanted.personal ? await contactsOf(connection, wanted, seats) : restricted([]),
    customerHistory: await historyOf(connection, wanted, header),
  }
}

const historyOf = async (
  connection: Connection,
  { customerHistory }: Wanted,
  header: Header,
): Promise<boolean | null> => {
  if (customerHistory.length === 0) return null
  for (const actor of customerHistory) if (!(await readsLater(connection, actor, header))) return false
  return true
}

const seatsOf = (wanted: Wanted, header: Header, found: Found): Lookup<Seat> => {
  const { conversation } = wanted.stream
  const rows = found.seats.get(conversation) ?? []
  const seats = rows.map((row) => seatOf(rowAt('seat', row)))
  if (wanted.allSeats) return whole(seats.map((seat) => [readerKey(seat.who), seat]))
  const asked = new Map<string, Seat | null>()
  for (const key of wanted.seats.keys()) asked.set(key, null)
  if (wanted.assignee && header.assignee !== null) {
    asked.set(readerKey({ side: 'staff', id: header.assignee }), null)
  }
  for (const seat of seats) asked.set(readerKey(seat.who), seat)
  return restricted(asked)
}

const messagesOf = (wanted: Wanted, found: Found): Lookup<MessageFacts> => {
  const asked = new Map<string, MessageFacts | null>()
  for (const id of wanted.messages) asked.set(id, null)
  for (const row of found.messages.get(wanted.stream.conversation) ?? []) {
    const message = rowAt('message', row)
    asked.set(message.id, messageFactsOf(message, textOrNull(row[tableColumns.message.length])))
  }
  return restricted(asked)
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const linksOf = (wanted: Wanted, found: Found): Lookup<Link> => {
  const rows = found.links.get(wanted.stream.conversation) ?? []
  const links = rows.map((row) => linkOf(rowAt('link', row)))
  if (wanted.allLinks) return whole(links.map((link) => [recordKey(link.record), link]))
  const asked = new Map<string, Link | null>()
  for (const key of wanted.links.keys()) asked.set(key, null)
  for (const link of links) asked.set(recordKey(link.record), link)
  return restricted(asked)
}

const startHashOf = (wanted: Wanted, found: Found): string | null =>
  textOrNull(found.startHashes.get(wanted.stream.conversation)?.[0]?.[1])

const reachesOf = (wanted: Wanted, found: Found): Lookup<Reach> => {
  const asked = new Map<string, Reach | null>()
  for (const key of wanted.reaches.keys()) asked.set(key, null)
  for (const [, key, ...reach] of found.reaches.get(wanted.stream.conversation) ?? []) {
    if (typeof key !== 'string') continue
    const staff = wanted.reaches.get(key)?.reader.side === 'staff'
    asked.set(key, reachIn(reach.map(Number), staff))
  }
  return restricted(asked)
}

const reachIn = (
  [
    read = 0,
    own = 0,
    ownPublic = 0,
    removed = 0,
    removedFromCustomers = 0,
    fromCustomers = 0,
  ]: ReadonlyArray<number>,
  staff: boolean,
): Reach => {
  const customer = staff
    ? { read: fromCustomers, own: ownPublic, removedAfter: removedFromCustomers }
    : { read: 0, own: 0, removedAfter: 0 }
  return { read, own, removedAfter: removed, customer }
}

const allNeighbours = async (
  connection: Connection,
  wanted: Wanted,
  header: Header,
): Promise<Lookup<Neighbours>> => {
  const asked = new Map<string, Neighbours | null>()
  for (const id of wanted.neighbours) asked.set(id, await neighboursOf(connection, wanted.stream, header, id))
  return restricted(asked)
}

const followersOf = (wanted: Wanted, found: Found): Lookup<RecordFollower> => {
  const asked = new Map<string, RecordFollower | null>()
  for (const key of wanted.recordFollowers.keys()) asked.set(key, null)
  const rows = found.recordFollowers.get(wanted.stream.conversation) ?? []
  for (const [, side, actor, version, following] of rows) {
    asked.set(`${String(side)}:${String(actor)}`, {
      version: Number(version) as Version,
      following: following === true,
    })
  }
  return restricted(asked)
}
