import {
  type Change,
  type Column,
  type Rows,
  rowKeys,
  type StreamKey,
  type Table,
  tableColumns,
  type TermRow,
} from '@colloquy/core/storage'
import { acme } from './Cast.ts'
import { conversation } from './Scene.ts'

type Row = { readonly [field: string]: unknown }

/** A corruption of the rows behind the storage, and the difference that verifying must report. */
export type Wronging = {
  readonly title: string
  readonly streams: ReadonlyArray<StreamKey>
  readonly changes: ReadonlyArray<Change>
  /** The differences by table and kind, with the columns. */
  readonly named: ReadonlyArray<{
    readonly stream: StreamKey
    readonly table: Table
    readonly found: 'missing' | 'extra' | 'different'
    readonly column: string | null
  }>
}

/** A stream without events. */
export const nowhere: StreamKey = { tenant: acme, conversation: conversation('nowhere') }

/** The values of columns with a fixed set of values. */
const words: ReadonlyArray<ReadonlyArray<string>> = [
  ['open', 'closed'],
  ['public', 'internal'],
  ['staff', 'customer'],
  ['bot', 'system'],
]

/** Another valid value of a column. */
const otherThan = ({ type, field }: Column, value: unknown): unknown => {
  switch (type) {
    case 'boolean':
      return value !== true
    case 'integer':
    case 'bigint':
      return (typeof value === 'number' ? value : 0) + 1000
    case 'json':
      return Array.isArray(value) ? [...value, 'changed'] : { changed: true }
    case 'text': {
      if (field === 'type' && (value === 'customer' || value === 'internal')) {
        return value === 'customer' ? 'internal' : 'customer'
      }
      const pair = words.find((both) => both.includes(String(value)))
      return pair?.find((word) => word !== value) ?? `${typeof value === 'string' ? value : ''} changed`
    }
  }
}

const columnsOf = (table: Table): ReadonlyArray<Column> => (table === 'term' ? [] : tableColumns[table])

/** A table with rows of it, which TypeScript can't pair for a generic table. */
const change = (made: unknown): Change => made as Change

/**
 * A row of every table added, moved, removed and changed in every column. Throws where a table has no row to corrupt.
 */
export const wrongingsOf = (
  streams: ReadonlyArray<{ readonly stream: StreamKey; readonly rows: Rows }>,
): ReadonlyArray<Wronging> =>
  // `rowKeys` has every table.
  (Object.keys(rowKeys) as ReadonlyArray<Table>).flatMap((table) => {
    const found = streams.flatMap(({ stream, rows }) => rows[table].map((row: Row) => ({ stream, row })))
    const [first] = found
    if (first === undefined) throw new Error(`no row of ${table} to try`)
    return [
      removed(table, first),
      ...(table === 'term' ? changedTerm(first) : [moved(table, first), added(table, first)]),
      ...columnsOf(table)
        .filter(({ field }) => !['tenant', 'conversation', ...rowKeys[table]].includes(field))
        .map((column) => changed(table, column, first)),
    ]
  })

type At = { readonly stream: StreamKey; readonly row: Row }

const whereOf = (table: Table, { stream, row }: At): Row => ({
  ...stream,
  ...Object.fromEntries(rowKeys[table].map((field) => [field, row[field]])),
})

const removed = (table: Table, at: At): Wronging => ({
  title: `${table}: a row removed`,
  streams: [at.stream],
  changes: [change({ _tag: 'remove', table, where: whereOf(table, at) })],
  named: [{ stream: at.stream, table, found: 'missing', column: null }],
})

const moved = (table: Table, at: At): Wronging => ({
  title: `${table}: a row moved to where no event is`,
  streams: [at.stream, nowhere],
  changes: [
    change({ _tag: 'remove', table, where: whereOf(table, at) }),
    change({ _tag: 'put', table, row: { ...at.row, ...nowhere } }),
  ],
  named: [
    { stream: at.stream, table, found: 'missing', column: null },
    { stream: nowhere, table, found: 'extra', column: null },
  ],
})

/** With another key, so that the original row stays. */
const added = (table: Table, { row }: At): Wronging => {
  const key = columnsOf(table).filter(({ field }) =>
    (rowKeys[table] as ReadonlyArray<string>).includes(field),
  )
  const last = key.at(-1)
  const other = last === undefined ? {} : { [last.field]: otherThan(last, row[last.field]) }
  return {
    title: `${table}: a row added where no event is`,
    streams: [nowhere],
    changes: [change({ _tag: 'put', table, row: { ...row, ...other, ...nowhere } })],
    named: [{ stream: nowhere, table, found: 'extra', column: null }],
  }
}

const changed = (table: Table, column: Column, at: At): Wronging => ({
  title: `${table}: ${column.field} changed`,
  streams: [at.stream],
  changes: [
    change({
      _tag: 'patch',
      table,
      where: whereOf(table, at),
      set: { [column.field]: otherThan(column, at.row[column.field]) },
    }),
  ],
  named: [{ stream: at.stream, table, found: 'different', column: column.field }],
})

/** Search terms are replaced as a whole. */
const changedTerm = ({ stream, row }: At): ReadonlyArray<Wronging> =>
  (['body', 'subject', 'name', 'phone'] as const satisfies ReadonlyArray<keyof TermRow>).map((field) => ({
    title: `term: ${field} changed`,
    streams: [stream],
    changes: [
      change({
        _tag: 'put',
        table: 'term',
        row: { ...row, [field]: field === 'phone' ? '4930999' : ['changed'] },
      }),
    ],
    named: [{ stream, table: 'term', found: 'different', column: field }],
  }))
