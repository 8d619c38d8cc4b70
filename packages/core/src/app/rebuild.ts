import { readerKey } from '../conversation/Actor.ts'
import { traitsOf } from '../conversation/Event.ts'
import { evolve } from '../conversation/evolve.ts'
import type { RecordRef, StreamKey, Version } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { Link, MessageFacts, RecordFollower, Seat, State } from '../conversation/State.ts'
import { initial } from '../conversation/State.ts'
import type { Lookup } from '../kernel/Lookup.ts'
import { restricted, whole } from '../kernel/Lookup.ts'
import { neighboursOf } from '../projections/rows/neighbours.ts'
import { termChanges } from '../projections/rows/project/terms.ts'
import type { RecordFollowerRow, Rows, TermRow } from '../projections/rows/Tables.ts'
import {
  conversationRow,
  labelRow,
  linkRow,
  messageRow,
  ownRows,
  recordFollowerRow,
  seatRow,
} from '../projections/rows/rowOf.ts'

/**
 * All rows of one stream, from its events in log order. They are computed from the final state and not from the
 * incremental changes, so that comparing them with the stored rows checks both.
 */
export const foldRows = (events: Iterable<Recorded>): Rows => {
  const folded: Folded = {
    state: initial,
    seats: new Map(),
    messages: new Map(),
    links: new Map(),
    followers: new Map(),
    records: new Map(),
    terms: new Map(),
  }
  let stream: StreamKey | null = null
  for (const event of events) {
    stream = event
    step(folded, event)
  }
  return stream === null ? noRows : rowsOf(folded, stream)
}

/** Maps changed in place: copying the state at each event would take quadratic time. */
type Folded = {
  state: State
  readonly seats: Map<string, Seat | null>
  readonly messages: Map<string, MessageFacts | null>
  readonly links: Map<string, Link | null>
  readonly followers: Map<string, RecordFollower | null>
  readonly records: Map<string, Pick<RecordFollowerRow, 'side' | 'actor'> & { readonly record: RecordRef }>
  readonly terms: Map<Version, TermRow>
}

const step = (folded: Folded, event: Recorded): void => {
  const { seats, message } = traitsOf(event.event).touched(event.event, event)
  const before: State = {
    ...folded.state,
    seats: seats === 'all' ? { known: folded.seats, others: 'absent' } : some(folded.seats, seats),
    messages: message === null ? restricted([]) : some(folded.messages, [message]),
    links: whole(),
    neighbours:
      event.event.type === 'message-removed' ? around(folded, event.event.messageId, event) : whole(),
    recordFollowers: whole(),
  }
  for (const change of termChanges(event, before)) {
    if (change._tag === 'put' && change.table === 'term') folded.terms.set(change.row.version, change.row)
    if (change._tag === 'remove' && change.table === 'term' && change.where.version !== undefined) {
      folded.terms.delete(change.where.version)
    }
  }
  const after = evolve(before, event)
  for (const [key, seat] of after.seats.known) folded.seats.set(key, seat)
  for (const [key, one] of after.messages.known) folded.messages.set(key, one)
  for (const [key, link] of after.links.known) folded.links.set(key, link)
  for (const [key, follower] of after.recordFollowers.known) folded.followers.set(key, follower)
  if (event.event.type === 'record-followed' || event.event.type === 'record-unfollowed') {
    const { who, record } = event.event
    folded.records.set(readerKey(who), { side: who.side, actor: who.id, record })
  }
  folded.state = after
}

const some = <A>(known: ReadonlyMap<string, A | null>, keys: ReadonlyArray<string>): Lookup<A> =>
  restricted(keys.map((key) => [key, known.get(key) ?? null] as const))

const around = (folded: Folded, id: MessageFacts['id'], stream: StreamKey): State['neighbours'] => {
  const { header } = folded.state
  if (header === null) return whole()
  const messages = present(folded.messages).map((message) => messageRow(message, stream))
  const found = neighboursOf(conversationRow(header, stream.tenant), messages, id)
  return found === null ? whole() : whole([[id, found]])
}

const present = <A>(known: ReadonlyMap<string, A | null>): ReadonlyArray<A> =>
  [...known.values()].filter((value) => value !== null)

const rowsOf = (folded: Folded, stream: StreamKey): Rows => {
  const { header } = folded.state
  const messages = present(folded.messages)
  return {
    conversation: header === null ? [] : [conversationRow(header, stream.tenant)],
    seat: header === null ? [] : present(folded.seats).map((seat) => seatRow(header, seat, stream.tenant)),
    message: messages.map((message) => messageRow(message, stream)),
    own: messages.flatMap((message) => ownRows(message, stream)),
    link: present(folded.links).map((link) => linkRow(link, stream)),
    label: (header?.labels ?? []).map((label) => labelRow(label, stream)),
    recordFollower: [...folded.records].flatMap(([key, { record, side, actor }]) => {
      const follower = folded.followers.get(key) ?? null
      return follower === null ? [] : [recordFollowerRow(record, { side, id: actor }, follower, stream)]
    }),
    term: [...folded.terms.values()],
  }
}

const noRows: Rows = {
  conversation: [],
  seat: [],
  message: [],
  own: [],
  link: [],
  label: [],
  recordFollower: [],
  term: [],
}
