import {
  compareText,
  type Difference,
  type Recorded,
  rowKeys,
  type Rows,
  type StreamKey,
  type Table,
} from '@colloquy/core'
import type { Connection } from './Connection.ts'
import { recordedAt } from './recorded.ts'
import { type Column, rawRow, selected, tableColumns, tableName, toColumn } from './rows.ts'
import { insertRow } from './sql/insertRow.ts'
import { ofStream } from './sql/readEvents.ts'
import { removeRows } from './sql/removeRows.ts'
import { refoldTerms } from './refoldTerms.ts'

type Stored = ReadonlyArray<unknown>
type Folded = { readonly [field: string]: unknown }

/** Folds a stream anew and compares; with `write` it also makes the stored rows equal. Runs under the lock. */
export const refoldNow = (
  connection: Connection,
  stream: StreamKey,
  fold: (events: Iterable<Recorded>) => Rows,
  write: boolean,
): ReadonlyArray<Difference> => {
  const rows = fold(eventsOf(connection, stream))
  // The order in which the tables are declared is the order of the answer.
  return tables.flatMap((table) =>
    table === 'term'
      ? refoldTerms(connection, stream, rows.term, write)
      : refoldTable(connection, stream, table, rows[table], write),
  )
}

const tables: ReadonlyArray<Table> = [
  'conversation',
  'seat',
  'message',
  'own',
  'link',
  'label',
  'recordFollower',
  'term',
]

/** One by one, so that a long conversation is never in memory as a whole. */
function* eventsOf(connection: Connection, { tenant, conversation }: StreamKey): Iterable<Recorded> {
  for (const row of connection.raw(ofStream).iterate(tenant, conversation, -1, 0)) yield recordedAt(row)
}

const refoldTable = (
  connection: Connection,
  stream: StreamKey,
  table: Table,
  folded: ReadonlyArray<Folded>,
  write: boolean,
): ReadonlyArray<Difference> => {
  const columns = tableColumns[table]
  const keyFields: ReadonlyArray<string> = rowKeys[table]
  const keys = keyFields.map((field) => columns.findIndex((column) => column.field === field))
  const keyOf = (row: Stored): string => keys.map((i) => String(row[i])).join('\u0000')
  const byKey = (rows: ReadonlyArray<Stored>): Map<string, Stored> =>
    new Map(rows.map((row) => [keyOf(row), row]))

  const wanted = byKey(folded.map((row) => encoded(columns, row)))
  const sql = `select ${selected(table, 'r')} from ${tableName(table)} r where r.tenant = ? and r.conversation = ?`
  const stored = byKey(
    connection
      .raw(sql)
      .all(stream.tenant, stream.conversation)
      .map((row) => rawRow(row) ?? []),
  )

  const differences = differing(stream, table, columns, wanted, stored)
  if (!write || differences.length === 0) return differences
  // All old rows go first: two rows may have changed places in a unique index.
  const where = ['tenant', 'conversation', ...keys.map((i) => columns[i]?.name ?? '')].join(' ')
  const remove = connection.prepare(removeRows(tableName(table), where))
  for (const { key } of differences) {
    const old = stored.get(key)
    if (old !== undefined) remove.run(stream.tenant, stream.conversation, ...keys.map((i) => old[i]))
  }
  const insert = connection.prepare(insertRow(table))
  for (const { key } of differences) {
    const row = wanted.get(key)
    if (row !== undefined) insert.run([...row])
  }
  return differences
}

const encoded = (columns: ReadonlyArray<Column>, row: Folded): Stored =>
  columns.map(({ field, kept }) => toColumn(kept, row[field]))

const differing = (
  stream: StreamKey,
  table: Table,
  columns: ReadonlyArray<Column>,
  wanted: ReadonlyMap<string, Stored>,
  stored: ReadonlyMap<string, Stored>,
): ReadonlyArray<Difference> => {
  const keys = [...new Set([...wanted.keys(), ...stored.keys()])].sort(compareText)
  return keys.flatMap((key): ReadonlyArray<Difference> => {
    const want = wanted.get(key)
    const have = stored.get(key)
    if (want === undefined) return [{ stream, table, key, found: 'extra', columns: [] }]
    if (have === undefined) return [{ stream, table, key, found: 'missing', columns: [] }]
    if (want.every((value, i) => value === have[i])) return []
    const names = columns.filter((column, i) => !equal(column, want[i], have[i])).map(({ field }) => field)
    return names.length === 0 ? [] : [{ stream, table, key, found: 'different', columns: names }]
  })
}

/** JSON is equal in whatever order its keys stand. */
const equal = ({ kept }: Column, a: unknown, b: unknown): boolean =>
  a === b ||
  (kept === 'json' && typeof a === 'string' && typeof b === 'string' && canonical(a) === canonical(b))

const canonical = (json: string): string => {
  const value: unknown = JSON.parse(json)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => compareText(a, b)))
}
