import type { StreamKey } from '../conversation/Ids.ts'
import type { Difference } from '../ports/Storage.ts'
import { tableColumns } from '../projections/rows/columns.ts'
import type { RowTable } from '../projections/rows/Tables.ts'
import { rowKeys } from '../projections/rows/Tables.ts'
import { streamAt } from './checkpoints.ts'
import type { Values } from './rows.ts'

const joined = (key: ReadonlyArray<unknown>): string => key.map(String).join('\u0000')

/** The key of a table's rows within a stream: its fields, and their indexes among the columns. */
export const keyOf = (table: RowTable) => {
  const fields: ReadonlyArray<string> = rowKeys[table]
  const places = fields.map((field) => tableColumns[table].findIndex((column) => column.field === field))
  return {
    fields,
    places,
    /** The key of a row, and of a row from `selected`. */
    ofRow: (row: { readonly [field: string]: unknown }) => joined(fields.map((field) => row[field])),
    ofValues: (values: Values) => joined(places.map((place) => values[place])),
  }
}

/** The difference of a person whose content has no entry in the index by person: an erasure would miss the stream. */
export const withoutNote = (stream: StreamKey, subject: string): Difference => ({
  stream,
  table: 'subject',
  key: subject,
  found: 'missing',
  columns: [],
})

/** The difference of a row without an event. */
export const stray = (table: string, stream: Values, key: string): Difference => ({
  stream: streamAt(stream),
  table,
  key,
  found: 'extra',
  columns: [],
})

/** The difference of a tenant's head that is not the last position of its log; null without a head. */
export const wrongHead = (tenant: string, head: unknown, last: unknown): Difference => {
  const found = head === null ? 'missing' : last === 0 ? 'extra' : 'different'
  return {
    stream: streamAt([tenant, '']),
    table: 'tenant',
    key: tenant,
    found,
    columns: found === 'different' ? ['head'] : [],
  }
}
