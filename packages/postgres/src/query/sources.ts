import { type Source, sourcesIn } from '@colloquy/core/storage'
import { grantedRecords, ownSeat, servedQueues } from '../sql/dialect.ts'
import { conversationOf, lateral, linksOf } from '../sql/fenced.ts'
import { changedSource, searchSource } from './matching.ts'

/** A source as a part of a single statement. */
export type Place = Source & {
  /** Its rows are distinct, and in no other source of the list, so no deduplication is needed. */
  readonly apart?: boolean
  /** Which of the two is indexed by the hour of its last activity. */
  readonly hours?: 'seat' | 'conversation'
  /** The conversations of one queue `q`, looked up for each queue that the viewer serves. */
  readonly queue?: boolean
}

const withConversation = `cross join ${conversationOf('s')}`
const onSeat = 's.tenant = @tenant and s.side = @side and s.actor = @actor'

/** The viewer's memberships, newest activity first; the sort key is denormalized in their seats. */
const memberships: Place = {
  from: `colloquy_seat s ${withConversation}`,
  tests: [onSeat, 's.member', 'not s.hidden', 'not s.big'],
  grants: true,
  apart: true,
  hours: 'seat',
  seats: 'colloquy_seat s',
}
/** Memberships that need the viewer's attention: few, with every column the list needs in one index. */
const attention: Place = {
  from: `colloquy_seat s ${withConversation}`,
  tests: [onSeat, 's.attention'],
  grants: true,
  apart: true,
  hours: 'seat',
  seats: 'colloquy_seat s',
  attention: true,
}
const someSeats = (test: string): string =>
  `(select s.ctid, s.* from colloquy_seat s where ${onSeat} and ${test} order by s.conversation offset 0) s ${withConversation}`
/** Memberships of big conversations, whose sort key is only in the conversation's row. */
const bigMemberships: Place = {
  from: someSeats('s.member and not s.hidden and s.big'),
  tests: [],
  grants: true,
  apart: true,
}
/** Former memberships of the viewer. */
const former: Place = { from: someSeats('not s.member'), tests: [], apart: true }
/** Conversations linked to a record that the viewer follows, without memberships. */
const followed: Place = {
  from: `(select distinct fl.conversation from (select * from colloquy_record_follower f
  where f.tenant = @tenant and f.side = @side and f.actor = @actor and f.following order by f.type, f.record offset 0) f
  cross join ${linksOf('fl', 'f.type', 'f.record')}
  offset 0) fl
cross join ${conversationOf('fl')} ${ownSeat}`,
  tests: ['not coalesce(s.member, false)'],
  apart: true,
}
const grantedLinks = `${grantedRecords}
cross join ${linksOf('gl', 'g.type', 'g.id')}`
/** Conversations linked to a record granted to the viewer: each once, however many records. */
const granted: Place = {
  from: `(select distinct gl.conversation from ${grantedLinks} offset 0) gl
cross join ${conversationOf('gl')} ${ownSeat}`,
  tests: [],
}

/** Conversations in the order of a partial index with these conditions. */
const conversations = (...tests: ReadonlyArray<string>): Place => ({
  from: `colloquy_conversation c ${ownSeat}`,
  tests: ['c.tenant = @tenant', ...tests],
})

const waiting = [`c.queue is not null`, 'c.assignee is null', `c.status = 'open'`]
const closed = `c.status = 'closed'`
/** All conversations of one customer: from an index, but unsorted. */
const ofCustomer: Place = {
  from: `(select * from colloquy_conversation c
  where c.tenant = @tenant and c.customer = @filterCustomer order by c.created_at offset 0) c ${ownSeat}`,
  tests: [],
}
const ofRecord: Place = {
  from: `(select * from colloquy_link dl
  where dl.tenant = @tenant and dl.record > '' and dl.type = @recordType and dl.record = @recordId order by dl.conversation offset 0) dl
cross join ${conversationOf('dl')} ${ownSeat}`,
  tests: [],
}

/** Earlier conversations of customers with an open conversation that the viewer sees directly. */
const histories: Place = {
  from: `(select o.customer, max(o.created_at) as latest from (
    select s.conversation from colloquy_seat s where ${onSeat} and s.member and not s.hidden
    union select w.conversation from unnest(${servedQueues}) as q(queue)
    cross join ${lateral('colloquy_conversation', 'w', `w.tenant = @tenant and w.queue = q.queue and w.assignee is null and w.status = 'open'`)}
    union select gl.conversation from ${grantedLinks} offset 0
  ) d cross join ${lateral('colloquy_conversation', 'o', 'o.tenant = @tenant and o.conversation = d.conversation')}
  where o.status = 'open' and o.customer is not null group by o.customer offset 0) h
cross join ${lateral('colloquy_conversation', 'c', 'c.tenant = @tenant and c.customer = h.customer and c.created_at < h.latest')}
${ownSeat}`,
  tests: [],
}

const inEach = (...tests: ReadonlyArray<string>): Place => ({
  ...conversations('c.queue = q.queue', ...tests),
  queue: true,
})
const waitingInQueues = inEach(...waiting)
const closedInQueues = inEach(closed)

export const sourcesOf = sourcesIn<Place>({
  memberships,
  bigMemberships,
  former,
  attention,
  followed,
  granted,
  histories,
  waitingIn: ({ queues }) => (queues.length === 0 ? [] : [waitingInQueues]),
  closedIn: ({ queues }) => (queues.length === 0 ? [] : [closedInQueues]),
  // The index's condition is true for every time.
  byActivity: { ...conversations('c.staff_hour >= 0'), hours: 'conversation' },
  assigned: { ...conversations('c.assignee = @actor', `c.status = 'open'`), hours: 'conversation' },
  inQueues: conversations(...waiting),
  unanswered: conversations('c.waiting_at is not null'),
  closed: conversations(closed),
  ofRecord,
  ofCustomer,
  changed: changedSource,
  matching: searchSource,
})
