import type { Query, QueryTag, Viewer } from '@colloquy/core/storage'
import { countsOf, indicatorOf, unansweredRecordsOf } from './expected/counts.ts'
import { listOf } from './expected/listOf.ts'
import { participantsIn } from './expected/participantsOf.ts'
import { summariesOf } from './expected/summaryOf.ts'
import { timelineOf } from './expected/timelineOf.ts'
import type { Telling } from './tell.ts'

/** The oracle's answer to each query; a missing one does not compile. */
const answers: {
  readonly [T in QueryTag]: (query: Extract<Query, { _tag: T }>, viewer: Viewer, telling: Telling) => unknown
} = {
  Conversations: ({ ids }, viewer, telling) => summariesOf(ids, viewer, telling),
  List: listOf,
  Indicator: (_query, viewer, telling) => indicatorOf(viewer, telling),
  Timeline: timelineOf,
  Participants: ({ conversation }, viewer, telling) => participantsIn(conversation, viewer, telling),
  Counts: ({ records }, viewer, telling) => countsOf(records, viewer, telling),
  Linked: ({ records }, viewer, telling) => countsOf(records, viewer, telling).map(({ total }) => total > 0),
  UnansweredRecords: ({ after, limit }, viewer, telling) =>
    unansweredRecordsOf(after, limit, viewer, telling),
  Audit: (query, viewer, telling) =>
    viewer.side === 'customer'
      ? []
      : telling.log
          .filter(({ conversation }) => conversation === query.conversation)
          .slice(query.after, query.after + query.limit),
  Head: (_query, _viewer, telling) => telling.log.length,
  Both: ({ first, second }, viewer, telling) => [
    expected(first, viewer, telling),
    expected(second, viewer, telling),
  ],
}

/** The oracle's answer to a query, as plain values. */
export const expected = (query: Query, viewer: Viewer, telling: Telling): unknown => {
  // The tag selects the function; TypeScript can't follow the union.
  const answer = answers[query._tag] as (query: Query, viewer: Viewer, telling: Telling) => unknown
  return answer(query, viewer, telling)
}
