import { columnOf, type RowTable, tableName } from '@colloquy/core'
import { given } from './given.ts'
import { atPlace, placesGiven } from './placesGiven.ts'

type Values = { readonly [field: string]: unknown }

/** Sets some columns of all rows that have some values: one statement for all patches with the same columns. */
export const patchRows = (table: RowTable, set: Values, where: Values): string => {
  const columns = Object.keys(set).map((field) => columnOf(table, field))
  const news = columns.map(({ name, type }) => given(`new_${name}`, type))
  return `update ${tableName(table)} t set ${columns.map(({ name }) => `${name} = w.new_${name}`).join(', ')}
from ${placesGiven(table, where, news)} where ${atPlace}`
}
