import type { Change, Rows, StreamKey, Table } from '@colloquy/core/storage'
import { rowKeys } from '@colloquy/core/storage'

type Row = Readonly<Record<string, unknown>>

/** One stream's rows after changes, by the simplest implementation. */
export const changed = (rows: Rows, stream: StreamKey, changes: ReadonlyArray<Change>): Rows => {
  const tables = new Map<Table, ReadonlyArray<Row>>()
  const now = (table: Table): ReadonlyArray<Row> => tables.get(table) ?? rows[table]
  for (const change of changes) {
    if (change._tag === 'erase') continue
    const { table } = change
    const columns: ReadonlyArray<string> = rowKeys[table]
    switch (change._tag) {
      case 'put': {
        const row: Row = change.row
        if (!isOf(stream, row)) break
        const others = now(table).filter((other) => columns.some((column) => other[column] !== row[column]))
        tables.set(table, [...others, row])
        break
      }
      case 'patch':
        tables.set(
          table,
          now(table).map((row) => (isEqual(row, change.where) ? { ...row, ...change.set } : row)),
        )
        break
      case 'remove':
        tables.set(
          table,
          now(table).filter((row) => !isEqual(row, change.where)),
        )
        break
    }
  }
  const after: unknown = { ...rows, ...Object.fromEntries(tables) }
  // Rows were only replaced by rows of the same table.
  return after as Rows
}

const isOf = (stream: StreamKey, row: Row): boolean =>
  row['tenant'] === stream.tenant && row['conversation'] === stream.conversation

const isEqual = (row: Row, where: Row): boolean =>
  Object.entries(where).every(([column, wanted]) => row[column] === wanted)
