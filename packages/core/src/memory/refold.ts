import type { StreamKey } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { Difference } from '../ports/Storage.ts'
import { compareText } from '../projections/order.ts'
import type { Rows } from '../projections/Rows.ts'
import type { Table, Tables } from '../projections/Tables.ts'
import { rowKeys } from '../projections/Tables.ts'
import { drop, keyWithin, write } from './apply.ts'
import type { Store } from './Store.ts'
import { streamIn } from './Store.ts'

/** Folds a stream anew and compares; with `mend` it also makes the stored rows equal. */
export const refold = (
  store: Store,
  key: StreamKey,
  fold: (events: Iterable<Recorded>) => Rows,
  mend: boolean,
): ReadonlyArray<Difference> => {
  const rows = fold(streamIn(store, key).log())
  // The order in which tables were declared, which is the order of the answer.
  const tables = Object.keys(rowKeys) as ReadonlyArray<Table>
  return tables.flatMap((table) => refoldTable(store, key, table, rows[table], mend))
}

const refoldTable = <T extends Table>(
  store: Store,
  stream: StreamKey,
  table: T,
  folded: ReadonlyArray<Tables[T]>,
  mend: boolean,
): ReadonlyArray<Difference> => {
  const target = streamIn(store, stream)
  const wanted = new Map(folded.map((row) => [keyWithin(table, row) ?? '', row]))
  const stored = new Map(target.tables[table])
  const keys = [...new Set([...wanted.keys(), ...stored.keys()])].toSorted(compareText)
  const differences = keys.flatMap((key): ReadonlyArray<Difference> => {
    const want = wanted.get(key)
    const have = stored.get(key)
    if (want === undefined) return [{ stream, table, key, found: 'extra', columns: [] }]
    if (have === undefined) return [{ stream, table, key, found: 'missing', columns: [] }]
    const columns = differing(want, have)
    return columns.length === 0 ? [] : [{ stream, table, key, found: 'different', columns }]
  })
  if (!mend) return differences
  for (const { key } of differences) {
    const want = wanted.get(key)
    if (want === undefined) drop(store, target, table, key)
    else write(store, target, table, key, want)
  }
  return differences
}

const differing = (
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): ReadonlyArray<string> =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((column) => !same(a[column], b[column]))

/** Equal in content, whatever the order of keys. */
const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const left = new Map(Object.entries(a))
  const right = new Map(Object.entries(b))
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && same(value, right.get(key)))
  )
}
