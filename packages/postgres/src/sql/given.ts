import type { ColumnType } from '@colloquy/core/storage'

const sqlTypes: { readonly [T in ColumnType]: string } = {
  // Values from JSON have the default collation, and different collations can't be compared.
  text: 'text collate "C"',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  json: 'json',
}

/** A column of a statement's row parameter. */
export const given = (name: string, type: ColumnType): string => `${name} ${sqlTypes[type]}`

/** A statement's row parameter, as `w`. */
export const rowsGiven = (...columns: ReadonlyArray<string>): string =>
  `json_to_recordset(@rows::json) as w(${columns.join(', ')})`
