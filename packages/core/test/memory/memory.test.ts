import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { find } from '../../src/kernel/Lookup.ts'
import type { Who } from '../../src/conversation/Actor.ts'
import type {
  CommandId,
  ConversationId,
  Position,
  StreamKey,
  TenantId,
  Version,
} from '../../src/conversation/Ids.ts'
import type { Needs } from '../../src/conversation/Needs.ts'
import { needsOf, placeKey } from '../../src/conversation/Needs.ts'
import type { Recorded } from '../../src/conversation/Recorded.ts'
import { memory } from '../../src/memory/memory.ts'
import type { Receipt, Settled, Storage } from '../../src/ports/Storage.ts'
import { conversationRow, messageRow, seatRow } from '../../src/projections/rows/rowOf.ts'
import type { Change } from '../../src/projections/rows/Change.ts'
import { terms } from '../../src/projections/rows/terms.ts'
import {
  anna,
  bodyOf,
  cleo,
  conversation,
  header,
  message,
  noRows,
  recorded,
  seat,
  tenant,
  time,
  viewer,
} from '../projections/fixtures.ts'

const stream: StreamKey = { tenant, conversation }
const receipt = (commandId: string, some: Partial<Receipt> = {}): Receipt => ({
  tenant,
  actor: cleo,
  commandId: commandId as CommandId,
  hash: 'hash',
  conversation,
  version: 1 as Version,
  customerVersion: 1 as Version,
  lastReader: null,
  lastVersion: 1 as Version,
  messageId: null,
  changed: true,
  endedAccess: false,
  at: time(100),
  ...some,
})

const right = async <A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const write = (storage: Storage, some: Partial<Exclude<Settled, { more: unknown }>>) =>
  storage.commit([needsOf(stream)], () => ({
    events: [],
    changes: [],
    receipts: [],
    positionsOf: [],
    ...some,
  }))

const posted = (n: number, some: Partial<Recorded> = {}): Recorded =>
  recorded(n, bodyOf(message(n, { author: cleo })), { position: null, ...some })

const rows: ReadonlyArray<Change> = [
  { _tag: 'put', table: 'conversation', row: conversationRow(header({ staffN: 1, customerN: 1 }), tenant) },
  { _tag: 'put', table: 'seat', row: seatRow(header(), seat(cleo), tenant) },
  { _tag: 'put', table: 'seat', row: seatRow(header(), seat(anna), tenant) },
  {
    _tag: 'put',
    table: 'message',
    row: messageRow(message(1, { version: 1 as Version, bodyVersion: 1 as Version }), stream),
  },
  {
    _tag: 'put',
    table: 'term',
    row: { ...stream, version: 1 as Version, body: terms('text of m1'), subject: [], name: [], phone: null },
  },
]

/** Everything that can be read of it. */
const everything = async (storage: Storage) => {
  const log = await right(storage.read({ tenant, after: 0 as Position }, 1000))
  const shown = await right(storage.query({ _tag: 'Conversations', ids: [conversation] }, viewer(cleo)))
  return JSON.stringify([log, shown, await right(storage.heads)])
}

const begun = async (): Promise<Storage> => {
  const storage = memory({ secret: '00'.repeat(32) })
  await right(write(storage, { events: [posted(1)], changes: rows, receipts: [receipt('k1')] }))
  return storage
}

describe('commit', () => {
  test('writes events, rows and receipts together, with positions in order', async () => {
    const storage = await begun()
    const committed = await right(
      write(storage, {
        events: [posted(2), posted(1, { reader: anna })],
        positionsOf: [
          { stream, reader: null, version: 1 as Version },
          { stream, reader: anna, version: 1 as Version },
          { stream, reader: null, version: 9 as Version },
        ],
      }),
    )
    expect(committed).toEqual({ positions: [2, 3], positionsOf: [1, 3, null] })
    const own = await right(storage.read({ stream, after: 1 }, 10))
    expect(own.map(({ position, version, reader }) => [position, version, reader?.id ?? null])).toEqual([
      [2, 2, null],
      [3, 1, 'anna'],
    ])
  })

  test.each<[string, Parameters<typeof write>[1]]>([
    ['an event out of order', { events: [posted(2), posted(4)] }],
    ['a version that is taken', { events: [posted(1)] }],
    ['a receipt that is taken', { events: [posted(2)], receipts: [receipt('k1')] }],
    ['two receipts of one command', { events: [posted(2)], receipts: [receipt('k2'), receipt('k2')] }],
  ])('%s writes nothing at all', async (_name, batch) => {
    const storage = await begun()
    const before = await everything(storage)
    const changes: ReadonlyArray<Change> = [
      { _tag: 'patch', table: 'conversation', where: stream, set: { staffN: 7 } },
    ]
    expect(await write(storage, { ...batch, changes })()).toEqual(E.left({ _tag: 'Conflict' }))
    expect(await everything(storage)).toBe(before)
  })

  test('a throw while settling writes nothing', async () => {
    const storage = await begun()
    const before = await everything(storage)
    const failing = storage.commit([needsOf(stream)], () => {
      throw new Error('a bug')
    })
    await expect(failing()).rejects.toThrow('a bug')
    expect(await everything(storage)).toBe(before)
  })

  test('any split into batches comes to the same', async () => {
    const whole = async (sizes: ReadonlyArray<number>) => {
      const storage = await begun()
      const events = Array.from({ length: 12 }, (_, i) => posted(i + 2))
      for (let at = 0, turn = 0; at < events.length; turn++) {
        const size = sizes[turn % Math.max(1, sizes.length)] ?? 12
        await right(write(storage, { events: events.slice(at, at + size) }))
        at += size
      }
      return everything(storage)
    }
    const atOnce = await whole([12])
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }), async (sizes) => {
        expect(await whole(sizes)).toBe(atOnce)
      }),
      { numRuns: 20 },
    )
  })
})

describe('loading', () => {
  const loaded = async (
    needs: Partial<Needs>,
    look: (state: ReturnType<Parameters<Parameters<Storage['commit']>[1]>[0]['state']>) => unknown,
  ) => {
    const storage = await begun()
    let seen: unknown
    await right(
      storage.commit([needsOf(stream, needs)], ({ state }) => {
        seen = look(state(stream))
        return { events: [], changes: [], receipts: [], positionsOf: [] }
      }),
    )
    return seen
  }

  test('what was not named throws, what was named and is not there is absent', async () => {
    const who: Who = anna
    expect(await loaded({ seats: [who] }, (state) => find(state.seats, 'staff:anna')?.participant)).toBe(true)
    expect(
      await loaded({ seats: [{ side: 'staff', id: cleo.id }] }, (state) => find(state.seats, 'staff:cleo')),
    ).toBeNull()
    await expect(loaded({}, (state) => find(state.seats, 'staff:anna'))).rejects.toThrow('not loaded')
    expect(await loaded({ seats: 'all' }, (state) => state.seats.known.size)).toBe(2)
  })

  test('a message comes with the hash of what was given, a cursor with its place', async () => {
    const { id } = message(1)
    expect(await loaded({ messages: [id] }, (state) => find(state.messages, id)?.hash)).toBe('hash of m1')
    const place = { at: id }
    const reaches = [{ reader: anna, place }]
    expect(await loaded({ reaches }, (state) => find(state.reaches, placeKey(anna, place))?.read)).toBe(1)
  })

  test('more is loaded beside what was there, until nothing more is asked', async () => {
    const storage = await begun()
    const other = { tenant, conversation: 'c2' as ConversationId }
    const calls: Array<string> = []
    await right(
      storage.commit([needsOf(stream)], ({ state }) => {
        calls.push(state(stream).header === null ? 'absent' : 'found')
        if (calls.length === 1) return { more: [needsOf(other)] }
        calls.push(state(other).header === null ? 'absent' : 'found')
        return { events: [], changes: [], receipts: [], positionsOf: [] }
      }),
    )
    expect(calls).toEqual(['found', 'found', 'absent'])
  })
})

describe('erasing', () => {
  test('forgets text, what search finds of it and the hashes, and keeps the facts', async () => {
    const storage = await begun()
    expect(await right(storage.concerning(tenant, cleo))).toEqual([conversation])
    const of = { what: 'participant', who: cleo } as const
    await right(
      write(storage, {
        events: [posted(2, { event: { type: 'content-erased', of } })],
        changes: [{ _tag: 'erase', ...stream, of }],
      }),
    )
    expect(await right(storage.concerning(tenant, cleo))).toEqual([])
    const [first] = await right(storage.read({ stream, after: 0 }, 1))
    expect(first?.event).toMatchObject({ type: 'message-posted', messageId: 'm1', personal: null })
    expect(await everything(storage)).not.toContain('text of')
    const search = { text: ['text'], participant: null, phone: null }
    const sort = { by: 'activity', direction: 'desc' } as const
    const list = {
      _tag: 'List',
      view: 'all',
      filter: {},
      sort,
      after: null,
      limit: 5,
      match: search,
      changedAfter: null,
    } as const
    expect(await right(storage.query(list, viewer(cleo)))).toEqual([])
    let hash: unknown
    const needs = needsOf(stream, { receipt: { actor: cleo, commandId: 'k1' as CommandId } })
    await right(
      storage.commit([needs], (state) => {
        hash = state.receipt(tenant, cleo, 'k1' as CommandId)?.hash
        return { events: [], changes: [], receipts: [], positionsOf: [] }
      }),
    )
    expect(hash).toBeNull()
  })
})

describe('what changed', () => {
  test('O22 by what the viewer could see happen', async () => {
    const storage = await begun()
    const note = posted(2, { event: bodyOf(message(2, { author: anna, customerN: null })) })
    await right(
      write(storage, { events: [note, posted(1, { reader: anna, event: { type: 'conversation-muted' } })] }),
    )
    const sort = { by: 'activity', direction: 'desc' } as const
    const changed = async (who: Who, after: number) => {
      const list = {
        _tag: 'List',
        view: 'all',
        filter: {},
        sort,
        after: null,
        limit: 5,
        match: null,
      } as const
      return (await right(storage.query({ ...list, changedAfter: after as Position }, viewer(who)))).length
    }
    expect([await changed(anna, 1), await changed(anna, 2), await changed(anna, 3)]).toEqual([1, 1, 0])
    expect([await changed(cleo, 1), await changed(cleo, 2)]).toEqual([0, 0])
  })
})

describe('folding anew', () => {
  test('names what differs by key, and mends it when asked', async () => {
    const storage = await begun()
    const [first] = rows
    const row = first?._tag === 'put' && first.table === 'conversation' ? first.row : null
    if (row === null) throw new Error('no row')
    const folded = { ...noRows, conversation: [{ ...row, staffN: 2 }], label: [{ ...stream, label: 'vip' }] }
    const differences = [
      { stream, table: 'conversation', key: '', found: 'different', columns: ['staffN'] },
      { stream, table: 'seat', key: 'customer\u0000cleo', found: 'extra', columns: [] },
      { stream, table: 'seat', key: 'staff\u0000anna', found: 'extra', columns: [] },
      { stream, table: 'message', key: '1', found: 'extra', columns: [] },
      { stream, table: 'label', key: 'vip', found: 'missing', columns: [] },
      { stream, table: 'term', key: '1', found: 'extra', columns: [] },
    ]
    expect(await right(storage.refold(stream, () => folded, false))).toEqual(differences)
    expect(await right(storage.refold(stream, () => folded, true))).toEqual(differences)
    expect(await right(storage.refold(stream, () => folded, false))).toEqual([])
  })
})

describe('operating', () => {
  test('tenants are apart, in the log and in the list of streams', async () => {
    const storage = await begun()
    const other = 'other' as TenantId
    await right(write(storage, { events: [posted(1, { tenant: other })] }))
    expect(await right(storage.heads)).toEqual([
      { tenant, head: 1 },
      { tenant: other, head: 1 },
    ])
    expect(await right(storage.streams(null, 1))).toEqual([stream])
    expect(await right(storage.streams(stream, 9))).toEqual([{ tenant: other, conversation }])
  })

  test('old receipts are forgotten', async () => {
    const storage = await begun()
    expect(await right(storage.forget(time(100)))).toBe(0)
    expect(await right(storage.forget(time(101)))).toBe(1)
  })

  test('the secret is the one given, or a random one', async () => {
    expect(await right(memory({ secret: 'ab'.repeat(32) }).secret)).toBe('ab'.repeat(32))
    const random = await right(memory().secret)
    expect(random).toMatch(/^[0-9a-f]{64}$/u)
    expect(await right(memory().secret)).not.toBe(random)
  })

  test('hints after a commit, until it is told to stop', async () => {
    const storage = await begun()
    let woken = 0
    const stop = storage.hint(() => (woken += 1))
    await right(write(storage, { events: [posted(2)] }))
    await Promise.resolve()
    stop()
    await right(write(storage, { events: [posted(3)] }))
    await Promise.resolve()
    expect(woken).toBe(1)
  })
})

test.for([
  ['an option that there is not', { secert: 'ab'.repeat(32) }, /no option secert; there are secret/],
  ['a secret that is too short', { secret: 'ab' }, /secret: give 32 bytes in hex/],
  ['something else for a secret', { secret: 7 }, /secret/],
  ['something else for options', 'secret', /give an object/],
] as const)('%s is a TypeError at once', ([, options, message]) => {
  const open = () => memory(options as unknown as Parameters<typeof memory>[0])
  expect(open).toThrow(TypeError)
  expect(open).toThrow(message)
})
