import {
  type Actor,
  followersIn,
  type Header,
  headerOf,
  linksIn,
  type Lookup,
  messagesIn,
  type Neighbours,
  type Reach,
  restricted,
  seatsIn,
  type State,
  tableColumns,
  viewerOf,
  viewerValues,
  type Wanted,
  withoutConversation,
} from '@colloquy/core/storage'
import type { Connection, Row } from '../Connection.ts'
import { laterOpen } from '../query/conditions.ts'
import { rowAt } from '../rows.ts'
import { neighboursOf } from './neighbours.ts'
import { contactsOf, subjectAt } from './personal.ts'

/** The rows that a batch loaded of all its streams, by conversation. */
export type Found = {
  readonly [P in
    | 'headers'
    | 'seats'
    | 'messages'
    | 'links'
    | 'recordFollowers'
    | 'startHashes'
    | 'reaches']: ReadonlyMap<unknown, ReadonlyArray<Row>>
}

/** The state of one stream, restricted to its needs. */
export const stateFrom = async (connection: Connection, wanted: Wanted, found: Found): Promise<State> => {
  const rows = (part: keyof Found): ReadonlyArray<Row> => found[part].get(wanted.stream.conversation) ?? []
  const recordFollowers = followersIn(
    wanted,
    rows('recordFollowers').map(([, ...row]) => row),
  )
  const [row] = rows('headers')
  if (row === undefined) return withoutConversation(wanted, recordFollowers)
  const header = headerOf(rowAt('conversation', row))
  const seats = seatsIn(
    wanted,
    header,
    rows('seats').map((seat) => rowAt('seat', seat)),
  )
  return {
    header,
    seats,
    messages: messagesIn(
      wanted,
      rows('messages').map((message) => [rowAt('message', message), message[tableColumns.message.length]]),
    ),
    links: linksIn(
      wanted,
      rows('links').map((link) => rowAt('link', link)),
    ),
    reaches: reachesIn(wanted, rows('reaches')),
    neighbours: await allNeighbours(connection, wanted, header),
    recordFollowers,
    startHash: wanted.startHash ? textOrNull(rows('startHashes')[0]?.[1]) : null,
    subject: wanted.personal ? await subjectAt(connection, wanted.stream, header.subjectVersion) : null,
    contacts: wanted.personal ? await contactsOf(connection, wanted, seats) : restricted([]),
    customerHistory: await historyOf(connection, wanted, header),
  }
}

/**
 * Whether an actor can read an open, later conversation of the same customer by any rule except `view.customerHistory`.
 */
const readsLater = async (connection: Connection, actor: Actor, header: Header): Promise<boolean> => {
  if (header.customer === null) return false
  const viewer = viewerOf(actor, { indicatorScope: 'mine' })
  const values = { ...viewerValues(viewer), customer: header.customer, created: header.createdAt }
  return (await connection.ask(laterOpen(viewer), values)).length > 0
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

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const reachesIn = (wanted: Wanted, rows: ReadonlyArray<Row>): Lookup<Reach> => {
  const asked = new Map<string, Reach | null>()
  for (const key of wanted.reaches.keys()) asked.set(key, null)
  for (const [, key, ...reach] of rows) {
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
