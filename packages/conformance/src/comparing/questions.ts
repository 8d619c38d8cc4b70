import type {
  ActorId,
  ConversationId,
  Filter,
  Match,
  MessageId,
  Position,
  Query,
  QueryTag,
  Sort,
} from '@colloquy/core/storage'
import { phoneQuery, queryTerms, sortNames, viewNames } from '@colloquy/core/engine'
import { ghost, order, ticket } from '../driving/Cast.ts'
import { filtersOf, type Samples } from './filtersOf.ts'

const sorts: ReadonlyArray<Sort> = sortNames.flatMap((by) => [
  { by, direction: 'asc' },
  { by, direction: 'desc' },
])
const newest: Sort = { by: 'activity', direction: 'desc' }

/** Sample values for each field of a filter; a missing field does not compile. */
const sought: Samples = {
  status: ['open', 'closed'],
  type: ['customer', 'internal'],
  assignee: [null, 'bert' as ActorId],
  queue: [null, 'support'],
  label: ['urgent', 'URGENT'],
  record: [order, ticket, ghost],
  customer: ['cleo' as ActorId, 'CLEO' as ActorId],
  channel: ['chat'],
  unread: [true, false],
  unanswered: [true, false],
  attributes: [
    { constructor: 1 },
    { constructor: '1' },
    { '': null },
    { half: 0.1, 'ä.b[0]': true },
    { 'ä.b[0]': 1 },
    { missing: null },
  ],
}
const filters: ReadonlyArray<Filter> = [
  ...filtersOf(sought),
  { status: 'open', type: 'customer', record: order, unread: false },
]

const none: Match = { text: null, participant: null, phone: null }
const matches: ReadonlyArray<Match> = [
  ...[
    'order',
    'ORDER 7',
    'house today',
    'nothing here',
    'note',
    'spate',
    'ö',
    'xylophone',
    '100%_sure',
    '% _ " * \' ( NEAR',
    'tie number 1',
    'zzz',
    'łódź',
    'パパ',
    '🙏',
  ].map((text) => ({ ...none, text: queryTerms(text) })),
  ...['cleo', 'Mull', 'ünal', 'astronaut', 'cora order'].map((name) => ({
    ...none,
    participant: queryTerms(name),
  })),
  ...['1234567', '0049 30 7654321', '030 1234567', '999999'].map((phone) => ({
    ...none,
    phone: phoneQuery(phone),
  })),
  { text: queryTerms('house'), participant: queryTerms('cora'), phone: null },
]

type ListQuery = Extract<Query, { _tag: 'List' }>
type TimelineQuery = Extract<Query, { _tag: 'Timeline' }>

const list = (some: Partial<ListQuery>): ListQuery => ({
  _tag: 'List',
  view: 'all',
  filter: {},
  sort: newest,
  after: null,
  limit: 200,
  match: null,
  changedAfter: null,
  ...some,
})

const timelines = (
  conversation: ConversationId,
  messages: ReadonlyArray<MessageId>,
): ReadonlyArray<TimelineQuery> => {
  const timeline = (some: Partial<TimelineQuery>): TimelineQuery => ({
    _tag: 'Timeline',
    conversation,
    from: 'end',
    limit: 200,
    only: null,
    events: true,
    ...some,
  })
  const sizes = [1, 3]
  return [
    timeline({}),
    timeline({ events: false }),
    timeline({ only: 'public' }),
    timeline({ only: 'internal' }),
    ...sizes.flatMap((limit) => [
      timeline({ limit }),
      ...[0, 1, 3, 99].flatMap((n) => [
        timeline({ limit, from: { before: n } }),
        timeline({ limit, from: { after: n } }),
        timeline({ limit, from: { after: n }, only: 'internal' }),
      ]),
    ]),
    ...[...messages, 'no such message' as MessageId].flatMap((around) => [
      timeline({ limit: 3, from: { around } }),
      timeline({ limit: 2, from: { around }, only: 'public' }),
    ]),
  ]
}

/** Every view, filter, match and position once: enough where lists are not the subject. */
export const someLists = (head: number): ReadonlyArray<Query> => [
  ...viewNames.map((view, n) => list({ view, sort: sorts[n % sorts.length] ?? newest })),
  ...filters.map((filter) => list({ filter })),
  ...matches.map((match) => list({ match })),
  ...[0, Math.floor(head / 2), head].map((after) => list({ changedAfter: after as Position })),
]

/** The queries of a history, by tag. */
export const questions = (
  ids: ReadonlyArray<ConversationId>,
  messagesOf: (id: ConversationId) => ReadonlyArray<MessageId>,
  head: number,
): { readonly [Tag in QueryTag]: ReadonlyArray<Extract<Query, { _tag: Tag }>> } => ({
  Conversations: [
    { _tag: 'Conversations', ids },
    { _tag: 'Conversations', ids: [] },
    { _tag: 'Conversations', ids: [...ids, ...ids].toReversed() },
  ],
  List: [
    ...viewNames.flatMap((view) => [...sorts.map((sort) => list({ view, sort })), list({ view, limit: 2 })]),
    ...filters.flatMap((filter) => [
      list({ filter }),
      list({ view: 'mine', filter }),
      list({ view: 'unread', filter }),
    ]),
    ...matches.flatMap((match) => [
      list({ match }),
      list({ view: 'mine', match }),
      list({ match, limit: 1 }),
    ]),
    ...[0, 1, Math.floor(head / 3), Math.floor((2 * head) / 3), head - 3, head].map((after) =>
      list({ changedAfter: after as Position }),
    ),
    ...viewNames.map((view) => list({ view, changedAfter: Math.floor(head / 2) as Position })),
  ],
  Indicator: [{ _tag: 'Indicator' }],
  Timeline: ids.flatMap((id) => timelines(id, messagesOf(id))),
  Participants: ids.map((conversation) => ({ _tag: 'Participants', conversation })),
  Counts: [
    { _tag: 'Counts', records: [order, ghost, ticket, order] },
    { _tag: 'Counts', records: [] },
  ],
  Linked: [
    { _tag: 'Linked', records: [order, ghost, ticket, order] },
    { _tag: 'Linked', records: [] },
  ],
  UnansweredRecords: [
    { _tag: 'UnansweredRecords', after: null, limit: 200 },
    { _tag: 'UnansweredRecords', after: null, limit: 1 },
    { _tag: 'UnansweredRecords', after: order, limit: 200 },
  ],
  Audit: ids.flatMap((conversation) =>
    [
      { after: 0, limit: 200 },
      { after: 2, limit: 3 },
      { after: 999, limit: 3 },
    ].map((page) => ({ _tag: 'Audit', conversation, ...page })),
  ),
  Head: [{ _tag: 'Head' }],
  Both: [
    { _tag: 'Both', first: { _tag: 'Head' }, second: list({ limit: 3 }) },
    { _tag: 'Both', first: { _tag: 'Head' }, second: list({ view: 'picklist' }) },
    { _tag: 'Both', first: { _tag: 'Head' }, second: { _tag: 'Conversations', ids } },
    ...ids.slice(0, 3).map((conversation) => ({
      _tag: 'Both' as const,
      first: { _tag: 'Head' as const },
      second: {
        _tag: 'Timeline' as const,
        conversation,
        from: 'end' as const,
        limit: 3,
        only: null,
        events: true,
      },
    })),
    { _tag: 'Both', first: { _tag: 'Indicator' }, second: list({ view: 'unread', limit: 4 }) },
  ],
})

/** Every query tag. */
export const questionTags = Object.keys(questions([], () => [], 0)) as ReadonlyArray<QueryTag>
