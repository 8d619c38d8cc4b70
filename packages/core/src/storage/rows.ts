import type { ColumnType } from '../projections/rows/Column.ts'
import type { Column } from '../projections/rows/columns.ts'
import { blankBrief, blankRow, briefColumns, tableColumns } from '../projections/rows/columns.ts'
import type { Briefs, RowTable, Tables } from '../projections/rows/Tables.ts'
import { Unreadable } from './Unreadable.ts'

/** A row of a result: values in the order of its columns. */
export type Values = ReadonlyArray<unknown>

/** The select list of a table's columns, under an alias. */
export const selected = (table: RowTable, alias: string): string => named(tableColumns[table], alias)
/** The same for the columns that lists need. */
export const selectedBriefly = (table: keyof Briefs, alias: string): string =>
  named(briefColumns[table], alias)

const named = (columns: ReadonlyArray<Column>, alias: string): string =>
  columns.map((column) => `${alias}.${column.name}`).join(', ')

export type RowReader = {
  /** Reads a row of `selected`, from an offset in the values. */
  readonly rowAt: <T extends RowTable>(table: T, values: Values, from?: number) => Tables[T]
  /** The same for `selectedBriefly`. */
  readonly briefAt: <T extends keyof Briefs>(table: T, values: Values, from?: number) => Briefs[T]
}

/**
 * Makes the reader of rows, given how to convert a driver's values by column type. Only the description of columns
 * writes rows, so their values are trusted to have the columns' types: the only place without a check.
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
