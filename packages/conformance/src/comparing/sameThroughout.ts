import { isDeepStrictEqual } from 'node:util'
import type {
  ConversationId,
  MessageId,
  Position,
  Query,
  QueryTag,
  Recorded,
  Storage,
  Viewer,
} from '@colloquy/core/storage'
import { readerKey } from '@colloquy/core/storage'
import { expect } from 'vitest'
import { acme, cast, ghost, order, ticket, viewers, zeta } from '../driving/Cast.ts'
import { value } from '../driving/results.ts'
import { questions, questionTags, someLists } from './questions.ts'
import { stateSeen } from './stateSeen.ts'

/** The whole log of a tenant. */
export const logOf = (storage: Storage, tenant = acme): Promise<ReadonlyArray<Recorded>> =>
  value(storage.read({ tenant, after: 0 as Position }, 100_000))

/** The ids of a conversation's messages, from the log. */
export const messagesIn =
  (log: ReadonlyArray<Recorded>) =>
  (id: ConversationId): ReadonlyArray<MessageId> =>
    log.flatMap(({ conversation, event }) =>
      conversation === id && event.type === 'message-posted' ? [event.messageId] : [],
    )

/** The number of concurrent queries. With hundreds of them some would fail, because no connection is free in time. */
const atOnce = 8

const someAtATime = async <A, B>(
  all: ReadonlyArray<A>,
  ask: (each: A) => Promise<B>,
): Promise<ReadonlyArray<B>> => {
  const answers: Array<B> = []
  for (let from = 0; from < all.length; from += atOnce)
    answers.push(...(await Promise.all(all.slice(from, from + atOnce).map(ask))))
  return answers
}

/** Both storages answer these queries equally for each viewer. */
const sameAnswers = async (
  storage: Storage,
  reference: Storage,
  queries: ReadonlyArray<Query>,
  by: ReadonlyArray<Viewer>,
): Promise<void> => {
  for (const viewer of by) {
    // Concurrent queries, because each takes a round trip.
    const answers = await someAtATime(queries, (query) => value(storage.query(query, viewer)))
    for (const [i, query] of queries.entries()) {
      const expected = await value(reference.query(query, viewer))
      const found = answers[i]
      // Most answers are equal, and this comparison is ten times as fast as `expect`.
      if (isDeepStrictEqual(found, expected)) continue
      const title = `${viewer.tenant} ${readerKey(viewer.who)} (${viewer.scope}): ${JSON.stringify(query)}`
      expect(found, title).toEqual(expected)
    }
  }
}

/** Both storages answer each query of one tag equally, for all viewers or for these. */
export const sameAnswersTo = async (
  tag: QueryTag,
  storage: Storage,
  reference: Storage,
  ids: ReadonlyArray<ConversationId>,
  by: ReadonlyArray<Viewer> = viewers,
): Promise<void> => {
  const log = await logOf(reference)
  await sameAnswers(storage, reference, questions(ids, messagesIn(log), log.length)[tag], by)
}

/** A viewer with all access, one with some, and a customer: enough where visibility is not the subject. */
export const some = viewers.filter(
  ({ who, tenant }) => tenant === acme && ['anna', 'carl', 'cleo'].includes(who.id),
)

/** Both storages have equal logs, states and answers; of lists, a sample. */
export const sameThroughout = async (
  storage: Storage,
  reference: Storage,
  ids: ReadonlyArray<ConversationId>,
  tags: ReadonlyArray<QueryTag> = questionTags,
): Promise<void> => {
  expect(await value(storage.heads)).toEqual(await value(reference.heads))
  for (const tenant of [acme, zeta])
    expect(await logOf(storage, tenant)).toEqual(await logOf(reference, tenant))
  await sameStates(storage, reference, ids)
  const head = (await logOf(reference)).length
  for (const tag of tags) {
    if (tag === 'List') await sameAnswers(storage, reference, someLists(head), some)
    else await sameAnswersTo(tag, storage, reference, ids, some)
  }
}

/** Both storages load equal states of these streams. */
export const sameStates = async (
  storage: Storage,
  reference: Storage,
  ids: ReadonlyArray<ConversationId>,
): Promise<void> => {
  const messages = messagesIn(await logOf(reference))
  for (const conversation of ids) {
    const stream = { tenant: acme, conversation }
    const messageIds = [...messages(conversation), 'no such message' as MessageId]
    const seen = (each: Storage) =>
      stateSeen(each, stream, Object.values(cast), messageIds, [order, ticket, ghost])
    expect(await seen(storage), conversation).toEqual(await seen(reference))
  }
}
