import { expect, test } from 'vitest'
import type { ConversationId, TenantId } from '../../src/conversation/Ids.ts'
import { sameContent, wrongRows } from '../../src/ports/WrongRow.ts'

const at = {
  stream: { tenant: 'acme' as TenantId, conversation: 'c1' as ConversationId },
  table: 'message',
} as const
type Row = { readonly n: number; readonly text: string }
const row = (n: number, text: string): Row => ({ n, text })
const keyed = (...rows: ReadonlyArray<Row>) => rows.map((each) => [String(each.n), each] as const)
const columnsOf = (want: Row, have: Row) => (want.text === have.text ? [] : ['text'])

test('names what is too many, missing or different, in the order of the keys', () => {
  const wanted = [row(4, 'four'), row(1, 'one'), row(3, 'three'), row(10, 'ten')]
  const stored = [row(3, 'trois'), row(2, 'two'), row(1, 'one')]
  expect(wrongRows(at, keyed(...wanted), keyed(...stored), columnsOf)).toEqual([
    { difference: { ...at, key: '10', found: 'missing', columns: [] }, want: row(10, 'ten'), have: null },
    { difference: { ...at, key: '2', found: 'extra', columns: [] }, want: null, have: row(2, 'two') },
    {
      difference: { ...at, key: '3', found: 'different', columns: ['text'] },
      want: row(3, 'three'),
      have: row(3, 'trois'),
    },
    { difference: { ...at, key: '4', found: 'missing', columns: [] }, want: row(4, 'four'), have: null },
  ])
})

test('of two stored rows with one key the second is too many', () => {
  const wrong = wrongRows(at, keyed(row(1, 'one')), keyed(row(1, 'one'), row(1, 'one')), columnsOf)
  expect(wrong.map(({ difference }) => difference.found)).toEqual(['extra'])
})

test('content is the same in whatever order its keys stand, and in no other order of a list', () => {
  expect(sameContent({ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 })).toBe(true)
  const different: ReadonlyArray<readonly [unknown, unknown]> = [
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: null }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [null, {}],
    [[], {}],
    [['vip'], { 0: 'vip' }],
    [1, '1'],
    [false, null],
  ]
  for (const [a, b] of different) expect([sameContent(a, b), sameContent(b, a)]).toEqual([false, false])
})
