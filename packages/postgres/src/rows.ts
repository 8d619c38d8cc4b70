import { blankRow, type RowTable, tableColumns, type Tables } from '@colloquy/core'

/** The list of columns for a select, each of them of the table that the alias stands for. */
export const selected = (table: RowTable, alias: string): string =>
  tableColumns[table].map((column) => `${alias}.${column.name}`).join(', ')

/**
 * A row as it came from `selected`, from one place of a longer array on. The columns have types and are written by
 * core's description of them alone, so what stands in them has the type of the row: the one place where this is taken
 * on trust.
 */
export const rowAt = <T extends RowTable>(table: T, values: ReadonlyArray<unknown>, from = 0): Tables[T] => {
  const row = blankRow(table)
  let i = from
  for (const { field } of tableColumns[table]) row[field] = values[i++]
  return row as Tables[T]
}
