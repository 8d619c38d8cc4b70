import { type RowTable, tableName } from '@colloquy/core'
import { atPlace, placesGiven } from './placesGiven.ts'

/** Removes all rows that have some values. */
export const removeRows = (table: RowTable, where: { readonly [field: string]: unknown }): string =>
  `delete from ${tableName(table)} t using ${placesGiven(table, where, [])} where ${atPlace}`
