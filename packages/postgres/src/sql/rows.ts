import { columnOf, rowKeys, type RowTable, tableColumns, tableName } from '@colloquy/core/storage'
import { foundFor } from './fenced.ts'
import { given, rowsGiven } from './given.ts'

const made = new Map<RowTable, string>()

/** Rows put in the place of those with their keys, or added. */
export const putRows = (table: RowTable): string => {
  const known = made.get(table)
  if (known !== undefined) return known
  const columns = tableColumns[table].filter(({ name }) => name !== 'tenant')
  const names = columns.map(({ name }) => name)
  const keys = keyOrder(table)
  const others = names.filter((name) => !keys.includes(name))
  const change =
    others.length === 0
      ? 'nothing'
      : `update set ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`
  const sql = `insert into ${tableName(table)} (tenant, ${names.join(', ')})
select @tenant, ${names.map((name) => `w.${name}`).join(', ')}
from json_to_recordset(@rows::json) as w(${columns.map(({ name, type }) => given(name, type)).join(', ')})
order by ${keys
    .filter((name) => name !== 'tenant')
    .map((name) => `w.${name}`)
    .join(', ')}
on conflict (${keys.join(', ')}) do ${change}`
  made.set(table, sql)
  return sql
}

/** The columns of the primary key. */
const keyOrder = (table: RowTable): ReadonlyArray<string> => {
  switch (table) {
    case 'message':
      return ['tenant', 'conversation', 'id']
    case 'recordFollower':
      return ['tenant', 'conversation', 'side', 'actor']
    case 'link':
    case 'label':
    case 'conversation':
    case 'seat':
    case 'own':
      return ['tenant', 'conversation', ...rowKeys[table].map((field) => columnOf(table, field).name)]
  }
}

/**
 * Where the rows stand that have the values given, as `w.place`, with what else is given. What must be null is part of
 * the text: nothing equals a null.
 */
export const placesGiven = (
  table: RowTable,
  where: { readonly [field: string]: unknown },
  also: ReadonlyArray<string>,
): string => {
  const fields = Object.keys(where).filter((field) => field !== 'tenant')
  const columns = fields.map((field) => ({ ...columnOf(table, field), isNull: where[field] === null }))
  const types = columns.filter(({ isNull }) => !isNull).map(({ name, type }) => given(`old_${name}`, type))
  const tests = columns.map(({ name, isNull }) =>
    isNull ? `x.${name} is null` : `x.${name} = w.old_${name}`,
  )
  return `(select x.tableoid as part, x.ctid as place, w.* from ${rowsGiven(...types, ...also)}
${foundFor(`select x.tableoid, x.ctid from ${tableName(table)} x where ${['x.tenant = @tenant', ...tests].join(' and ')}`)} x offset 0) w`
}

/**
 * The row at a place: it can't move, because whoever changes a conversation's rows holds the conversation. Asked for
 * only so, because any other condition on it might seem a better way to it.
 */
export const atPlace = 't.ctid = w.place and t.tableoid = w.part'

type Values = { readonly [field: string]: unknown }

/** Sets some columns of all rows that have some values: one statement for all patches with the same columns. */
export const patchRows = (table: RowTable, set: Values, where: Values): string => {
  const columns = Object.keys(set).map((field) => columnOf(table, field))
  const news = columns.map(({ name, type }) => given(`new_${name}`, type))
  return `update ${tableName(table)} t set ${columns.map(({ name }) => `${name} = w.new_${name}`).join(', ')}
from ${placesGiven(table, where, news)} where ${atPlace}`
}

/** Removes all rows that have some values. */
export const removeRows = (table: RowTable, where: { readonly [field: string]: unknown }): string =>
  `delete from ${tableName(table)} t using ${placesGiven(table, where, [])} where ${atPlace}`
