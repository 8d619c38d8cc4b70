import type { StreamKey } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { Difference } from '../ports/Storage.ts'
import { sameContent, wrongRows } from '../ports/WrongRow.ts'
import type { Rows, Table, Tables } from '../projections/rows/Tables.ts'
import { rowKeys } from '../projections/rows/Tables.ts'
import { drop, keyWithin, write } from './apply.ts'
import type { Store } from './Store.ts'
import { streamIn } from './Store.ts'

/** Folds a stream and compares its rows with those stored; with `mend` it also corrects the stored rows. */
export const refold = (
  store: Store,
  key: StreamKey,
  fold: (events: Iterable<Recorded>) => Rows,
  mend: boolean,
): ReadonlyArray<Difference> => {
  const rows = fold(streamIn(store, key).log())
  // Differences are reported in the order of the tables' declaration.
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
  const wrong = wrongRows(
    { stream, table },
    folded.map((row) => [keyWithin(table, row) ?? '', row] as const),
    target.tables[table],
    differing,
  )
  if (mend) {
    for (const { difference, want } of wrong) {
      if (want === null) drop(store, target, table, difference.key)
      else write(store, target, table, difference.key, want)
    }
  }
  return wrong.map(({ difference }) => difference)
}

const differing = (
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): ReadonlyArray<string> =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((column) => !sameContent(a[column], b[column]))
