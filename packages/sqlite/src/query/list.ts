import {
  alwaysSortable,
  changedValues,
  compareKeys,
  type ConversationId,
  type Key,
  type Listed,
  type ListViewer,
  type MessageId,
  type Parameters,
  type Query,
  sortColumn,
  type Source,
  type Tests,
  type Time,
  type Viewer,
  viewerValues,
} from '@colloquy/core/storage'
import type { Connection, Row } from '../Connection.ts'
import { accessTo, filterTest, never, viewTest, viewTestIn } from './conditions.ts'
import { changedIds } from './matching.ts'
import { sourcesOf } from './sources.ts'
import { summariesOf } from './summaries.ts'

type ListQuery = Extract<Query, { _tag: 'List' }>
type Found = { readonly key: Key; readonly match: MessageId | null }

/** Whether the viewer follows any record. */
export const followsAny = (connection: Connection, viewer: Viewer): boolean =>
  connection
    .raw(
      'select 1 from colloquy_record_follower where tenant = ? and side = ? and actor = ? and following = 1 limit 1',
    )
    .get(viewer.tenant, viewer.who.side, viewer.who.id) !== undefined

/** A page of a list: first the keys from each source, then the rows of the page only. */
export const list = (connection: Connection, query: ListQuery, viewer: Viewer): ReadonlyArray<Listed> => {
  const listViewer: ListViewer = { viewer, follows: followsAny(connection, viewer) }
  if (viewTest(query.view, listViewer).includes(never)) return []
  const found = new Map<ConversationId, Found>()
  for (const { sql, values } of statements(query, listViewer)) {
    for (const row of connection.raw(sql).all(values)) {
      const each = foundAt(row)
      found.set(each.key.id, each)
    }
  }
  const page = [...found.values()]
    .sort((a, b) => compareKeys(a.key, b.key, query.sort.direction))
    .slice(0, query.limit)
  const ids = page.map(({ key }) => key.id)
  const summaries = summariesOf(connection, viewer, ids)
  return page.flatMap(({ key, match }) => {
    const summary = summaries.get(key.id)
    return summary === undefined ? [] : [{ summary, key, match }]
  })
}

const foundAt = ([id, value, match]: Row): Found => ({
  key: { id: String(id) as ConversationId, value: typeof value === 'number' ? (value as Time) : null },
  match: typeof match === 'string' ? (match as MessageId) : null,
})

type Statement = { readonly sql: string; readonly values: Parameters }

/** The statements for the keys of one page, one for each source. */
export const statements = (query: ListQuery, listViewer: ListViewer): ReadonlyArray<Statement> => {
  const filter = filterTest(query.filter, listViewer.viewer)
  return sourcesOf(query, listViewer).map((source) => statement(source, query, listViewer, filter))
}

const statement = (source: Source, query: ListQuery, listViewer: ListViewer, filter: Tests): Statement => {
  const { viewer } = listViewer
  const { view, sort, after } = query
  const beyond = [
    ...(source.grants === true ? [] : [accessTo(viewer)]),
    ...viewTestIn(source, view, listViewer),
    ...filter.tests,
    ...(query.match !== null && query.changedAfter !== null
      ? [`c.conversation in (${changedIds(viewer)})`]
      : []),
  ]
  const bySeat = source.seats !== undefined && sort.by === 'activity'
  // Where the seat has all the columns needed, the conversation is not read.
  const alone = bySeat && beyond.length === 0
  const value = bySeat ? 's.sort_at' : (sortColumn(sort.by, viewer) ?? 'null')
  const id = bySeat ? 's.conversation' : 'c.conversation'
  const from = alone && source.seats !== undefined ? source.seats : source.from
  const tests = [...source.tests, ...beyond, ...keyset(value, id, query)]
  const direction = sort.direction
  const nullsLast = bySeat || alwaysSortable(sort.by, view) ? '' : `${value} is null, `
  const found = source.found === undefined ? '' : `, ${source.found.id}, max(${source.found.ordinal})`
  const grouped = source.found === undefined ? '' : `group by c.conversation`
  return {
    sql: `select ${id}, ${value}${found} from ${from}
${tests.length === 0 ? '' : `where ${tests.join('\nand ')}`} ${grouped}
order by ${nullsLast}${value} ${direction}, ${id} ${direction} limit @limit`,
    values: {
      ...viewerValues(viewer),
      ...filter.values,
      ...source.values,
      ...(query.changedAfter === null ? {} : changedValues(query.changedAfter, viewer)),
      limit: query.limit,
      ...(after === null ? {} : { afterValue: after.value, afterId: after.id }),
    },
  }
}

/** Keyset pagination: the rows after the last one of the page before. */
const keyset = (value: string, id: string, { after, sort, view }: ListQuery): ReadonlyArray<string> => {
  if (after === null) return []
  const beyond = sort.direction === 'asc' ? '>' : '<'
  if (after.value === null) return [`${value} is null and ${id} ${beyond} @afterId`]
  const next = `(${value}, ${id}) ${beyond} (+@afterValue, +@afterId)`
  return [alwaysSortable(sort.by, view) ? next : `(${next} or ${value} is null)`]
}
