import type { ColumnType } from '@colloquy/core/storage'

const sqlTypes: { readonly [T in ColumnType]: string } = {
  // JSON has no collation of its own, and two that differ can't be compared.
  text: 'text collate "C"',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  json: 'json',
}

/** A column of the rows that a statement is given. */
export const given = (name: string, type: ColumnType): string => `${name} ${sqlTypes[type]}`

/** The rows that a statement is given, as `w`. */
export const rowsGiven = (...columns: ReadonlyArray<string>): string =>
  `json_to_recordset(@rows::json) as w(${columns.join(', ')})`
