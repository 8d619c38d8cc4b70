import type { Answer, Answers, Position, Query, QueryTag, Viewer } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { readNow } from '../read.ts'
import { tenantHead } from '../sql/events.ts'
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
  ) => Answers[T]
}

const answering: Answering = {
  Conversations: (connection, { ids }, viewer) => {
    const asked = [...new Set(ids)]
    const found = visibleSummaries(connection, viewer, asked)
    return asked.flatMap((id) => found.get(id) ?? [])
  },
  List: list,
  Indicator: (connection, _query, viewer) => indicator(connection, viewer),
  Timeline: timeline,
  Participants: (connection, { conversation }, viewer) => participants(connection, conversation, viewer),
  Counts: (connection, { records }, viewer) => counts(connection, records, viewer),
  Linked: (connection, { records }, viewer) => linked(connection, records, viewer),
  UnansweredRecords: (connection, { after, limit }, viewer) =>
    unansweredRecords(connection, after, limit, viewer),
  Audit: (connection, { conversation, after, limit }, viewer) =>
    viewer.side === 'customer'
      ? []
      : readNow(connection, { stream: { tenant: viewer.tenant, conversation }, after }, limit),
  Head: (connection, _query, viewer) =>
    Number(connection.raw(tenantHead).get(viewer.tenant)?.[0] ?? 0) as Position,
  Both: (connection, { first, second }, viewer) => [
    queryNow(connection, first, viewer),
    queryNow(connection, second, viewer),
  ],
}

/** Answers one query. Runs inside a transaction, so that all its statements see one snapshot. */
export const queryNow = <Q extends Query>(connection: Connection, query: Q, viewer: Viewer): Answer<Q> => {
  // The tag selects the function; TypeScript can't follow the union.
  const run = answering[query._tag] as (connection: Connection, query: Query, viewer: Viewer) => Answer<Q>
  return run(connection, query, viewer)
}
