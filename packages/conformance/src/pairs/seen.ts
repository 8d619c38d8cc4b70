import type {
  Actor,
  ConversationId,
  Position,
  Query,
  QueryTag,
  Receipt,
  Recorded,
  Storage,
} from '@colloquy/core/storage'
import type { Command } from '@colloquy/core/engine'
import { foldRows, viewNames, whoIs } from '@colloquy/core/engine'
import { needsOf, viewerOf } from '@colloquy/core/storage'
import { order, ticket } from '../driving/Cast.ts'
import { value } from '../driving/results.ts'
import { nothing } from '../driving/settledOf.ts'
import type { World } from './world.ts'
import { nowhere, rules } from './world.ts'

/** Staff with access to everything, to their own, by history and by records; and customers. */
const colleagues = ['anna', 'carl', 'dora', 'emil'] as const
const customers = ['cleo', 'cora', 'dave'] as const

/**
 * `turn` chooses the viewers; `inOrder`: compare the log's order, too, which differs where the third command overtook
 * the second.
 */
export type SeenOptions = { readonly turn: number; readonly inOrder: boolean }

/**
 * Everything visible of a world after commands: the log, the ledger, the rows, and every answer to two viewers, chosen
 * by turn.
 */
export const seenIn = async (
  storage: Storage,
  { tenant, people }: World,
  given: ReadonlyArray<Command>,
  { turn, inOrder }: SeenOptions,
): Promise<Readonly<Record<string, unknown>>> => {
  const log = await value(storage.read({ tenant, after: 0 as Position }, 10_000))
  const ids = [...new Set([...log.map(({ conversation }) => conversation), nowhere])].toSorted()
  const differing: Array<unknown> = []
  for (const conversation of ids)
    differing.push(...(await value(storage.refold({ tenant, conversation }, foldRows, false))))
  const queries = Object.values(questions(ids, inOrder ? log.length : null)).flat()
  const answers: Record<string, unknown> = {}
  for (const name of [colleagues[turn % colleagues.length], customers[turn % customers.length]])
    if (name !== undefined) answers[name] = await answersTo(storage, people[name], queries)
  return {
    log: inOrder ? log : log.toSorted(byStream),
    // Rows that agree with their events are equal in both worlds.
    'rows that differ from the events': differing,
    receipts: await receiptsOf(storage, given),
    ...answers,
  }
}

/** The number of concurrent queries. */
const atOnce = 8

const answersTo = async (
  storage: Storage,
  actor: Actor,
  queries: ReadonlyArray<Query>,
): Promise<Readonly<Record<string, unknown>>> => {
  const viewer = viewerOf(actor, rules)
  const answers: Record<string, unknown> = {}
  const ask = async (query: Query): Promise<void> => {
    answers[JSON.stringify(query)] = await value(storage.query(query, viewer))
  }
  for (let from = 0; from < queries.length; from += atOnce)
    await Promise.all(queries.slice(from, from + atOnce).map(ask))
  return answers
}

/** Sorts by stream; the sort is stable, so each stream keeps its order. */
const byStream = (a: Recorded, b: Recorded): number =>
  a.conversation === b.conversation ? 0 : a.conversation < b.conversation ? -1 : 1

type List = Extract<Query, { _tag: 'List' }>

/** Each kind of query of these conversations. */
const questions = (
  ids: ReadonlyArray<ConversationId>,
  head: number | null,
): { readonly [Tag in QueryTag]: ReadonlyArray<Extract<Query, { _tag: Tag }>> } => {
  const list = (some: Partial<List>): List => ({
    _tag: 'List',
    view: 'all',
    filter: {},
    sort: { by: 'activity', direction: 'desc' },
    after: null,
    limit: 200,
    match: null,
    changedAfter: null,
    ...some,
  })
  const timeline = { _tag: 'Timeline', from: 'end', limit: 200, only: null, events: true } as const
  return {
    Conversations: [{ _tag: 'Conversations', ids }],
    List: [
      ...viewNames.map((view) => list({ view })),
      list({ filter: { unread: true } }),
      list({ filter: { record: order } }),
      ...(head === null ? [] : [list({ changedAfter: Math.floor(head / 2) as Position })]),
    ],
    Indicator: [{ _tag: 'Indicator' }],
    Timeline: ids.map((conversation) => ({ ...timeline, conversation })),
    Participants: ids.map((conversation) => ({ _tag: 'Participants', conversation })),
    Counts: [{ _tag: 'Counts', records: [order, ticket] }],
    Linked: [{ _tag: 'Linked', records: [order, ticket] }],
    UnansweredRecords: [{ _tag: 'UnansweredRecords', after: null, limit: 200 }],
    Audit: ids.map((conversation) => ({ _tag: 'Audit', conversation, after: 0, limit: 200 })),
    Head: [{ _tag: 'Head' }],
    Both: [{ _tag: 'Both', first: { _tag: 'Indicator' }, second: list({ view: 'unread', limit: 4 }) }],
  }
}

const receiptsOf = async (
  storage: Storage,
  given: ReadonlyArray<Command>,
): Promise<ReadonlyArray<Receipt | null>> => {
  const found: Array<Receipt | null> = []
  for (const { conversationId, context } of given) {
    const { tenant } = context.actor
    const receipt = { actor: whoIs(context.actor), commandId: context.commandId }
    const needs = needsOf({ tenant, conversation: conversationId }, { receipt })
    let one: Receipt | null = null
    await value(
      storage.commit([needs], (loaded) => {
        one = loaded.receipt(tenant, receipt.actor, receipt.commandId)
        return nothing
      }),
    )
    found.push(one)
  }
  return found
}
