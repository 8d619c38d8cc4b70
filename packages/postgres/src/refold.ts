import {
  type Column,
  compareText,
  type Difference,
  type Recorded,
  rowKeys,
  type Rows,
  type RowTable,
  rowTables,
  type StreamKey,
  tableColumns,
  tableName,
} from '@colloquy/core'
import type { Connection, Row } from './Connection.ts'
import { recordedAt } from './recorded.ts'
import { refoldTerms } from './refoldTerms.ts'
import { selected } from './rows.ts'
import { lockAll } from './sql/lock.ts'
import { ofStream } from './sql/readEvents.ts'
import { removeRows } from './sql/removeRows.ts'
import { storedTerms } from './sql/storedTerms.ts'
import { partStep, statementsFor, type Step } from './write/Step.ts'

type Folded = { readonly [field: string]: unknown }

/** Folds a stream anew and compares; with `write` it also makes the stored rows equal. Runs in a transaction. */
export const refoldOn = async (
  connection: Connection,
  stream: StreamKey,
  fold: (events: Iterable<Recorded>) => Rows,
  write: boolean,
): Promise<ReadonlyArray<Difference>> => {
  const { tenant, conversation } = stream
  const [, events = [], ...stored] = await connection.send([
    { sql: lockAll, values: { tenant, rows: JSON.stringify([{ conversation }]) }, answers: true },
    { sql: ofStream, values: { ...stream, after: 0, limit: page }, answers: 'texts' },
    ...rowTables.map((table) => ({ sql: rowsOf(table), values: stream, answers: true })),
    { sql: storedTerms, values: stream, answers: true },
  ])
  const rows = fold(decoded([events, ...(await pagesAfter(connection, stream, events))]))
  const differences: Array<Difference> = []
  // The order in which the tables are declared is the order of the answer.
  for (const [i, table] of rowTables.entries()) {
    differences.push(...(await refoldTable(connection, stream, table, stored[i] ?? [], rows[table], write)))
  }
  const terms = stored[rowTables.length] ?? []
  return [...differences, ...(await refoldTerms(connection, stream, terms, rows.term, write))]
}

const rowsOf = (table: RowTable): string =>
  `select json_build_array(${selected(table, 'r')}) as row from ${tableName(table)} r
where r.tenant = @tenant and r.conversation = @conversation`

const page = 2_000

/** The events of a stream after its first page, as they came, page by page. */
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

/** One by one, letting go of each page when the next begins. */
function* decoded(pages: Array<ReadonlyArray<Row>>): Iterable<Recorded> {
  for (let rows = pages.shift(); rows !== undefined; rows = pages.shift()) {
    for (const row of rows) yield recordedAt(row)
  }
}

/** A row that is not as it should be: what is to go, and what is to come in its place. */
type Wrong = { readonly difference: Difference; readonly have: Row | null; readonly want: Row | null }

const refoldTable = async (
  connection: Connection,
  stream: StreamKey,
  table: RowTable,
  stored: ReadonlyArray<Row>,
  folded: ReadonlyArray<Folded>,
  write: boolean,
): Promise<ReadonlyArray<Difference>> => {
  const columns = tableColumns[table]
  const keyFields: ReadonlyArray<string> = rowKeys[table]
  const keys = keyFields.map((field) => columns.findIndex((column) => column.field === field))
  const wrong = compared(stored, stream, table, keyFields, keys, folded)
  if (write && wrong.length > 0) await mend(connection, stream, table, ['conversation', ...keyFields], wrong)
  return wrong.map(({ difference }) => difference)
}

const mend = async (
  connection: Connection,
  { tenant }: StreamKey,
  table: RowTable,
  keyFields: ReadonlyArray<string>,
  wrong: ReadonlyArray<Wrong>,
): Promise<void> => {
  const columns = tableColumns[table]
  const where = Object.fromEntries(keyFields.map((field) => [field, '']))
  const named = (row: Row, prefix: string, fields: ReadonlyArray<string>): object =>
    Object.fromEntries(
      columns.flatMap(({ field, name }, i) => (fields.includes(field) ? [[`${prefix}${name}`, row[i]]] : [])),
    )
  const all = columns.map(({ field }) => field)
  // All old rows go first: two rows may have changed places in a unique index.
  const old = wrong.flatMap(({ have }) => (have === null ? [] : [named(have, 'old_', keyFields)]))
  const put = wrong.flatMap(({ want }) => (want === null ? [] : [named(want, '', all)]))
  const steps: ReadonlyArray<Step> = [
    { sql: removeRows(table, where), rows: old, table, part: null },
    partStep(table, put, table),
  ]
  await connection.send(
    statementsFor(
      connection,
      tenant,
      steps.filter(({ rows }) => rows.length > 0),
    ),
  )
}

/** The stored rows against those wanted. By key. */
const compared = (
  stored: ReadonlyArray<Row>,
  stream: StreamKey,
  table: RowTable,
  keyFields: ReadonlyArray<string>,
  keys: ReadonlyArray<number>,
  folded: ReadonlyArray<Folded>,
): ReadonlyArray<Wrong> => {
  const columns = tableColumns[table]
  const wanted = new Map(
    folded.map((row) => [keyFields.map((field) => String(row[field])).join('\u0000'), row]),
  )
  const wrong: Array<Wrong> = []
  for (const have of stored) {
    const key = keys.map((i) => String(have[i])).join('\u0000')
    const row = wanted.get(key)
    wanted.delete(key)
    const want = row === undefined ? null : inOrder(columns, row)
    const names = want === null ? [] : namesOf(columns, want, have)
    if (want !== null && names.length === 0) continue
    const found = want === null ? 'extra' : 'different'
    wrong.push({ difference: { stream, table, key, found, columns: names }, have, want })
  }
  for (const [key, row] of wanted) {
    const difference: Difference = { stream, table, key, found: 'missing', columns: [] }
    wrong.push({ difference, have: null, want: inOrder(columns, row) })
  }
  return wrong.sort((a, b) => compareText(a.difference.key, b.difference.key))
}

const inOrder = (columns: ReadonlyArray<Column>, row: Folded): Row => columns.map(({ field }) => row[field])

/** The columns in which two rows differ. */
const namesOf = (columns: ReadonlyArray<Column>, want: Row, have: Row): ReadonlyArray<string> =>
  columns.filter((_, i) => !equal(want[i], have[i])).map(({ field }) => field)

/** JSON is equal in whatever order its keys stand. */
const equal = (a: unknown, b: unknown): boolean =>
  a === b || (isObject(a) && isObject(b) && canonical(a) === canonical(b))

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const canonical = (value: object): string =>
  Array.isArray(value)
    ? JSON.stringify(value)
    : JSON.stringify(Object.entries(value).sort(([a], [b]) => compareText(a, b)))
