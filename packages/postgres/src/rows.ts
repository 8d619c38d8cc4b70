import {
  blankBrief,
  blankRow,
  type Briefs,
  briefColumns,
  type Column,
  type RowTable,
  tableColumns,
  type Tables,
} from '@colloquy/core/storage'
import { Unreadable } from './errors.ts'

/** The list of columns for a select, each of them of the table that the alias stands for. */
export const selected = (table: RowTable, alias: string): string => named(tableColumns[table], alias)
/** The same of what a row of a list is made of. */
export const selectedBriefly = (table: keyof Briefs, alias: string): string =>
  named(briefColumns[table], alias)

const named = (columns: ReadonlyArray<Column>, alias: string): string =>
  columns.map((column) => `${alias}.${column.name}`).join(', ')

/**
 * A row as it came from `selected`, from one place of a longer array on. The columns have types and are written by
 * core's description of them alone, so what stands in them has the type of the row: the one place where this is taken
 * on trust.
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
  if (values.length < from + columns.length)
    throw new Unreadable('a row of fewer columns than were asked for')
  let i = from
  for (const column of columns) row[column.field] = values[i++]
  return row
}
