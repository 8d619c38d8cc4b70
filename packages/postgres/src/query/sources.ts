import type { Query, Viewer } from '@colloquy/core/storage'
import type { View } from '@colloquy/core'
import { grantedRecords, ownSeat, servedQueues } from './access.ts'
import { conversationOf, lateral, linksOf } from '../sql/fenced.ts'
import { changedSource, searchSource } from './matching.ts'
import type { Source } from './Source.ts'

type ListQuery = Extract<Query, { _tag: 'List' }>

const withConversation = `cross join ${conversationOf('s')}`
const onSeat = 's.tenant = @tenant and s.side = @side and s.actor = @actor'

/** The viewer's memberships, newest activity first: their seats hold the sort key. */
const memberships: Source = {
  from: `colloquy_seat s ${withConversation}`,
  tests: [onSeat, 's.member', 'not s.hidden', 'not s.big'],
  grants: true,
  apart: true,
  hours: 'seat',
  seats: 'colloquy_seat s',
}
/** Those that need the viewer's attention: few, and with all that the list asks in one index. */
const attention: Source = {
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
/** Memberships of big conversations, whose sort key is the conversation's alone. */
const bigMemberships: Source = {
  from: someSeats('s.member and not s.hidden and s.big'),
  tests: [],
  grants: true,
  apart: true,
}
/** Where the viewer was once. */
const former: Source = { from: someSeats('not s.member'), tests: [], apart: true }
/** Linked to a record that the viewer follows, and no membership. */
const followed: Source = {
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
/** Linked to a record that was granted to the viewer: once, by however many of them. */
const granted: Source = {
  from: `(select distinct gl.conversation from ${grantedLinks} offset 0) gl
cross join ${conversationOf('gl')} ${ownSeat}`,
  tests: [],
}

/** Conversations in the order of an index that has these tests. */
const conversations = (...tests: ReadonlyArray<string>): Source => ({
  from: `colloquy_conversation c ${ownSeat}`,
  tests: ['c.tenant = @tenant', ...tests],
})

/** The index bears a condition that holds for every time there is. */
const byActivity: Source = { ...conversations('c.staff_hour >= 0'), hours: 'conversation' }
const waiting = [`c.queue is not null`, 'c.assignee is null', `c.status = 'open'`]
const closed = `c.status = 'closed'`
const waitingInQueues: Source = { ...conversations('c.queue = q.queue', ...waiting), queue: true }
const closedInQueues: Source = { ...conversations('c.queue = q.queue', closed), queue: true }
/** All of one customer: an index brings them, but in no order that is asked for. */
const ofCustomer: Source = {
  from: `(select * from colloquy_conversation c
  where c.tenant = @tenant and c.customer = @filterCustomer order by c.created_at offset 0) c ${ownSeat}`,
  tests: [],
}
const ofRecord: Source = {
  from: `(select * from colloquy_link dl
  where dl.tenant = @tenant and dl.record > '' and dl.type = @recordType and dl.record = @recordId order by dl.conversation offset 0) dl
cross join ${conversationOf('dl')} ${ownSeat}`,
  tests: [],
}

/** Earlier conversations of customers of whom the viewer sees an open one directly. */
const histories: Source = {
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

/** Together they hold everything the viewer may see. */
const accessible = (viewer: Viewer, broad: Source): ReadonlyArray<Source> => {
  if (viewer.viewAll || viewer.fromCustomers) return [broad]
  return [
    memberships,
    bigMemberships,
    ...(viewer.side === 'staff' ? [former] : []),
    ...(viewer.queues.length === 0 ? [] : [waitingInQueues, closedInQueues]),
    ...(viewer.records.length === 0 ? [] : [granted]),
    ...(viewer.customerHistory ? [histories] : []),
  ]
}

const mine = (): ReadonlyArray<Source> => [memberships, bigMemberships, followed]
const broadly = (viewer: Viewer): ReadonlyArray<Source> => accessible(viewer, byActivity)
const written = (): ReadonlyArray<Source> => [memberships, bigMemberships, former]

const ofView: { readonly [V in View]: (viewer: Viewer) => ReadonlyArray<Source> } = {
  mine,
  allClosed: mine,
  customerReplies: mine,
  internalInbox: mine,
  unread: () => [attention, bigMemberships],
  internalSent: written,
  sent: written,
  assigned: () => [{ ...conversations('c.assignee = @actor', `c.status = 'open'`), hours: 'conversation' }],
  picklist: (viewer) => (viewer.viewAll ? [conversations(...waiting)] : [waitingInQueues]),
  history: (viewer) => [
    memberships,
    bigMemberships,
    former,
    ...(viewer.queues.length === 0 ? [] : [closedInQueues]),
  ],
  'fromCustomers.unanswered': () => [conversations('c.waiting_at is not null')],
  'fromCustomers.closed': () => [conversations(closed)],
  closed: (viewer) => accessible(viewer, conversations(closed)),
  all: broadly,
  'fromCustomers.open': broadly,
  teamInbox: broadly,
  unassigned: broadly,
}

/**
 * Where to look for the rows of a list, so that a page costs a page and not the tenant. Together the sources hold
 * at least all rows of the answer; what is right is decided by the tests on each row.
 */
export const sourcesOf = (query: ListQuery, viewer: Viewer): ReadonlyArray<Source> => {
  if (query.match !== null) return searchSource(query.match, viewer)
  if (query.changedAfter !== null) return [changedSource(viewer)]
  if (query.filter.record !== undefined) return [ofRecord]
  if (query.filter.customer !== undefined) return [ofCustomer]
  return ofView[query.view](viewer)
}
