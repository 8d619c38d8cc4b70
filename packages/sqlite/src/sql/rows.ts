import {
  type Column,
  columnOf,
  rowKeys,
  type RowTable,
  tableColumns,
  tableName,
} from '@colloquy/core/storage'
import { toColumn } from '../rows.ts'

const made = new Map<RowTable, string>()

/** Upserts a row; parameters in the order of the table's columns. */
export const insertRow = (table: RowTable): string => {
  const known = made.get(table)
  if (known !== undefined) return known
  const names = tableColumns[table].map(({ name }) => name)
  const key = new Set(keyOrder(table))
  const others = names.filter((name) => !key.has(name))
  const conflict = [...key].join(', ')
  const change =
    others.length === 0
      ? 'nothing'
      : `update set ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`
  const sql = `insert into ${tableName(table)} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})
on conflict (${conflict}) do ${change}`
  made.set(table, sql)
  return sql
}

/** The columns of the unique index that is the table's key. */
const keyOrder = (table: RowTable): ReadonlyArray<string> => {
  switch (table) {
    case 'link':
      return ['tenant', 'type', 'record', 'conversation']
    case 'label':
      return ['tenant', 'label', 'conversation']
    case 'recordFollower':
      return ['tenant', 'type', 'record', 'side', 'actor']
    case 'conversation':
    case 'seat':
    case 'message':
    case 'own':
      return ['tenant', 'conversation', ...rowKeys[table].map((field) => columnOf(table, field).name)]
  }
}

type Values = { readonly [field: string]: unknown }

/** A trie node over the columns of a patch, so that patches with the same beginning share it. */
type Shape = {
  readonly column: Column | null
  readonly next: Map<string, Shape>
  sql: string | null
}

const shape = (column: Column | null): Shape => ({ column, next: new Map(), sql: null })

const roots = new Map<RowTable, Shape>()

/**
 * Updates columns of the rows that have these values. A batch has a thousand patches of few shapes, and finding a
 * shape's statement by the trie takes half as long as by a string of its names.
 */
export const patchRows = (
  table: RowTable,
  set: Values,
  where: Values,
): { readonly sql: string; readonly values: ReadonlyArray<unknown> } => {
  const values: Array<unknown> = []
  const root = roots.get(table) ?? shape(null)
  roots.set(table, root)
  const between = child(walk(table, root, set, values), ' where ', null)
  const last = walk(table, between, where, values)
  last.sql ??= statement(table, set, where)
  return { sql: last.sql, values }
}

const walk = (table: RowTable, from: Shape, fields: Values, values: Array<unknown>): Shape => {
  let at = from
  for (const field in fields) {
    at = at.next.get(field) ?? child(at, field, columnOf(table, field))
    values.push(toColumn(at.column?.type ?? 'text', fields[field]))
  }
  return at
}

const child = (parent: Shape, name: string, column: Column | null): Shape => {
  const known = parent.next.get(name)
  if (known !== undefined) return known
  const made = shape(column)
  parent.next.set(name, made)
  return made
}

const statement = (table: RowTable, set: Values, where: Values): string => {
  const names = (fields: Values) => Object.keys(fields).map((field) => columnOf(table, field).name)
  const news = names(set).map((name) => `${name} = ?`)
  const tests = names(where).map((name) => `${name} is ?`)
  return `update ${tableName(table)} set ${news.join(', ')} where ${tests.join(' and ')}`
}

/** Deletes the rows that have these values; `where` names their columns as `a b c `. */
export const removeRows = (table: string, where: string): string =>
  `delete from ${table} where ${where
    .trimEnd()
    .split(' ')
    .map((name) => `${name} is ?`)
    .join(' and ')}`
