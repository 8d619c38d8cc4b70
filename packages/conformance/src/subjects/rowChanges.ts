import type { Change, Rows, StreamKey, Table, Time } from '@colloquy/core/storage'
import { acme, cast, order, ticket } from '../driving/Cast.ts'
import { conversation } from '../driving/Scene.ts'

/** Two conversations whose rows are changed. */
export const stream: StreamKey = { tenant: acme, conversation: conversation('order') }
export const neighbour: StreamKey = { tenant: acme, conversation: conversation('picked') }

/** Each kind of change, and changes of the first conversation's own rows. */
export const rowChanges: ReadonlyArray<readonly [string, (rows: Rows) => ReadonlyArray<Change>]> = [
  [
    'put replaces the row with that key',
    (rows) => [
      put('conversation', {
        ...first(rows, 'conversation'),
        queue: 'sales',
        staffAt: 5 as Time,
        attributes: {},
      }),
    ],
  ],
  [
    'put adds a row where there is none',
    (rows) => [
      put('seat', { ...first(rows, 'seat'), actor: cast.gina.id, side: 'staff', member: true }),
      put('link', { ...stream, type: 'order', record: 'new', customerVisible: false }),
      put('label', { ...stream, label: 'added' }),
    ],
  ],
  [
    'putting every row of every table again changes nothing',
    (rows) =>
      // `Object.keys` loses the type of the keys.
      (Object.keys(rows) as ReadonlyArray<Table>).flatMap((table) =>
        rows[table].map((row) => put(table, row)),
      ),
  ],
  [
    'patch sets columns of the row with that key',
    () => [
      {
        _tag: 'patch',
        table: 'conversation',
        where: stream,
        set: { locked: true, queue: null, staffN: 4 },
      },
      {
        _tag: 'patch',
        table: 'seat',
        where: { ...stream, side: 'staff', actor: cast.anna.id },
        set: { readN: 1 },
      },
      { _tag: 'patch', table: 'message', where: { ...stream, n: 2 }, set: { removed: true } },
    ],
  ],
  [
    'patch by a part of the key sets columns of all rows with that part',
    () => [
      {
        _tag: 'patch',
        table: 'seat',
        where: { ...stream, side: 'staff' },
        set: { headN: 77, flag: true },
      },
      { _tag: 'patch', table: 'seat', where: neighbour, set: { muted: true } },
    ],
  ],
  [
    'patch by other columns sets those of the rows that are equal in all of them',
    () => [
      {
        _tag: 'patch',
        table: 'seat',
        where: { ...stream, participant: true, side: 'customer' },
        set: { removedN: 1 },
      },
    ],
  ],
  [
    'patch of what is not there changes nothing and adds nothing',
    () => [
      { _tag: 'patch', table: 'seat', where: { ...stream, actor: cast.zoe.id }, set: { flag: true } },
      {
        _tag: 'patch',
        table: 'conversation',
        where: { ...stream, conversation: conversation('no such') },
        set: { staffN: 1 },
      },
    ],
  ],
  [
    'remove takes the row with that key, and all rows with a part of it',
    () => [
      { _tag: 'remove', table: 'label', where: { ...stream, label: 'urgent' } },
      { _tag: 'remove', table: 'link', where: { ...stream, type: ticket.type, record: ticket.id } },
      { _tag: 'remove', table: 'seat', where: { ...stream, side: 'customer' } },
      { _tag: 'remove', table: 'term', where: neighbour },
    ],
  ],
  [
    'changes are carried out in order',
    (rows) => [
      { _tag: 'patch', table: 'conversation', where: stream, set: { staffN: 1, channel: 'a' } },
      { _tag: 'patch', table: 'conversation', where: stream, set: { staffN: 2 } },
      put('label', { ...stream, label: 'twice' }),
      { _tag: 'remove', table: 'label', where: stream },
      put('label', { ...stream, label: 'last' }),
      { _tag: 'remove', table: 'link', where: { ...stream, type: order.type, record: order.id } },
      put('link', { ...stream, type: order.type, record: order.id, customerVisible: false }),
      { _tag: 'patch', table: 'seat', where: { ...stream, side: 'staff' }, set: { headN: 7 } },
      put('seat', { ...first(rows, 'seat'), headN: 8 }),
      { _tag: 'patch', table: 'seat', where: stream, set: { sortAt: 9 as Time } },
      { _tag: 'patch', table: 'seat', where: { ...stream, side: 'customer' }, set: { sortAt: null } },
    ],
  ],
  [
    'an order among rows of different conversations and tables does not matter to either',
    () => [
      { _tag: 'patch', table: 'seat', where: stream, set: { headN: 5 } },
      { _tag: 'patch', table: 'conversation', where: neighbour, set: { staffN: 5 } },
      { _tag: 'patch', table: 'seat', where: neighbour, set: { headN: 5 } },
      { _tag: 'patch', table: 'conversation', where: stream, set: { queue: 'support' } },
      { _tag: 'patch', table: 'seat', where: stream, set: { headN: 6 } },
    ],
  ],
]

const put = <T extends Table>(table: T, row: Rows[T][number]): Change => {
  const change: unknown = { _tag: 'put', table, row }
  // A table with a row of it, which TypeScript can't pair for a generic table.
  return change as Change
}

const first = <T extends Table>(rows: Rows, table: T): Rows[T][number] => {
  const [row] = rows[table]
  if (row === undefined) throw new Error(`no row of ${table}`)
  return row
}
