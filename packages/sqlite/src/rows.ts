import {
  blankBrief,
  blankRow,
  type Briefs,
  briefColumns,
  type Column,
  type ColumnType,
  type RowTable,
  tableColumns,
  type Tables,
} from '@colloquy/core/storage'

/** The list of columns for a select, each of them of the table that the alias stands for. */
export const selected = (table: RowTable, alias: string): string => named(tableColumns[table], alias)
/** The same of what a row of a list is made of. */
export const selectedBriefly = (table: keyof Briefs, alias: string): string =>
  named(briefColumns[table], alias)

const named = (columns: ReadonlyArray<Column>, alias: string): string =>
  columns.map((column) => `${alias}.${column.name}`).join(', ')

const noList = '[]'
const noMap = '{}'

/** A value as SQLite takes it: a boolean as 0 or 1, JSON as text. */
export const toColumn = (type: ColumnType, value: unknown): unknown => {
  if (type === 'boolean') return value === true ? 1 : 0
  if (type !== 'json') return value
  if (Array.isArray(value) && value.length === 0) return noList
  return JSON.stringify(value)
}

const fromColumn = (type: ColumnType, value: unknown): unknown => {
  if (type === 'boolean') return value === 1
  if (type !== 'json') return value
  if (value === noList) return []
  if (value === noMap) return {}
  return JSON.parse(String(value))
}

/**
 * A row as it came from `selected`, from one place of a longer array on. The tables are STRICT and written by
 * core's description of their columns alone, so what stands in them has the type of the row: the one place where this
 * is taken on trust.
 */
export const rowAt = <T extends RowTable>(table: T, values: ReadonlyArray<unknown>, from = 0): Tables[T] =>
  filled(blankRow(table), tableColumns[table], values, from) as Tables[T]

/** The same as it came from `selectedBriefly`. */
export const briefAt = <T extends keyof Briefs>(
  table: T,
  values: ReadonlyArray<unknown>,
  from = 0,
): Briefs[T] => filled(blankBrief(table), briefColumns[table], values, from) as Briefs[T]

const filled = (
  row: { [field: string]: unknown },
  columns: ReadonlyArray<Column>,
  values: ReadonlyArray<unknown>,
  from: number,
): object => {
  let i = from
  for (const column of columns) row[column.field] = fromColumn(column.type, values[i++])
  return row
}

/** What one raw row of the driver is: an array in the order of the columns. */
export const rawRow = (row: unknown): ReadonlyArray<unknown> | null => (Array.isArray(row) ? row : null)
