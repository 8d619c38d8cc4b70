import type { Answer, Answers, Position, Query, QueryTag, Viewer } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { readNow } from '../read.ts'
import { tenantHead } from '../sql/tenantHead.ts'
import { counts, unansweredRecords } from './counts.ts'
import { indicator } from './indicator.ts'
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

const answering: Answering = {
  Conversations: (connection, { ids }, viewer) => visibleSummaries(connection, viewer, [...new Set(ids)]),
  List: list,
  Indicator: (connection, _query, viewer) => indicator(connection, viewer),
  Timeline: timeline,
  Participants: (connection, { conversation }, viewer) => participants(connection, conversation, viewer),
  Counts: (connection, { records }, viewer) => counts(connection, records, viewer),
  UnansweredRecords: (connection, { after, limit }, viewer) =>
    unansweredRecords(connection, after, limit, viewer),
  Audit: async (connection, { conversation, after, limit }, viewer) =>
    viewer.side === 'customer'
      ? []
      : readNow(connection, { stream: { tenant: viewer.tenant, conversation }, after }, limit),
  Head: async (connection, _query, viewer) => {
    const [row] = await connection.ask(tenantHead, { tenant: viewer.tenant })
    return Number(row?.[0] ?? 0) as Position
  },
  Both: async (connection, { first, second }, viewer) => {
    const before = queryNow(connection, first, viewer)
    if (!connection.pipelined) return [await before, await queryNow(connection, second, viewer)]
    // The second is sent right behind the first; both are waited for, so that nothing is left on its way.
    const [one, other] = await Promise.allSettled([before, queryNow(connection, second, viewer)])
    if (one.status === 'rejected') throw one.reason
    if (other.status === 'rejected') throw other.reason
    return [one.value, other.value]
  },
}

/** Answers one question by one statement, and so from one snapshot and in one round trip. */
export const queryNow = <Q extends Query>(
  connection: Connection,
  query: Q,
  viewer: Viewer,
): Promise<Answer<Q>> => {
  // Which of the functions fits is known by the tag; the compiler can't follow a union that far.
  const run = answering[query._tag] as (
    connection: Connection,
    query: Query,
    viewer: Viewer,
  ) => Promise<Answer<Q>>
  return run(connection, query, viewer)
}
