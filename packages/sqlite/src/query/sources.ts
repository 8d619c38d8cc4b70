import { type Source, sourcesIn, type Viewer } from '@colloquy/core/storage'
import { ownSeat } from '../sql/dialect.ts'
import { changedSource, searchSource } from './matching.ts'

const withConversation = `cross join colloquy_conversation c on c.tenant = s.tenant and c.conversation = s.conversation`
const onSeat = 's.tenant = @tenant and s.side = @side and s.actor = @actor'

/** The viewer's memberships, newest activity first; the sort key is denormalized in their seats. */
const memberships: Source = {
  from: `colloquy_seat s indexed by colloquy_seat_list ${withConversation}`,
  tests: [onSeat, 's.member = 1', 's.hidden = 0', 's.big = 0'],
  grants: true,
  seats: 'colloquy_seat s indexed by colloquy_seat_list',
}
/** Memberships that need the viewer's attention: few, with every column the list needs in one index. */
const attention: Source = {
  from: `colloquy_seat s indexed by colloquy_seat_attention ${withConversation}`,
  tests: [onSeat, 's.attention = 1'],
  grants: true,
  attention: true,
  seats: 'colloquy_seat s indexed by colloquy_seat_attention',
}
/** Memberships of big conversations, whose sort key is only in the conversation's row. */
const bigMemberships: Source = {
  from: `colloquy_seat s indexed by colloquy_seat_big ${withConversation}`,
  tests: [onSeat, 's.member = 1', 's.hidden = 0', 's.big = 1'],
  grants: true,
}
/** Former memberships of the viewer. */
const former: Source = {
  from: `colloquy_seat s indexed by colloquy_seat_former ${withConversation}`,
  tests: [onSeat, 's.member = 0'],
}
/** Each conversation once, however many of its records match, because a page counts rows. */
const linkedOnce = (
  links: string,
  alias: string,
): string => `(select distinct ${alias}.conversation as conversation from ${links}) ${alias}
cross join colloquy_conversation c on c.tenant = @tenant and c.conversation = ${alias}.conversation ${ownSeat}`
/** Conversations linked to a record that the viewer follows. */
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
/** Conversations linked to a record granted to the viewer. */
const granted: Source = { from: linkedOnce(grantedLinks, 'gl'), tests: [] }

const conversations = (index: string, ...tests: ReadonlyArray<string>): Source => ({
  from: `colloquy_conversation c indexed by ${index} ${ownSeat}`,
  tests: ['c.tenant = @tenant', ...tests],
})

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

/** Earlier conversations of customers with an open conversation that the viewer sees directly. */
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

const inEach = (viewer: Viewer, of: (queue: string) => Source): ReadonlyArray<Source> =>
  [...new Set(viewer.queues)].map(of)

export const sourcesOf = sourcesIn<Source>({
  memberships,
  bigMemberships,
  former,
  attention,
  followed,
  granted,
  histories,
  waitingIn: (viewer) => inEach(viewer, waitingIn),
  closedIn: (viewer) => inEach(viewer, closedIn),
  byActivity: conversations('colloquy_conversation_activity'),
  assigned: conversations('colloquy_conversation_assignee', 'c.assignee = @actor', `c.status = 'open'`),
  inQueues: conversations(
    'colloquy_conversation_picklist',
    'c.queue is not null',
    'c.assignee is null',
    `c.status = 'open'`,
  ),
  unanswered: conversations('colloquy_conversation_waiting', 'c.waiting_at is not null'),
  closed: conversations('colloquy_conversation_closed', `c.status = 'closed'`),
  ofRecord: {
    from: `colloquy_link dl cross join colloquy_conversation c on c.tenant = dl.tenant and c.conversation = dl.conversation ${ownSeat}`,
    tests: ['dl.tenant = @tenant', 'dl.type = @recordType', 'dl.record = @recordId'],
  },
  ofCustomer: conversations('colloquy_conversation_customer', 'c.customer = @filterCustomer'),
  changed: changedSource,
  matching: searchSource,
})
