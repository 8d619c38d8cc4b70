import { columnOf, rowKeys, type RowTable, tableColumns, tableName } from '@colloquy/core/storage'
import { foundFor } from './fenced.ts'
import { given, rowsGiven } from './given.ts'

const made = new Map<RowTable, string>()

/** Upserts rows. */
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
 * The physical locations (ctid) of the rows that have these values, as `w.place`, with the other parameters. A null is
 * part of the text, because nothing equals null.
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
 * The row at a ctid: it can't move, because its conversation is locked. There is no other condition, because the
 * planner might prefer it.
 */
export const atPlace = 't.ctid = w.place and t.tableoid = w.part'

type Values = { readonly [field: string]: unknown }

/** Updates columns of the rows that have these values: one statement for all patches with the same columns. */
export const patchRows = (table: RowTable, set: Values, where: Values): string => {
  const columns = Object.keys(set).map((field) => columnOf(table, field))
  const news = columns.map(({ name, type }) => given(`new_${name}`, type))
  return `update ${tableName(table)} t set ${columns.map(({ name }) => `${name} = w.new_${name}`).join(', ')}
from ${placesGiven(table, where, news)} where ${atPlace}`
}

/** Deletes the rows that have these values. */
export const removeRows = (table: RowTable, where: { readonly [field: string]: unknown }): string =>
  `delete from ${tableName(table)} t using ${placesGiven(table, where, [])} where ${atPlace}`
