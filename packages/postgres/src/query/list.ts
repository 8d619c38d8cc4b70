import {
  alwaysSortable,
  changedValues,
  type ConversationId,
  type Listed,
  type ListViewer,
  type MessageId,
  type Query,
  sortColumn,
  type Time,
  type Viewer,
  viewerValues,
} from '@colloquy/core/storage'
import type { Row, Values } from '../Connection.ts'
import { servedQueues } from '../sql/dialect.ts'
import { accessTo, filterTest, never, viewTest, viewTestIn } from './conditions.ts'
import type { StatementQuery } from './StatementQuery.ts'
import { among, conversationOf, lateral } from '../sql/fenced.ts'
import { changedIds } from './matching.ts'
import { type Place, sourcesOf } from './sources.ts'
import { summaryAt, summaryColumns, summaryLength } from './summaries.ts'

type ListQuery = Extract<Query, { _tag: 'List' }>
type Statement = { readonly sql: string; readonly values: Values }

/** A page of a list: first the keys from each source, then the rows of the page only. */
export const list = (query: ListQuery, viewer: Viewer): StatementQuery<ReadonlyArray<Listed>> => ({
  ...(statement(query, viewer) ?? { sql: null, values: {} }),
  answer: (rows) => rows.map((row) => listedAt(row, viewer)),
})

const listedAt = (row: Row, viewer: Viewer): Listed => {
  const summary = summaryAt(row, viewer)
  const value = row[summaryLength]
  const match = row[summaryLength + 1]
  const id: ConversationId = summary.conversation.conversation
  return {
    summary,
    key: { id, value: typeof value === 'number' ? (value as Time) : null },
    match: typeof match === 'string' ? (match as MessageId) : null,
  }
}

/** The statement of one page; null where the viewer has no such list. */
export const statement = (query: ListQuery, viewer: Viewer): Statement | null => {
  // A query for whether the viewer follows any record would take another round trip.
  const listViewer: ListViewer = { viewer, follows: true }
  const view = viewTest(query.view, listViewer)
  const sources = view.includes(never) ? [] : sourcesOf(query, listViewer)
  if (sources.length === 0) return null
  const { sort, after } = query
  const filter = filterTest(query.filter, viewer)
  const keys = sources.map((source) => `(${keysIn(source, query, listViewer, filter.tests)})`)
  const both = sources.every(({ apart }) => apart === true) ? 'union all' : 'union'
  const nulls = alwaysSortable(sort.by, query.view) ? '' : ' nulls last'
  const order = `p.value ${sort.direction}${nulls}, p.conversation ${sort.direction}`
  return {
    sql: `select json_build_array(${summaryColumns(viewer)}, p.value, p.match) as row
from (select * from (${keys.join(`\n${both} `)}) p order by ${order} limit @limit) p
cross join ${conversationOf('p')}
left join ${lateral('colloquy_seat', 's', 's.tenant = @tenant and s.ctid = p.seat')} on true
order by ${order}`,
    values: {
      ...viewerValues(viewer),
      ...filter.values,
      ...Object.assign({}, ...sources.map(({ values }) => values)),
      ...(query.changedAfter === null ? {} : changedValues(query.changedAfter, viewer)),
      limit: query.limit,
      ...(after === null
        ? {}
        : { afterValue: after.value, afterId: after.id, afterHour: hourOf(after.value) }),
    },
  }
}

/** The value of the hour columns: times before 1970 are in the first hour. */
const hourOf = (value: Time | null): number | null =>
  value === null ? null : Math.max(0, Math.trunc(value / 3_600_000))

/** The keys of one page in one source. */
const keysIn = (
  source: Place,
  query: ListQuery,
  listViewer: ListViewer,
  filter: ReadonlyArray<string>,
): string => {
  const { viewer } = listViewer
  const beyond = [
    ...(source.grants === true ? [] : [accessTo(viewer)]),
    ...viewTestIn(source, query.view, listViewer),
    ...filter,
    ...(query.match !== null && query.changedAfter !== null
      ? [among('c.conversation', changedIds(viewer))]
      : []),
  ]
  const key = keyOf(source, query, viewer)
  // Where the seat has all the columns needed, the conversation is not read.
  const alone = key.id === 's.conversation' && beyond.length === 0
  const from = alone && source.seats !== undefined ? source.seats : source.from
  const tests = [...source.tests, ...beyond, ...keyset(key, query)]
  const match = source.found === undefined ? 'null::text' : matched(source.found)
  const sql = `select ${key.id} as conversation, ${key.value ?? 'null::bigint'} as value, ${match} as match, s.ctid as seat
from ${from}
${tests.length === 0 ? '' : `where ${tests.join('\nand ')}`}
${source.found === undefined ? '' : `group by ${key.id}, ${key.value ?? '2'}, s.ctid`}
${first(key, query)}`
  return source.queue === true
    ? `select k.* from unnest(${servedQueues}) as q(queue) cross join lateral (${sql}) k`
    : sql
}

/** The newest message that matched. */
const matched = ({ ordinal, id }: NonNullable<Place['found']>): string =>
  `(array_agg(${id} order by ${ordinal} desc nulls last))[1]`

/** A source's sort key: value and id, and the hour that its index holds. */
type SortKey = { readonly value: string | null; readonly id: string; readonly hour: string | null }

const keyOf = ({ hours }: Place, { sort }: ListQuery, viewer: Viewer): SortKey => {
  if (sort.by === 'activity' && hours === 'seat') {
    return { value: 's.sort_at', id: 's.conversation', hour: 's.sort_hour' }
  }
  const hourly = sort.by === 'activity' && hours === 'conversation' && viewer.side === 'staff'
  return {
    value: sortColumn(sort.by, viewer),
    id: 'c.conversation',
    hour: hourly ? 'c.staff_hour' : null,
  }
}

/**
 * The limit as a literal, because for a parameter the generic plan assumes a tenth of all rows, looks too expensive,
 * and every page would be planned anew. Rounded up to a few sizes, so that there are few statements.
 */
const rowsFor = (limit: number): number => 4 ** Math.max(2, Math.ceil(Math.log2(limit) / 2))

/**
 * The rows of a page. Where an index holds hours, all rows of the last hour are read and then sorted, so that no
 * statistics can make the planner read and sort everything.
 */
const first = ({ value, id, hour }: SortKey, { sort, view, limit }: ListQuery): string => {
  const { direction } = sort
  if (hour !== null) return `order by ${hour} ${direction} fetch first ${rowsFor(limit)} rows with ties`
  const nulls = alwaysSortable(sort.by, view) ? '' : ' nulls last'
  const values = value === null ? '' : `${value} ${direction}${nulls}, `
  return `order by ${values}${id} ${direction} limit ${rowsFor(limit)}`
}

/** Keyset pagination: the rows after the last one of the page before. */
const keyset = ({ value, id, hour }: SortKey, { after, sort, view }: ListQuery): ReadonlyArray<string> => {
  if (after === null) return []
  const beyond = sort.direction === 'asc' ? '>' : '<'
  const column = value ?? 'null::bigint'
  if (after.value === null) return [`${column} is null and ${id} ${beyond} @afterId`]
  const next = `(${column}, ${id}) ${beyond} (@afterValue::bigint, @afterId)`
  if (hour !== null) return [`${hour} ${beyond}= @afterHour`, next]
  return [alwaysSortable(sort.by, view) ? next : `(${next} or ${column} is null)`]
}
