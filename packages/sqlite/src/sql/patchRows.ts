import type { Table } from '@colloquy/core'
import { tableName } from '../rows.ts'

const made = new Map<string, string>()

/** Columns are named as `a b c `: that is also what a statement is known by. */
const equals = (names: string, between: string): string =>
  names
    .trimEnd()
    .split(' ')
    .map((name) => `${name} is ?`)
    .join(between)

/** Some columns of all rows that have some values. */
export const patchRows = (table: Table, set: string, where: string): string => {
  const key = `${table}|${set}|${where}`
  const known = made.get(key)
  if (known !== undefined) return known
  const columns = set
    .trimEnd()
    .split(' ')
    .map((name) => `${name} = ?`)
    .join(', ')
  const sql = `update ${tableName(table)} set ${columns} where ${equals(where, ' and ')}`
  made.set(key, sql)
  return sql
}
