import type { Side, Who } from '../conversation/Actor.ts'
import { readerKey } from '../conversation/Actor.ts'
import type { Contact } from '../conversation/Event.ts'
import type { ActorId, Version } from '../conversation/Ids.ts'
import { recordKey } from '../conversation/Ids.ts'
import type { Header, Link, MessageFacts, RecordFollower, Seat, State } from '../conversation/State.ts'
import { initial } from '../conversation/State.ts'
import type { Wanted } from '../conversation/Wanted.ts'
import type { Lookup } from '../kernel/Lookup.ts'
import { restricted, whole } from '../kernel/Lookup.ts'
import { linkOf, messageFactsOf, readerOf, seatOf } from '../projections/rows/ofRow.ts'
import type { LinkRow, MessageRow, SeatRow } from '../projections/rows/Tables.ts'
import { isYes } from './receipts.ts'
import type { Values } from './rows.ts'

/** A lookup of all rows, or of the rows of the keys that were loaded. */
const lookup = <A>(
  keys: Iterable<string>,
  all: boolean,
  found: Iterable<readonly [string, A]>,
): Lookup<A> => {
  const known = new Map<string, A | null>()
  if (!all) for (const key of keys) known.set(key, null)
  for (const [key, value] of found) known.set(key, value)
  return { known, others: all ? 'absent' : 'unloaded' }
}

/** The seats that are needed by name, with the assignee's. */
export const seatsWanted = ({ seats, assignee }: Wanted, header: Header): ReadonlyMap<string, Who> => {
  if (!assignee || header.assignee === null) return seats
  const who: Who = { side: 'staff', id: header.assignee }
  return new Map(seats).set(readerKey(who), who)
}

export const seatsIn = (wanted: Wanted, header: Header, rows: ReadonlyArray<SeatRow>): Lookup<Seat> =>
  lookup(
    seatsWanted(wanted, header).keys(),
    wanted.allSeats,
    rows.map((row) => [readerOf(row), seatOf(row)]),
  )

/** Messages with the hashes of their inputs. */
export const messagesIn = (
  wanted: Wanted,
  rows: ReadonlyArray<readonly [MessageRow, unknown]>,
): Lookup<MessageFacts> =>
  lookup(
    wanted.messages,
    false,
    rows.map(([row, hash]) => [row.id, messageFactsOf(row, typeof hash === 'string' ? hash : null)]),
  )

export const linksIn = (wanted: Wanted, rows: ReadonlyArray<LinkRow>): Lookup<Link> =>
  lookup(
    wanted.links.keys(),
    wanted.allLinks,
    rows.map(linkOf).map((link) => [recordKey(link.record), link]),
  )

/** The followers of a record: side and id, then version and following. */
export const followersIn = (wanted: Wanted, rows: ReadonlyArray<Values>): Lookup<RecordFollower> =>
  wanted.recordFollowers.size === 0
    ? initial.recordFollowers
    : lookup(
        wanted.recordFollowers.keys(),
        false,
        rows.map(([side, actor, version, following]) => [
          readerKey({ side: side as Side, id: actor as ActorId }),
          { version: Number(version) as Version, following: isYes(following) },
        ]),
      )

/** The contacts of the seats; null without a contact. */
export const contactsIn = (
  wanted: Wanted,
  found: ReadonlyArray<readonly [string, Contact | null]>,
): Lookup<Contact> =>
  wanted.allSeats
    ? whole(found.flatMap(([key, contact]) => (contact === null ? [] : [[key, contact]])))
    : restricted(found)

/** The state of a stream without a conversation, perhaps with followers of its record. */
export const withoutConversation = (wanted: Wanted, recordFollowers: Lookup<RecordFollower>): State => ({
  ...initial,
  recordFollowers,
  customerHistory: wanted.customerHistory.length === 0 ? null : false,
})
