import { columnOf, rowKeys, type RowTable, tableColumns, tableName } from '@colloquy/core'

const made = new Map<RowTable, string>()

/** A row put in the place of the one with its key, or added; values in the order of the table's columns. */
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

/** The columns of the unique index that a table is keyed by. */
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
