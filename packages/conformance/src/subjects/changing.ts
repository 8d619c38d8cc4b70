import type { Change, ConversationRow, Rows, Storage, StreamKey, Table, Time } from '@colloquy/core'
import { foldRows, needsOf } from '@colloquy/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { changed } from '../comparing/changed.ts'
import { acme, cast, order, ticket, zeta } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation } from '../driving/Scene.ts'
import { memory } from '@colloquy/core/memory'
import { office } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const stream: StreamKey = { tenant: acme, conversation: conversation('order') }
const neighbour: StreamKey = { tenant: acme, conversation: conversation('picked') }
const foreign: StreamKey = { tenant: zeta, conversation: conversation('order') }

/** The rows that commits wrote. */
const written = async (storage: Storage, key: StreamKey): Promise<Rows> =>
  foldRows(await value(storage.read({ stream: key, after: 0 }, 1000)))

/** Whether the rows of both streams are as these changes make them: told by folding, which compares. */
const holds = async (storage: Storage, changes: ReadonlyArray<Change>): Promise<void> => {
  for (const key of [stream, neighbour]) {
    const expected = changed(await written(storage, key), key, changes)
    expect(await value(storage.refold(key, () => expected, false))).toEqual([])
  }
}

export const write = (storage: Storage, changes: ReadonlyArray<Change>): Promise<unknown> =>
  value(
    storage.commit([needsOf(stream), needsOf(neighbour)], () => ({
      events: [],
      changes,
      receipts: [],
      positionsOf: [],
    })),
  )

/** Row changes, written without knowing what they mean. */
export const changing = (subject: StorageUnderTest): void => {
  describe('changes', () => {
    let rows: Rows
    beforeAll(async () => {
      const storage = memory()
      await played(storage, office())
      rows = await written(storage, stream)
    })
    const first = <T extends Table>(table: T, at = 0): Rows[T][number] => {
      const row = rows[table][at]
      if (row === undefined) throw new Error(`no row of ${table}`)
      return row
    }

    const put = <T extends Table>(table: T, row: Rows[T][number]): Change => {
      const change: unknown = { _tag: 'put', table, row }
      // A table and a row of it: the compiler can't pair them for a generic table.
      return change as Change
    }
    const other = (): ConversationRow => ({
      ...first('conversation'),
      queue: 'sales',
      staffAt: 5 as Time,
      attributes: {},
    })

    const cases: ReadonlyArray<readonly [string, () => ReadonlyArray<Change>]> = [
      ['put replaces the row with that key', () => [put('conversation', other())]],
      [
        'put adds a row where there is none',
        () => [
          put('seat', { ...first('seat'), actor: cast.gina.id, side: 'staff', member: true }),
          put('link', { ...stream, type: 'order', record: 'new', customerVisible: false }),
          put('label', { ...stream, label: 'added' }),
        ],
      ],
      [
        'putting every row of every table again changes nothing',
        () =>
          // Object.keys forgets which keys there are.
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
        () => [
          { _tag: 'patch', table: 'conversation', where: stream, set: { staffN: 1, channel: 'a' } },
          { _tag: 'patch', table: 'conversation', where: stream, set: { staffN: 2 } },
          put('label', { ...stream, label: 'twice' }),
          { _tag: 'remove', table: 'label', where: stream },
          put('label', { ...stream, label: 'last' }),
          { _tag: 'remove', table: 'link', where: { ...stream, type: order.type, record: order.id } },
          put('link', { ...stream, type: order.type, record: order.id, customerVisible: false }),
          { _tag: 'patch', table: 'seat', where: { ...stream, side: 'staff' }, set: { headN: 7 } },
          put('seat', { ...first('seat'), headN: 8 }),
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
    for (const [title, changes] of cases) {
      test(
        title,
        withPlaces(subject, async ({ fresh }) => {
          const storage = await fresh()
          await played(storage, office())
          await write(storage, changes())
          await holds(storage, changes())
        }),
      )
    }

    const allOfThem = (): ReadonlyArray<Change> => cases.flatMap(([, changes]) => changes())

    test(
      'the same changes twice come to the same as once',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        await write(storage, allOfThem())
        await write(storage, allOfThem())
        await holds(storage, allOfThem())
      }),
    )

    test(
      'changes in one commit come to the same as each in its own',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        for (const change of allOfThem()) await write(storage, [change])
        await holds(storage, allOfThem())
      }),
    )

    test(
      'rows of another tenant with the same keys stay as they are',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const refold = storage.refold(foreign, foldRows, false)
        expect(await value(refold)).toEqual([])
        await write(storage, [
          { _tag: 'patch', table: 'seat', where: stream, set: { headN: 99 } },
          { _tag: 'remove', table: 'message', where: stream },
          { _tag: 'remove', table: 'own', where: stream },
          { _tag: 'remove', table: 'term', where: stream },
          { _tag: 'remove', table: 'conversation', where: stream },
          { _tag: 'erase', ...stream, of: { what: 'conversation' } },
        ])
        expect(await value(refold)).toEqual([])
        const found = await value(storage.read({ stream: foreign, after: 0 }, 100))
        expect(JSON.stringify(found)).toContain('The same id in another house')
      }),
    )
  })
}
