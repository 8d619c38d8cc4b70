import { columnOf, type RowTable, tableName } from '@colloquy/core'
import { foundFor, given, rowsGiven } from './given.ts'

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
