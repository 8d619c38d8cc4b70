import { columnOf, rowKeys, type RowTable, tableColumns, tableName } from '@colloquy/core'
import { given } from './given.ts'

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
