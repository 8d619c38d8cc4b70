import type { ConversationId } from '../../conversation/Ids.ts'
import type { Database } from '../rows/Database.ts'
import { countsOf, indicator, isLinked, unansweredRecords } from './counts.ts'
import { list } from './lists.ts'
import { participants } from './participants.ts'
import type { Answer, Answers, Query, QueryTag } from './Query.ts'
import { summary } from './summary.ts'
import { timeline } from './timeline.ts'
import { sightsOf } from './visibility.ts'
import type { Sight } from './visibility.ts'
import type { Viewer } from './Viewer.ts'

const sightAt = (conversation: ConversationId, viewer: Viewer, database: Database): Sight | null => {
  const stream = database.stream({ tenant: viewer.tenant, conversation })
  return stream === null ? null : sightsOf(viewer, database)(stream)
}

/** All conversations that the viewer may see. */
const allSights = (viewer: Viewer, database: Database): ReadonlyArray<Sight> => {
  const sightOf = sightsOf(viewer, database)
  return Array.from(database.streams(viewer.tenant)).flatMap((stream) => sightOf(stream) ?? [])
}

export type Answering = {
  readonly [T in QueryTag]: (
    query: Extract<Query, { _tag: T }>,
    viewer: Viewer,
    database: Database,
  ) => Answers[T]
}

const answering: Answering = {
  Conversations: ({ ids }, viewer, database) => {
    const sightOf = sightsOf(viewer, database)
    return [...new Set(ids)].flatMap((conversation) => {
      const stream = database.stream({ tenant: viewer.tenant, conversation })
      const sight = stream === null ? null : sightOf(stream)
      return sight === null ? [] : [summary(sight)]
    })
  },
  List: list,
  Indicator: (_query, viewer, database) => indicator(allSights(viewer, database)),
  Timeline: (query, viewer, database) => {
    const sight = sightAt(query.conversation, viewer, database)
    return sight === null ? null : timeline(query, sight)
  },
  Participants: ({ conversation }, viewer, database) => {
    const sight = sightAt(conversation, viewer, database)
    return sight === null ? [] : participants(sight)
  },
  Counts: ({ records }, viewer, database) => {
    const sights = allSights(viewer, database)
    return records.map((record) => countsOf(record, sights))
  },
  Linked: ({ records }, viewer, database) => {
    const sights = allSights(viewer, database)
    return records.map((record) => sights.some((sight) => isLinked(record, sight)))
  },
  UnansweredRecords: ({ after, limit }, viewer, database) =>
    unansweredRecords(allSights(viewer, database), after, limit),
  Audit: ({ conversation, after, limit }, viewer, database) => {
    const stream = database.stream({ tenant: viewer.tenant, conversation })
    return stream === null || viewer.side === 'customer' ? [] : stream.log().slice(after, after + limit)
  },
  Head: (_query, viewer, database) => database.head(viewer.tenant),
  Both: ({ first, second }, viewer, database) => [
    answer(first, viewer, database),
    answer(second, viewer, database),
  ],
}

/**
 * The definition of what a storage must answer. Memory runs it, queries of the past run it on folded rows, and the
 * contract compares every other storage with it.
 */
export const answer = <Q extends Query>(query: Q, viewer: Viewer, database: Database): Answer<Q> => {
  // The tag selects the function; TypeScript can't follow the union.
  const run = answering[query._tag] as (query: Query, viewer: Viewer, database: Database) => Answer<Q>
  return run(query, viewer, database)
}
