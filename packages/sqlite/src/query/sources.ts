import type { Query, Viewer } from '@colloquy/core/storage'
import type { View } from '@colloquy/core'
import { ownSeat } from './access.ts'
import type { Looking } from './conditions.ts'
import { changedSource, type Source, searchSource } from './matching.ts'

type ListQuery = Extract<Query, { _tag: 'List' }>

const withConversation = `cross join colloquy_conversation c on c.tenant = s.tenant and c.conversation = s.conversation`
const onSeat = 's.tenant = @tenant and s.side = @side and s.actor = @actor'

/** The viewer's memberships, newest activity first: their seats hold the sort key. */
const memberships: Source = {
  from: `colloquy_seat s indexed by colloquy_seat_list ${withConversation}`,
  tests: [onSeat, 's.member = 1', 's.hidden = 0', 's.big = 0'],
  grants: true,
  seatOrder: 'colloquy_seat s indexed by colloquy_seat_list',
}
/** Those that need the viewer's attention: few, and with all that the list asks in one index. */
const attention: Source = {
  from: `colloquy_seat s indexed by colloquy_seat_attention ${withConversation}`,
  tests: [onSeat, 's.attention = 1'],
  grants: true,
  seatOrder: 'colloquy_seat s indexed by colloquy_seat_attention',
}
/** Memberships of big conversations, whose sort key is the conversation's alone. */
const bigMemberships: Source = {
  from: `colloquy_seat s indexed by colloquy_seat_big ${withConversation}`,
  tests: [onSeat, 's.member = 1', 's.hidden = 0', 's.big = 1'],
  grants: true,
}
/** Where the viewer was once. */
const former: Source = {
  from: `colloquy_seat s indexed by colloquy_seat_former ${withConversation}`,
  tests: [onSeat, 's.member = 0'],
}
/** Each conversation once, by however many of its records it is found: a page counts rows. */
const linkedOnce = (
  links: string,
  alias: string,
): string => `(select distinct ${alias}.conversation as conversation from ${links}) ${alias}
cross join colloquy_conversation c on c.tenant = @tenant and c.conversation = ${alias}.conversation ${ownSeat}`
/** Linked to a record that the viewer follows. */
const followed: Source = {
  from: linkedOnce(
    `colloquy_record_follower f
cross join colloquy_link fl on fl.tenant = f.tenant and fl.type = f.type and fl.record = f.record
where f.tenant = @tenant and f.side = @side and f.actor = @actor and f.following = 1`,
    'fl',
  ),
  tests: [],
}
const grantedLinks = `json_each(@records) g cross join colloquy_link gl
  on gl.tenant = @tenant and gl.type = g.value ->> 'type' and gl.record = g.value ->> 'id'`
/** Linked to a record that was granted to the viewer. */
const granted: Source = { from: linkedOnce(grantedLinks, 'gl'), tests: [] }

const conversations = (index: string, ...tests: ReadonlyArray<string>): Source => ({
  from: `colloquy_conversation c indexed by ${index} ${ownSeat}`,
  tests: ['c.tenant = @tenant', ...tests],
})

const byActivity = conversations('colloquy_conversation_activity')
const waitingIn = (queue: string): Source => ({
  ...conversations(
    'colloquy_conversation_queue',
    'c.queue = @servedQueue',
    'c.assignee is null',
    `c.status = 'open'`,
  ),
  values: { servedQueue: queue },
})
const closedIn = (queue: string): Source => ({
  ...conversations('colloquy_conversation_queue_closed', 'c.queue = @servedQueue', `c.status = 'closed'`),
  values: { servedQueue: queue },
})

/** Earlier conversations of customers of whom the viewer sees an open one directly. */
const histories: Source = {
  from: `(select o.customer as customer, max(o.created_at) as latest from (
    select s.conversation as conversation from colloquy_seat s indexed by colloquy_seat_list
      where ${onSeat} and s.member = 1 and s.hidden = 0 and s.big = 0
    union select s.conversation from colloquy_seat s indexed by colloquy_seat_big
      where ${onSeat} and s.member = 1 and s.hidden = 0 and s.big = 1
    union select q.conversation from json_each(@queues) j cross join colloquy_conversation q
      indexed by colloquy_conversation_queue
      on q.tenant = @tenant and q.queue = j.value and q.assignee is null and q.status = 'open'
    union select gl.conversation from ${grantedLinks}
  ) d cross join colloquy_conversation o on o.tenant = @tenant and o.conversation = d.conversation
  where o.status = 'open' and o.customer is not null group by o.customer) h
cross join colloquy_conversation c indexed by colloquy_conversation_customer
  on c.tenant = @tenant and c.customer = h.customer and c.created_at < h.latest ${ownSeat}`,
  tests: [],
}

const distinct = (texts: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(texts)]

/** Together they hold everything the viewer may see. */
const accessible = (viewer: Viewer, broad: Source): ReadonlyArray<Source> => {
  if (viewer.viewAll || viewer.fromCustomers) return [broad]
  return [
    memberships,
    bigMemberships,
    ...(viewer.side === 'staff' ? [former] : []),
    ...distinct(viewer.queues).flatMap((queue) => [waitingIn(queue), closedIn(queue)]),
    ...(viewer.records.length === 0 ? [] : [granted]),
    ...(viewer.customerHistory ? [histories] : []),
  ]
}

const mine = ({ follows }: Looking): ReadonlyArray<Source> => [
  memberships,
  bigMemberships,
  ...(follows ? [followed] : []),
]

const broadly = ({ viewer }: Looking): ReadonlyArray<Source> => accessible(viewer, byActivity)
const written = (): ReadonlyArray<Source> => [memberships, bigMemberships, former]

const ofView: { readonly [V in View]: (looking: Looking) => ReadonlyArray<Source> } = {
  mine,
  allClosed: mine,
  customerReplies: mine,
  internalInbox: mine,
  unread: () => [attention, bigMemberships],
  internalSent: written,
  sent: written,
  assigned: () => [
    conversations('colloquy_conversation_assignee', 'c.assignee = @actor', `c.status = 'open'`),
  ],
  picklist: ({ viewer }) =>
    viewer.viewAll
      ? [
          conversations(
            'colloquy_conversation_picklist',
            'c.queue is not null',
            'c.assignee is null',
            `c.status = 'open'`,
          ),
        ]
      : distinct(viewer.queues).map(waitingIn),
  history: ({ viewer }) => [memberships, bigMemberships, former, ...distinct(viewer.queues).map(closedIn)],
  'fromCustomers.unanswered': () => [
    conversations('colloquy_conversation_waiting', 'c.waiting_at is not null'),
  ],
  'fromCustomers.closed': () => [conversations('colloquy_conversation_closed', `c.status = 'closed'`)],
  closed: ({ viewer }) =>
    accessible(viewer, conversations('colloquy_conversation_closed', `c.status = 'closed'`)),
  all: broadly,
  'fromCustomers.open': broadly,
  teamInbox: broadly,
  unassigned: broadly,
}

/**
 * Where to look for the rows of a list, so that a page costs a page and not the tenant. Together the sources hold
 * at least all rows of the answer; what is right is decided by the tests on each row.
 */
export const sourcesOf = (query: ListQuery, looking: Looking): ReadonlyArray<Source> => {
  const { viewer } = looking
  if (query.match !== null) return searchSource(query.match, viewer)
  if (query.changedAfter !== null) return [changedSource(viewer)]
  if (query.filter.record !== undefined) {
    return [
      {
        from: `colloquy_link dl cross join colloquy_conversation c on c.tenant = dl.tenant and c.conversation = dl.conversation ${ownSeat}`,
        tests: ['dl.tenant = @tenant', 'dl.type = @recordType', 'dl.record = @recordId'],
      },
    ]
  }
  if (query.filter.customer !== undefined) {
    return [conversations('colloquy_conversation_customer', 'c.customer = @filterCustomer')]
  }
  return ofView[query.view](looking)
}
