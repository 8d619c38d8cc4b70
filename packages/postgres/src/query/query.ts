import type {
  Answer,
  Answers,
  Beside,
  Position,
  Query,
  QueryTag,
  Screen,
  Viewer,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { readNow } from '../read.ts'
import { tenantHead } from '../sql/events.ts'
import { combined, runStatement, type StatementQuery } from './StatementQuery.ts'
import { counts, unansweredRecords } from './counts.ts'
import { indicator } from './indicator.ts'
import { linked } from './linked.ts'
import { list } from './list.ts'
import { participants } from './participants.ts'
import { visibleSummaries } from './summaries.ts'
import { timeline } from './timeline.ts'

type Answering = {
  readonly [T in QueryTag]: (
    connection: Connection,
    query: Extract<Query, { _tag: T }>,
    viewer: Viewer,
  ) => Promise<Answers[T]>
}

/** The queries that `Both` can combine, each as one statement. */
type Combinable = {
  readonly [T in Beside['_tag'] | Screen['_tag']]: (
    query: Extract<Query, { _tag: T }>,
    viewer: Viewer,
  ) => StatementQuery<Answers[T]>
}

const combinable: Combinable = {
  Head: (_query, { tenant }) => ({
    sql: tenantHead,
    values: { tenant },
    answer: ([row]) => Number(row?.[0] ?? 0) as Position,
  }),
  Indicator: (_query, viewer) => indicator(viewer),
  Conversations: ({ ids }, viewer) => visibleSummaries([...new Set(ids)], viewer),
  List: list,
  Timeline: timeline,
}

const combinableOf = <Q extends Beside | Screen>(query: Q, viewer: Viewer): StatementQuery<Answer<Q>> => {
  // As below: the tag selects the function.
  const make = combinable[query._tag] as (query: Beside | Screen, viewer: Viewer) => StatementQuery<Answer<Q>>
  return make(query, viewer)
}

const answering: Answering = {
  Conversations: (connection, query, viewer) =>
    runStatement(connection, combinable.Conversations(query, viewer)),
  List: (connection, query, viewer) => runStatement(connection, combinable.List(query, viewer)),
  Indicator: (connection, query, viewer) => runStatement(connection, combinable.Indicator(query, viewer)),
  Timeline: (connection, query, viewer) => runStatement(connection, combinable.Timeline(query, viewer)),
  Participants: (connection, { conversation }, viewer) => participants(connection, conversation, viewer),
  Counts: (connection, { records }, viewer) => counts(connection, records, viewer),
  Linked: (connection, { records }, viewer) => linked(connection, records, viewer),
  UnansweredRecords: (connection, { after, limit }, viewer) =>
    unansweredRecords(connection, after, limit, viewer),
  Audit: async (connection, { conversation, after, limit }, viewer) =>
    viewer.side === 'customer'
      ? []
      : readNow(connection, { stream: { tenant: viewer.tenant, conversation }, after }, limit),
  Head: (connection, query, viewer) => runStatement(connection, combinable.Head(query, viewer)),
  Both: (connection, { first, second }, viewer) =>
    runStatement(connection, combined(combinableOf(first, viewer), combinableOf(second, viewer))),
}

/** Answers one query by one statement: on one snapshot, in one round trip. */
export const queryNow = <Q extends Query>(
  connection: Connection,
  query: Q,
  viewer: Viewer,
): Promise<Answer<Q>> => {
  // The tag selects the function; TypeScript can't follow the union.
  const run = answering[query._tag] as (
    connection: Connection,
    query: Query,
    viewer: Viewer,
  ) => Promise<Answer<Q>>
  return run(connection, query, viewer)
}
