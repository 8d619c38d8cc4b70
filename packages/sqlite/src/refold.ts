import {
  type Column,
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
  wrongRows,
} from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { toColumn } from './rows.ts'
import { insertRow, removeRows } from './sql/rows.ts'
import { insertSubject, missingSubjects } from './sql/erasing.ts'
import { ofStream } from './sql/events.ts'
import { refoldTerms } from './refoldTerms.ts'

type Stored = ReadonlyArray<unknown>
type Folded = { readonly [field: string]: unknown }

/**
 * Folds a stream and compares its rows with those stored; with `write` it also corrects the stored rows. Requires the
 * lock.
 */
export const refoldNow = (
  connection: Connection,
  stream: StreamKey,
  fold: (events: Iterable<Recorded>) => Rows,
  write: boolean,
): ReadonlyArray<Difference> => {
  const rows = fold(eventsOf(connection, stream))
  // Differences are reported in the order of the tables' declaration.
  return [
    ...rowTables.flatMap((table) => refoldTable(connection, stream, table, rows[table], write)),
    ...refoldTerms(connection, stream, rows.term, write),
    ...refoldSubjects(connection, stream, write),
  ]
}

/** Reports people whose content has no entry in the index by person: an erasure would miss the stream. */
const refoldSubjects = (
  connection: Connection,
  stream: StreamKey,
  write: boolean,
): ReadonlyArray<Difference> => {
  const { tenant, conversation } = stream
  const missing = connection
    .raw(missingSubjects)
    .all(tenant, conversation)
    .map(([subject]) => String(subject))
  if (write) for (const key of missing) connection.prepare(insertSubject).run(tenant, key, conversation)
  return missing.map((subject) => withoutNote(stream, subject))
}

/** Streams the events, so that a long conversation is never in memory as a whole. */
function* eventsOf(connection: Connection, { tenant, conversation }: StreamKey): Iterable<Recorded> {
  for (const row of connection.raw(ofStream).iterate(tenant, conversation, -1, 0)) yield recordedAt(row)
}

const refoldTable = (
  connection: Connection,
  stream: StreamKey,
  table: RowTable,
  folded: ReadonlyArray<Folded>,
  write: boolean,
): ReadonlyArray<Difference> => {
  const columns = tableColumns[table]
  const key = keyOf(table)
  const wrong = wrongRows(
    { stream, table },
    folded.map((row) => [key.ofRow(row), row] as const),
    storedRows(connection, stream, table, key.ofValues),
    (want, have) => namesOf(columns, encoded(columns, want), have),
  )
  if (write && wrong.length > 0) {
    // All wrong rows are deleted first, because two rows may have swapped their keys in a unique index.
    const where = ['tenant', 'conversation', ...key.places.map((i) => columns[i]?.name ?? '')].join(' ')
    const remove = connection.prepare(removeRows(tableName(table), where))
    for (const { have } of wrong) {
      if (have !== null) remove.run(stream.tenant, stream.conversation, ...key.places.map((i) => have[i]))
    }
    const insert = connection.prepare(insertRow(table))
    for (const { want } of wrong) if (want !== null) insert.run([...encoded(columns, want)])
  }
  return wrong.map(({ difference }) => difference)
}

/** Indexes for tables whose primary key does not begin with the conversation; the planner would scan the tenant. */
const byConversation: { readonly [T in RowTable]?: string } = {
  link: 'colloquy_link_conversation',
  label: 'colloquy_label_conversation',
  recordFollower: 'colloquy_record_follower_stream',
}

/** Streams the rows, so that of a long conversation only the differences are in memory twice. */
function* storedRows(
  connection: Connection,
  { tenant, conversation }: StreamKey,
  table: RowTable,
  key: (row: Stored) => string,
): Iterable<readonly [string, Stored]> {
  const index = byConversation[table] === undefined ? '' : `indexed by ${byConversation[table]}`
  const sql = `select ${selected(table, 'r')} from ${tableName(table)} r ${index} where r.tenant = ? and r.conversation = ?`
  for (const row of connection.raw(sql).iterate(tenant, conversation)) {
    yield [key(row), row]
  }
}

const encoded = (columns: ReadonlyArray<Column>, row: Folded): Stored =>
  columns.map(({ field, type }) => toColumn(type, row[field]))

/** The columns in which two rows differ. */
const namesOf = (columns: ReadonlyArray<Column>, want: Stored, have: Stored): ReadonlyArray<string> =>
  want.every((value, i) => value === have[i])
    ? []
    : columns.filter((column, i) => !equal(column, want[i], have[i])).map(({ field }) => field)

const equal = ({ type }: Column, a: unknown, b: unknown): boolean =>
  a === b ||
  (type === 'json' &&
    typeof a === 'string' &&
    typeof b === 'string' &&
    sameContent(JSON.parse(a), JSON.parse(b)))
