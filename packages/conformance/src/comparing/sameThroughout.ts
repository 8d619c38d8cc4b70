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

/** The ids of a conversation's messages, as its log has them. */
export const messagesIn =
  (log: ReadonlyArray<Recorded>) =>
  (id: ConversationId): ReadonlyArray<MessageId> =>
    log.flatMap(({ conversation, event }) =>
      conversation === id && event.type === 'message-posted' ? [event.messageId] : [],
    )

/** As many questions at once as a few people have. Whoever waits for a connection behind hundreds is told that none is free. */
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

/** Both answer this question alike, for everybody. */
const sameAnswers = async (
  storage: Storage,
  reference: Storage,
  queries: ReadonlyArray<Query>,
  by: ReadonlyArray<Viewer>,
): Promise<void> => {
  for (const viewer of by) {
    // A storage that is elsewhere answers some while others are on their way.
    const answers = await someAtATime(queries, (query) => value(storage.query(query, viewer)))
    for (const [i, query] of queries.entries()) {
      const expected = await value(reference.query(query, viewer))
      const found = answers[i]
      // Most are equal, and told so ten times as quickly.
      if (isDeepStrictEqual(found, expected)) continue
      const title = `${viewer.tenant} ${readerKey(viewer.who)} (${viewer.scope}): ${JSON.stringify(query)}`
      expect(found, title).toEqual(expected)
    }
  }
}

/** Both answer each question of one kind alike, for everybody or for these. */
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

/** One who sees all, one who sees some, and a customer: enough where what is asked is not the subject. */
export const some = viewers.filter(
  ({ who, tenant }) => tenant === acme && ['anna', 'carl', 'cleo'].includes(who.id),
)

/** Both hold the same logs, states and answers: whatever a storage can be asked, of lists some of each kind. */
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

/** Both load the same, whatever of these streams is asked for. */
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
