import {
  type Actor,
  type Contact,
  contactsIn,
  followersIn,
  type Header,
  headerOf,
  type LinkRow,
  linksIn,
  type Lookup,
  type MessageRow,
  messagesIn,
  type Neighbours,
  type Reach,
  type RecordFollower,
  restricted,
  type Seat,
  type SeatRow,
  seatsIn,
  seatsWanted,
  type State,
  tableColumns,
  viewerOf,
  viewerValues,
  type Wanted,
  withoutConversation,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { laterOpen } from '../query/conditions.ts'
import { rowAt } from '../rows.ts'
import * as sql from '../sql/state.ts'
import { neighboursOf } from './neighbours.ts'
import { contactAt, hashAt, subjectAt } from './personal.ts'
import { reachOf } from './reaches.ts'

/** The state of one stream, restricted to its needs. Requires the lock. */
export const loadState = (connection: Connection, wanted: Wanted): State => {
  const { tenant, conversation } = wanted.stream
  const recordFollowers = followersOf(connection, wanted)
  const found = connection.raw(sql.header).get(tenant, conversation)
  if (found === undefined) return withoutConversation(wanted, recordFollowers)
  const header = headerOf(rowAt('conversation', found))
  const seats = seatsIn(wanted, header, seatRows(connection, wanted, header))
  return {
    header,
    seats,
    messages: messagesIn(wanted, messageRows(connection, wanted)),
    links: linksIn(wanted, linkRows(connection, wanted, header)),
    reaches: reachesOf(connection, wanted, header),
    neighbours: allNeighbours(connection, wanted, header),
    recordFollowers,
    startHash: wanted.startHash ? hashAt(connection, wanted.stream, 1) : null,
    subject: wanted.personal ? subjectAt(connection, wanted.stream, header.subjectVersion) : null,
    contacts: wanted.personal ? contactsOf(connection, wanted, seats) : restricted([]),
    customerHistory: historyOf(connection, wanted, header),
  }
}

/**
 * Whether an actor can read an open, later conversation of the same customer by any rule except `view.customerHistory`.
 */
const readsLater = (connection: Connection, actor: Actor, header: Header): boolean => {
  if (header.customer === null) return false
  const viewer = viewerOf(actor, { indicatorScope: 'mine' })
  const values = { ...viewerValues(viewer), customer: header.customer, created: header.createdAt }
  return connection.raw(laterOpen(viewer)).get(values) !== undefined
}

const historyOf = (connection: Connection, { customerHistory }: Wanted, header: Header): boolean | null =>
  customerHistory.length === 0
    ? null
    : customerHistory.every((actor) => readsLater(connection, actor, header))

const seatRows = (connection: Connection, wanted: Wanted, header: Header): ReadonlyArray<SeatRow> => {
  const { tenant, conversation } = wanted.stream
  if (wanted.allSeats) {
    const rows = connection.raw(sql.seats).all(tenant, conversation)
    return rows.map((row) => rowAt('seat', row))
  }
  return [...seatsWanted(wanted, header).values()].flatMap(({ side, id }) => {
    const row = connection.raw(sql.seat).get(tenant, conversation, side, id)
    return row === undefined ? [] : [rowAt('seat', row)]
  })
}

const messageRows = (
  connection: Connection,
  { stream: { tenant, conversation }, messages }: Wanted,
): ReadonlyArray<readonly [MessageRow, unknown]> =>
  [...messages].flatMap((id) => {
    const row = connection.raw(sql.messageWithHash).get(tenant, conversation, id)
    return row === undefined ? [] : [[rowAt('message', row), row[tableColumns.message.length]]]
  })

const linkRows = (connection: Connection, wanted: Wanted, header: Header): ReadonlyArray<LinkRow> => {
  const { tenant, conversation } = wanted.stream
  if (wanted.allLinks) {
    const rows = connection.raw(sql.links).all(tenant, conversation)
    return rows.map((row) => rowAt('link', row))
  }
  if (header.links === 0) return []
  return [...wanted.links.values()].flatMap(({ type, id }) => {
    const row = connection.raw(sql.link).get(tenant, type, id, conversation)
    return row === undefined ? [] : [rowAt('link', row)]
  })
}

const reachesOf = (connection: Connection, { stream, reaches }: Wanted, header: Header): Lookup<Reach> =>
  restricted(
    Array.from(reaches, ([key, { reader, place }]) => [
      key,
      reachOf(connection, stream, header, reader, place),
    ]),
  )

const allNeighbours = (
  connection: Connection,
  { stream, neighbours }: Wanted,
  header: Header,
): Lookup<Neighbours> =>
  restricted(Array.from(neighbours, (id) => [id, neighboursOf(connection, stream, header, id)]))

const followersOf = (connection: Connection, wanted: Wanted): Lookup<RecordFollower> => {
  const { tenant, conversation } = wanted.stream
  return followersIn(
    wanted,
    [...wanted.recordFollowers.values()].flatMap(({ side, id }) => {
      const row = connection.raw(sql.recordFollower).get(tenant, conversation, side, id)
      return row === undefined ? [] : [[side, id, ...row]]
    }),
  )
}

const contactsOf = (connection: Connection, wanted: Wanted, seats: Lookup<Seat>): Lookup<Contact> =>
  contactsIn(
    wanted,
    Array.from(seats.known, ([key, seat]) => [
      key,
      contactAt(connection, wanted.stream, seat?.nameVersion ?? null),
    ]),
  )
