import { columnOf, type RowTable, rowTables, tableColumns } from '@colloquy/core/storage'

type Values = { readonly [field: string]: unknown }

/** A JSON array of rows, for a statement's parameter. */
export const listOf = (rows: ReadonlyArray<string>): string => `[${rows.join()}]`

/**
 * Rows are serialized value by value behind cached keys: building an object with thirty keys for `JSON.stringify` would
 * take five times as long.
 */
const literal = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' || value === null
    ? String(value)
    : JSON.stringify(value)

const columns = new Map(
  rowTables.map((table) => [
    table,
    // The tenant is a parameter of every statement.
    tableColumns[table]
      .filter(({ field }) => field !== 'tenant')
      .map(({ field, name }, i) => ({ field, key: `${i === 0 ? '{' : ','}"${name}":` })),
  ]),
)

/** A whole row, by the names of its columns. */
export const rowJson = (table: RowTable, row: Values): string => {
  let text = ''
  for (const { field, key } of columns.get(table) ?? []) text += key + literal(row[field])
  return `${text}}`
}

type PatchKeys = { readonly old: string; readonly new: string }
const patchKeys = new Map(rowTables.map((table) => [table, new Map<string, PatchKeys>()]))

const keysFor = (table: RowTable, field: string): PatchKeys => {
  const known = patchKeys.get(table)?.get(field)
  if (known !== undefined) return known
  const { name } = columnOf(table, field)
  const made = { old: `"old_${name}":`, new: `"new_${name}":` }
  patchKeys.get(table)?.set(field, made)
  return made
}

/** The values to set as `new_` columns, and the values to find rows by as `old_` columns. */
export const patchJson = (table: RowTable, set: Values, where: Values): string => {
  const values: Array<string> = []
  for (const field in where) {
    // A null is part of the statement's text.
    if (field !== 'tenant' && where[field] !== null)
      values.push(keysFor(table, field).old + literal(where[field]))
  }
  for (const field in set) values.push(keysFor(table, field).new + literal(set[field]))
  return `{${values.join()}}`
}
