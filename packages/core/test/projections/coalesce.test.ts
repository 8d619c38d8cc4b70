import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Side } from '../../src/conversation/Actor.ts'
import type { ActorId, ConversationId, TenantId } from '../../src/conversation/Ids.ts'
import type { Change } from '../../src/projections/rows/Change.ts'
import { coalesce, type RowChange } from '../../src/projections/rows/coalesce.ts'
import type { LabelRow, SeatRow } from '../../src/projections/rows/Tables.ts'
import { rowKeys } from '../../src/projections/rows/Tables.ts'
import { parameters, patience } from '../properties/support.ts'
import { seatRow } from '../queries/fixtures.ts'

type Row = { readonly [field: string]: unknown }
type Step = ReturnType<typeof coalesce>[number]

const holds = (row: Row, where: Row): boolean =>
  Object.entries(where).every(([field, value]) => row[field] === value)

const done = (rows: ReadonlyArray<Row>, change: RowChange): ReadonlyArray<Row> => {
  const { table } = change
  switch (change._tag) {
    case 'put': {
      const key = ['tenant', 'conversation', ...rowKeys[table]]
      const at = Object.fromEntries(key.map((field) => [field, change.row[field]]))
      return [...rows.filter((row) => !(row['table'] === table && holds(row, at))), { ...change.row, table }]
    }
    case 'patch':
      return rows.map((row) =>
        row['table'] === table && holds(row, change.where) ? { ...row, ...change.set } : row,
      )
    case 'remove':
      return rows.filter((row) => !(row['table'] === table && holds(row, change.where)))
  }
}

const textOf = (row: Row): string =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** The rows that steps come to, one after the other; an erasure finds what was written before it. */
const rowsAfter = (steps: ReadonlyArray<Step | Change>): ReadonlyArray<ReadonlyArray<string>> => {
  let rows: ReadonlyArray<Row> = []
  const moments: Array<ReadonlyArray<string>> = []
  const look = () => moments.push(rows.map(textOf).toSorted())
  for (const step of steps) {
    if (step._tag === 'erase') look()
    else rows = done(rows, step)
  }
  look()
  return moments
}

/** Mostly one place and one person: else changes hardly ever meet in a row. */
const mostly = (usual: string, other: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) })

const place = fc.record({
  tenant: mostly('acme', 'zeta').map((id) => id as TenantId),
  conversation: mostly('c1', 'c2').map((id) => id as ConversationId),
})
const who = fc.record({
  side: mostly('staff', 'customer').map((side) => side as Side),
  actor: mostly('anna', 'bert').map((id) => id as ActorId),
})
/** Few fields, so that two patches often set different ones. */
const some = fc.oneof(
  fc.record({ flag: fc.boolean() }),
  fc.record({ muted: fc.boolean() }),
  fc.record({ readN: fc.nat(2) }),
  fc.record({ flag: fc.boolean(), readN: fc.nat(2) }),
)
const partOf = fc.constantFrom({ flag: true }, { side: 'staff' as const, flag: false }, {})

const seat = fc
  .tuple(place, who, some)
  .map(([at, holder, values]): SeatRow => seatRow({ ...at, ...holder, ...values }))
const label = fc
  .tuple(place, fc.constantFrom('vip', 'late'))
  .map(([at, name]): LabelRow => ({ ...at, label: name }))
const where = fc.tuple(place, fc.oneof(who, partOf)).map(([at, which]) => ({ ...at, ...which }))

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: seat.map((row): Change => ({ _tag: 'put', table: 'seat', row })) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(where, some)
      .map(([at, set]): Change => ({ _tag: 'patch', table: 'seat', where: at, set })),
  },
  { weight: 1, arbitrary: where.map((at): Change => ({ _tag: 'remove', table: 'seat', where: at })) },
  { weight: 1, arbitrary: label.map((row): Change => ({ _tag: 'put', table: 'label', row })) },
  { weight: 1, arbitrary: label.map((row): Change => ({ _tag: 'remove', table: 'label', where: row })) },
  {
    weight: 1,
    arbitrary: place.map((at): Change => ({ ...at, _tag: 'erase', of: { what: 'conversation' } })),
  },
)

test(
  'changes brought together come to the same rows as one after the other, at each erasure and in the end',
  () => {
    fc.assert(
      fc.property(fc.noBias(fc.array(change, { maxLength: 14, size: 'max' })), (changes) => {
        expect(rowsAfter(coalesce(changes))).toEqual(rowsAfter(changes))
      }),
      parameters(3000),
    )
  },
  patience,
)

test('what is changed a hundred times is written once', () => {
  const at = { tenant: 'acme' as TenantId, conversation: 'c1' as ConversationId }
  const anna = { ...at, side: 'staff' as const, actor: 'anna' as ActorId }
  const reads = Array.from(
    { length: 100 },
    (_, n): ReadonlyArray<Change> => [
      { _tag: 'patch', table: 'seat', where: anna, set: { readN: n } },
      { _tag: 'patch', table: 'conversation', where: at, set: { staffN: n } },
    ],
  ).flat()
  expect(coalesce(reads)).toEqual([
    { _tag: 'patch', table: 'seat', where: anna, set: { readN: 99 } },
    { _tag: 'patch', table: 'conversation', where: at, set: { staffN: 99 } },
  ])
  expect(coalesce([{ _tag: 'put', table: 'seat', row: seatRow(anna) }, ...reads.slice(-2, -1)])).toEqual([
    { _tag: 'put', table: 'seat', row: seatRow({ ...anna, readN: 99 }) },
  ])
})
