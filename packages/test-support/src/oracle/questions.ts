import type { Command } from '@colloquy/core/engine'
import type { ConversationId, Filter, From, Match, MessageId, Query, QueryTag } from '@colloquy/core/storage'
import { phoneQuery, queryTerms, sortNames, viewNames } from '@colloquy/core/engine'
import { filtersOf } from '@colloquy/conformance/comparing/filtersOf'
import { records, tenants } from '@colloquy/conformance/random/cast'
import { sought } from '@colloquy/conformance/random/sought'
import { inOrder } from './Story.ts'
import type { Telling } from './tell.ts'

export type Question = { readonly tenant: string; readonly query: Query }

const filters: ReadonlyArray<Filter> = [{}, ...filtersOf(sought), { type: 'customer', unanswered: true }]

const none: Match = { text: null, participant: null, phone: null }
const matches: ReadonlyArray<Match> = [
  { text: ['order'], participant: null, phone: null },
  { text: ['hel', 'the'], participant: null, phone: null },
  { text: null, participant: ['mil'], phone: null },
  { text: ['o'], participant: ['smith'], phone: null },
  { text: null, participant: null, phone: '412345' },
  ...['lodz', 'パパ', 'ハハ', 'ครับ', 'hello パ', '🙏'].map((text) => ({ ...none, text: queryTerms(text) })),
  { ...none, phone: phoneQuery('030 412345') },
]

type ListQuery = Extract<Query, { _tag: 'List' }>
type TimelineQuery = Extract<Query, { _tag: 'Timeline' }>

const list = (change: Partial<ListQuery>): ListQuery => ({
  _tag: 'List',
  view: 'all',
  filter: {},
  sort: { by: 'activity', direction: 'desc' },
  after: null,
  limit: 100,
  match: null,
  changedAfter: null,
  ...change,
})

const at = <A>(list: ReadonlyArray<A>, n: number): A => list[n % list.length] as A

/** The queries after each batch: those that change most, and a rotating part of the others. */
export const queriesAfter = (
  turn: number,
  commands: ReadonlyArray<Command>,
  tellings: Map<string, Telling>,
): ReadonlyArray<Question> => {
  const touched = new Map(
    commands.map((command) => [command.context.actor.tenant as string, command.conversationId]),
  )
  return [...touched].flatMap(([tenant, conversation]): ReadonlyArray<Question> => {
    const telling = tellings.get(tenant)
    if (telling === undefined) return []
    const ids = [...telling.stories.keys()]
    return [
      { _tag: 'Conversations', ids } as const,
      { _tag: 'Indicator' } as const,
      list({ view: 'unread' }),
      list({
        view: at(viewNames, turn),
        filter: at(filters, turn * 7),
        sort: { by: at(sortNames, turn), direction: turn % 3 === 0 ? 'asc' : 'desc' },
        limit: 1 + (turn % 5),
      }),
      timeline(telling, conversation, turn),
    ].map((query) => ({ tenant, query }))
  })
}

const timeline = (telling: Telling, conversation: ConversationId, turn: number): TimelineQuery => {
  const story = telling.stories.get(conversation)
  const messages = story === undefined ? [] : inOrder(story, 'staff')
  const places: ReadonlyArray<From> = [
    'end',
    { before: 1 + (turn % (messages.length + 2)) },
    { after: turn % (messages.length + 1) },
    { around: (messages[turn % Math.max(1, messages.length)]?.id ?? 'm0') as MessageId },
  ]
  return {
    _tag: 'Timeline',
    conversation,
    from: at(places, turn),
    limit: 1 + (turn % 4),
    only: at([null, null, 'public', 'internal'], turn),
    events: turn % 2 === 0,
  }
}

/** All queries. */
export const queriesAtTheEnd = (tellings: Map<string, Telling>): ReadonlyArray<Question> =>
  tenants.flatMap((tenant) => {
    const telling = tellings.get(tenant)
    if (telling === undefined) return []
    const ids = [...telling.stories.keys()]
    const directions = ['asc', 'desc'] as const
    const head = telling.log.length
    const asked: { readonly [T in QueryTag]: ReadonlyArray<Extract<Query, { _tag: T }>> } = {
      Conversations: [{ _tag: 'Conversations', ids }],
      List: [
        ...viewNames.flatMap((view) =>
          sortNames.map((by, n) => list({ view, sort: { by, direction: at(directions, n) } })),
        ),
        ...sortNames.flatMap((by) => directions.map((direction) => list({ sort: { by, direction } }))),
        ...filters.map((filter) => list({ filter })),
        ...matches.map((match) => list({ match })),
        ...[0, 0.5, 0.9, 1].map((part) => list({ changedAfter: Math.floor(head * part) as never })),
        ...ids.map((id, n) =>
          list({
            after: { value: telling.stories.get(id)?.createdAt as never, id },
            sort: { by: at(sortNames, n), direction: at(directions, n) },
          }),
        ),
      ],
      Indicator: [{ _tag: 'Indicator' }],
      Timeline: ids.flatMap((id) =>
        [0, 1, 2, 3, 5, 6, 7, 9, 10, 11].map((turn) => timeline(telling, id, turn)),
      ),
      Participants: ids.map((conversation) => ({ _tag: 'Participants', conversation })),
      Audit: ids.map((conversation, n) => ({ _tag: 'Audit', conversation, after: n % 3, limit: 50 })),
      Counts: [{ _tag: 'Counts', records }],
      Linked: [{ _tag: 'Linked', records }],
      UnansweredRecords: [
        { _tag: 'UnansweredRecords', after: null, limit: 2 },
        { _tag: 'UnansweredRecords', after: records[0] as never, limit: 50 },
      ],
      Head: [{ _tag: 'Head' }],
      Both: [{ _tag: 'Both', first: { _tag: 'Indicator' }, second: list({ view: 'unread', limit: 4 }) }],
    }
    return Object.values(asked)
      .flat()
      .map((query) => ({ tenant, query }))
  })
