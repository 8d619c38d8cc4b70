import type { StreamKey } from '../conversation/Ids.ts'
import type { Difference } from '../ports/Storage.ts'
import { tableColumns } from '../projections/rows/columns.ts'
import type { RowTable } from '../projections/rows/Tables.ts'
import { rowKeys } from '../projections/rows/Tables.ts'
import { streamAt } from './checkpoints.ts'
import type { Values } from './rows.ts'

const joined = (key: ReadonlyArray<unknown>): string => key.map(String).join('\u0000')

/** How a table's rows are told apart within a stream: by which fields, and where these stand among the columns. */
export const keyOf = (table: RowTable) => {
  const fields: ReadonlyArray<string> = rowKeys[table]
  const places = fields.map((field) => tableColumns[table].findIndex((column) => column.field === field))
  return {
    fields,
    places,
    /** The key of a row, and of one as it came from `selected`. */
    ofRow: (row: { readonly [field: string]: unknown }) => joined(fields.map((field) => row[field])),
    ofValues: (values: Values) => joined(places.map((place) => values[place])),
  }
}

/** Content is there of somebody, and no note of it: erasing would pass over the stream. */
export const withoutNote = (stream: StreamKey, subject: string): Difference => ({
  stream,
  table: 'subject',
  key: subject,
  found: 'missing',
  columns: [],
})

/** A row that no event accounts for. */
export const stray = (table: string, stream: Values, key: string): Difference => ({
  stream: streamAt(stream),
  table,
  key,
  found: 'extra',
  columns: [],
})

/** A tenant's head that is not the last position of its log: null where there is none. */
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
