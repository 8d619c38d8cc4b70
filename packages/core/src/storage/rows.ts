import type { ColumnType } from '../projections/rows/Column.ts'
import type { Column } from '../projections/rows/columns.ts'
import { blankBrief, blankRow, briefColumns, tableColumns } from '../projections/rows/columns.ts'
import type { Briefs, RowTable, Tables } from '../projections/rows/Tables.ts'
import { Unreadable } from './Unreadable.ts'

/** What a statement answers: values in the order of its columns. */
export type Values = ReadonlyArray<unknown>

/** The list of columns for a select, each of them of the table that the alias stands for. */
export const selected = (table: RowTable, alias: string): string => named(tableColumns[table], alias)
/** The same of what a row of a list is made of. */
export const selectedBriefly = (table: keyof Briefs, alias: string): string =>
  named(briefColumns[table], alias)

const named = (columns: ReadonlyArray<Column>, alias: string): string =>
  columns.map((column) => `${alias}.${column.name}`).join(', ')

export type RowReader = {
  /** A row as it came from `selected`, from one place of a longer list of values on. */
  readonly rowAt: <T extends RowTable>(table: T, values: Values, from?: number) => Tables[T]
  /** The same as it came from `selectedBriefly`. */
  readonly briefAt: <T extends keyof Briefs>(table: T, values: Values, from?: number) => Briefs[T]
}

/**
 * Reads rows, given how a driver's value is read by its column's type. The columns have types and are written by the
 * description of them alone, so what stands in them has the type of the row: the one place where this is taken on
 * trust.
 */
export const rowReader = (valueOf: (type: ColumnType, value: unknown) => unknown): RowReader => {
  const filled = (
    row: { [field: string]: unknown },
    columns: ReadonlyArray<Column>,
    values: Values,
    from: number,
  ): object => {
    if (values.length < from + columns.length)
      throw new Unreadable('a row of fewer columns than were asked for')
    let i = from
    for (const column of columns) row[column.field] = valueOf(column.type, values[i++])
    return row
  }
  return {
    rowAt: <T extends RowTable>(table: T, values: Values, from = 0) =>
      filled(blankRow(table), tableColumns[table], values, from) as Tables[T],
    briefAt: <T extends keyof Briefs>(table: T, values: Values, from = 0) =>
      filled(blankBrief(table), briefColumns[table], values, from) as Briefs[T],
  }
}
