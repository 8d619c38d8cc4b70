import type { Query, Viewer } from '@colloquy/core'
import { countsOf, indicatorOf, unansweredRecordsOf } from './expected/counts.ts'
import { listOf } from './expected/listOf.ts'
import { participantsIn } from './expected/participantsOf.ts'
import { summariesOf } from './expected/summaryOf.ts'
import { timelineOf } from './expected/timelineOf.ts'
import type { Telling } from './tell.ts'

/** What the definitions say that a query must answer, as plain values. */
export const expected = (query: Query, viewer: Viewer, telling: Telling): unknown => {
  switch (query._tag) {
    case 'Conversations':
      return summariesOf(query.ids, viewer, telling)
    case 'List':
      return listOf(query, viewer, telling)
    case 'Indicator':
      return indicatorOf(viewer, telling)
    case 'Timeline':
      return timelineOf(query, viewer, telling)
    case 'Participants':
      return participantsIn(query.conversation, viewer, telling)
    case 'Counts':
      return countsOf(query.records, viewer, telling)
    case 'Linked':
      return countsOf(query.records, viewer, telling).map(({ total }) => total > 0)
    case 'UnansweredRecords':
      return unansweredRecordsOf(query.after, query.limit, viewer, telling)
    case 'Audit':
      return viewer.side === 'customer'
        ? []
        : telling.log
            .filter(({ conversation }) => conversation === query.conversation)
            .slice(query.after, query.after + query.limit)
    case 'Head':
      return telling.log.length
    case 'Both':
      return [expected(query.first, viewer, telling), expected(query.second, viewer, telling)]
  }
}
