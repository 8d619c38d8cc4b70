import {
  type Difference,
  keyOf,
  type Recorded,
  recordedAt,
  type Rows,
  type RowTable,
  rowTables,
  sameContent,
  selected,
  type StreamKey,
  tableColumns,
  tableName,
  withoutNote,
  type WrongRow,
  wrongRows,
} from '@colloquy/core/storage'
import type { Connection, Row } from './Connection.ts'
import { loading } from './load/batch.ts'
import { refoldTerms } from './refoldTerms.ts'
import { insertSubjects, missingSubjects } from './sql/erasing.ts'
import { ofStream } from './sql/events.ts'
import { removeRows } from './sql/rows.ts'
import { storedTerms } from './sql/terms.ts'
import { listOf, patchJson, rowJson } from './write/rowJson.ts'
import { partStep, statementsFor, type Step } from './write/Step.ts'

type Folded = { readonly [field: string]: unknown }

/**
 * Folds a stream and compares its rows with those stored; with `write` it also corrects the stored rows. Requires a
 * transaction.
 */
export const refoldOn = async (
  connection: Connection,
  stream: StreamKey,
  fold: (events: Iterable<Recorded>) => Rows,
  write: boolean,
): Promise<ReadonlyArray<Difference>> => {
  const { tenant, conversation } = stream
  const [, events = [], ...stored] = await connection.send([
    loading(tenant, { lockAll: [{ conversation }] }),
    { sql: ofStream, values: { ...stream, after: 0, limit: page }, answers: 'texts' },
    ...rowTables.map((table) => ({ sql: rowsOf(table), values: stream, answers: true })),
    { sql: storedTerms, values: stream, answers: 'texts' },
    { sql: missingSubjects, values: stream, answers: true },
  ])
  const rows = fold(decoded([events, ...(await pagesAfter(connection, stream, events))]))
  const differences: Array<Difference> = []
  // Differences are reported in the order of the tables' declaration.
  for (const [i, table] of rowTables.entries()) {
    differences.push(...(await refoldTable(connection, stream, table, stored[i] ?? [], rows[table], write)))
  }
  const terms = stored[rowTables.length] ?? []
  const subjects = (stored[rowTables.length + 1] ?? []).map(([subject]) => String(subject))
  return [
    ...differences,
    ...(await refoldTerms(connection, stream, terms, rows.term, write)),
    ...(await refoldSubjects(connection, stream, subjects, write)),
  ]
}

/** Reports people whose content has no entry in the index by person: an erasure would miss the stream. */
const refoldSubjects = async (
  connection: Connection,
  stream: StreamKey,
  missing: ReadonlyArray<string>,
  write: boolean,
): Promise<ReadonlyArray<Difference>> => {
  const { tenant, conversation } = stream
  if (write && missing.length > 0) {
    const rows = JSON.stringify(missing.map((subject) => ({ subject, conversation })))
    await connection.do(insertSubjects, { tenant, rows })
  }
  return missing.map((subject) => withoutNote(stream, subject))
}

const rowsOf = (table: RowTable): string =>
  `select json_build_array(${selected(table, 'r')}) as row from ${tableName(table)} r
where r.tenant = @tenant and r.conversation = @conversation`

const page = 2_000

/** The rows of a stream's events after the first page, page by page. */
const pagesAfter = async (
  connection: Connection,
  stream: StreamKey,
  first: ReadonlyArray<Row>,
): Promise<Array<ReadonlyArray<Row>>> => {
  const pages: Array<ReadonlyArray<Row>> = []
  for (let last = first; last.length === page; ) {
    last = await connection.texts(ofStream, { ...stream, after: (pages.length + 1) * page, limit: page })
    pages.push(last)
  }
  return pages
}

/** Decodes events one by one, and frees each page at the next. */
function* decoded(pages: Array<ReadonlyArray<Row>>): Iterable<Recorded> {
  for (let rows = pages.shift(); rows !== undefined; rows = pages.shift()) {
    for (const row of rows) yield recordedAt(row)
  }
}

const refoldTable = async (
  connection: Connection,
  stream: StreamKey,
  table: RowTable,
  stored: ReadonlyArray<Row>,
  folded: ReadonlyArray<Folded>,
  write: boolean,
): Promise<ReadonlyArray<Difference>> => {
  const columns = tableColumns[table]
  const key = keyOf(table)
  const wrong = wrongRows(
    { stream, table },
    folded.map((row) => [key.ofRow(row), row] as const),
    stored.map((row) => [key.ofValues(row), row] as const),
    (want, have) =>
      columns.filter((column, i) => !sameContent(want[column.field], have[i])).map(({ field }) => field),
  )
  if (write && wrong.length > 0) await mend(connection, stream, table, ['conversation', ...key.fields], wrong)
  return wrong.map(({ difference }) => difference)
}

const mend = async (
  connection: Connection,
  { tenant }: StreamKey,
  table: RowTable,
  keyFields: ReadonlyArray<string>,
  wrong: ReadonlyArray<WrongRow<Folded, Row>>,
): Promise<void> => {
  const columns = tableColumns[table]
  const where = Object.fromEntries(keyFields.map((field) => [field, '']))
  const keyOf = (row: Row): Folded =>
    Object.fromEntries(
      columns.flatMap(({ field }, i) => (keyFields.includes(field) ? [[field, row[i]]] : [])),
    )
  // All wrong rows are deleted first, because two rows may have swapped their keys in a unique index.
  const old = wrong.flatMap(({ have }) => (have === null ? [] : [patchJson(table, {}, keyOf(have))]))
  const put = wrong.flatMap(({ want }) => (want === null ? [] : [rowJson(table, want)]))
  const steps: ReadonlyArray<Step> = [
    ...(old.length === 0 ? [] : [{ sql: removeRows(table, where), rows: listOf(old), table, part: null }]),
    ...(put.length === 0 ? [] : [partStep(table, listOf(put), table)]),
  ]
  await connection.send(statementsFor(connection, tenant, steps))
}
