import type {
  ConversationId,
  Held,
  Migration,
  Position,
  Storage,
  TenantId,
  Time,
} from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { expect, vi } from 'vitest'
import type * as colloquy from '../../src/index.ts'

/** What of today's code is otherwise tomorrow. */
export type Change = {
  readonly migration: Migration
  /** The names of the columns of conversations, in the order in which they are selected, as they will be. */
  readonly columns?: (names: ReadonlyArray<string>) => ReadonlyArray<string>
}

/** A column that nobody reads, and all columns in another order. */
export const harmless: Change = {
  migration: { sql: 'alter table colloquy_conversation add column mood text', earlierWriters: 'go on' },
  columns: (names) => [...names.slice(0, 2), ...names.slice(2).toReversed()],
}

/** A column that takes the place of another, which the code of today still writes. */
export const renaming: Change = {
  migration: {
    sql: `alter table colloquy_conversation add column settled_later integer not null default 0;
      update colloquy_conversation set settled_later = settled_n`,
    earlierWriters: 'stop',
  },
  columns: (names) => names.map((name) => (name === 'settled_n' ? 'settled_later' : name)),
}

/** Some code, as far as its processes need it. */
export type Code = Pick<typeof colloquy, 'openConversations' | 'actor' | 'roles'>

/** A process of some code on a stored database: who asks, and who serves. */
export const startedOn = async (storage: Storage, { openConversations, actor, roles }: Code) => {
  const chat = await openConversations({ storage })
  return {
    chat,
    cleo: chat.as(actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })),
    anna: chat.as(
      actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.admin, queues: ['support'] }),
    ),
  }
}
export type Process = Awaited<ReturnType<typeof startedOn>>

export const bodies = async ({ anna }: Process): Promise<ReadonlyArray<unknown>> => {
  const { items } = await anna.timeline('order-7', { limit: 200 })
  return items.map((item) => ('body' in item ? item.body : null))
}

export const isRight = async (...processes: ReadonlyArray<Process>): Promise<void> => {
  for (const { chat } of processes) expect((await chat.verify()).differences).toEqual([])
}

/** All that the stored databases of version 1 hold is there and right, and goes on. */
export const goesOn = async (now: Process): Promise<void> => {
  expect(await bodies(now)).toEqual([
    'Where is my parcel?',
    'Lost again, says the carrier',
    'It is on its way',
    'It has not come',
    null,
  ])
  await isRight(now)
  const { rows } = await now.anna.inbox({ view: 'all' })
  expect(rows.map(({ id }) => id)).toEqual(['internal', 'waiting', 'closed', 'order-7'])
  await now.cleo.post({ conversationId: 'order-7', body: 'Hello?' })
  expect((await now.anna.search({ text: 'hello' })).rows).toHaveLength(1)
  await isRight(now)
}

/** Two processes write in turns, and every row is right. */
export const writeInTurns = async (old: Process, young: Process): Promise<void> => {
  for (const [i, by] of [old, young, old, young].entries()) {
    await by.anna.post({ conversationId: 'order-7', body: `said ${i}`, visibility: 'internal' })
    await by.cleo.post({ conversationId: 'order-7', body: `asked ${i}` })
    await by.anna.markNoReplyNeeded({ conversationId: 'order-7' })
    await isRight(old, young)
  }
  expect(await bodies(old)).toEqual(await bodies(young))
  expect(await bodies(young)).toContain('asked 3')
}

/** What writes beside commands and folds: what subscriptions note, what is mended, receipts that are forgotten. */
export const besidesCommands = async ({ checkpoints, strays, forget }: Storage) => {
  const tenant = 'acme' as TenantId
  const stream = { tenant, conversation: 'order-7' as ConversationId }
  const [now, position] = [0 as Time, 1 as Position]
  const claim = { name: 'mails', owner: 'old', now, lease: 60_000, limit: 64 }
  const claimed = await checkpoints.claim(claim)()
  const [slot] = E.isRight(claimed) ? claimed.right : []
  if (slot === undefined) throw new Error('no slot was free')
  const held: Held = {
    name: 'mails',
    stream,
    position,
    error: 'Error',
    attempts: 1,
    since: now,
    due: now,
    waited: 0,
    parked: false,
  }
  return async (): Promise<ReadonlyArray<E.Either<unknown, unknown>>> => [
    await checkpoints.claim(claim)(),
    await checkpoints.begin('others', [{ tenant, position }])(),
    await checkpoints.advance('mails', tenant, [slot], position)(),
    await checkpoints.hold(held, slot)(),
    await checkpoints.hurry('mails', stream)(),
    await checkpoints.letGo(held, slot)(),
    await strays(true)(),
    await forget(now)(),
  ]
}

const same = (names: ReadonlyArray<string>): ReadonlyArray<string> => names

type Column = { field: string; name: string; type: string }

/**
 * The code of tomorrow: all modules once more, beside those of today, as in another process, with migrations that there
 * are not yet and with other columns. `migrations` and `storage` import those of a storage.
 */
export const tomorrow = async <S extends object>(
  migrations: () => Promise<{ readonly migrations: ReadonlyArray<Migration> }>,
  storage: () => Promise<S>,
  changes: ReadonlyArray<Change>,
) => {
  vi.resetModules()
  const { tableColumns, columnOf } = await import('@colloquy/core/storage')
  const list = (await migrations()).migrations
  for (const { migration, columns = same } of changes) {
    Reflect.apply(Array.prototype.push, list, [migration])
    const before = tableColumns.conversation.map(({ name }) => name)
    const after = columns(before)
    // A column that is named otherwise stands in the place of the one that went.
    const [gone] = before.filter((name) => !after.includes(name))
    const columnsThen = after.map((name): Column => {
      const found = tableColumns.conversation.find(
        (column) => column.name === (before.includes(name) ? name : gone),
      )
      if (found === undefined) throw new Error(`no such column: ${name}`)
      return Object.assign(columnOf('conversation', found.field), { name })
    })
    Reflect.apply(Array.prototype.splice, tableColumns.conversation, [0, before.length, ...columnsThen])
  }
  const made = { ...(await import('../../src/index.ts')), ...(await storage()) }
  vi.resetModules()
  return made
}
