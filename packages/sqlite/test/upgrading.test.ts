import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Migration } from '@colloquy/core'
import Database from 'better-sqlite3'
import * as colloquy from '../../colloquy/src/index.ts'
import { expect, test } from 'vitest'
import { type Change, tomorrow as tomorrowWith } from '../../colloquy/test/support/tomorrow.ts'
import { sqlite } from '../src/index.ts'
import { needed } from '../src/schema.ts'
import { newFile } from './support/desk.ts'

/** A file as version 1 of the schema left it, with a few conversations. */
const stored = gunzipSync(readFileSync(new URL('support/version-1.sqlite.gz', import.meta.url)))
const storedFile = (): string => {
  const filename = newFile()
  writeFileSync(filename, stored)
  return filename
}

const tomorrow = (...changes: ReadonlyArray<Change>) =>
  tomorrowWith(
    () => import('../src/migrations/migrations.ts'),
    () => import('../src/index.ts'),
    changes,
  )

type Code = Pick<Awaited<ReturnType<typeof tomorrow>>, 'sqlite' | 'openConversations' | 'actor' | 'roles'>
const today: Code = { sqlite, ...colloquy }

/** A process of some code: who asks, and who serves. */
const started = async (filename: string, { sqlite: storage, openConversations, actor, roles }: Code) => {
  const chat = await openConversations({ storage: storage({ filename }) })
  return {
    chat,
    cleo: chat.as(actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })),
    anna: chat.as(
      actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.admin, queues: ['support'] }),
    ),
  }
}
type Process = Awaited<ReturnType<typeof started>>

const bodies = async ({ anna }: Process): Promise<ReadonlyArray<unknown>> => {
  const { items } = await anna.timeline('order-7', { limit: 200 })
  return items.map((item) => ('body' in item ? item.body : null))
}

const isRight = async (...processes: ReadonlyArray<Process>): Promise<void> => {
  for (const { chat } of processes) expect((await chat.verify()).differences).toEqual([])
}

const reasonOf = async (work: Promise<unknown>): Promise<colloquy.Reason> => {
  try {
    await work
  } catch (error) {
    if (error instanceof colloquy.ConversationError) return error.reason
    throw error
  }
  throw new Error('it was done')
}

/** A column that nobody reads, and all columns in another order. */
const harmless: Change = {
  migration: { sql: 'alter table colloquy_conversation add column mood text', earlierWriters: 'go on' },
  columns: (names) => [...names.slice(0, 2), ...names.slice(2).toReversed()],
}

/** A column that takes the place of another, which the code of today still writes. */
const renaming: Migration = {
  sql: `alter table colloquy_conversation add column settled_later integer not null default 0;
    update colloquy_conversation set settled_later = settled_n`,
  earlierWriters: 'stop',
}
const renamed = {
  migration: renaming,
  columns: (names: ReadonlyArray<string>) =>
    names.map((name) => (name === 'settled_n' ? 'settled_later' : name)),
}

test('a stored file of version 1 is opened: all that it holds is there, is right, and goes on', async () => {
  const now = await started(storedFile(), today)
  expect(await bodies(now)).toEqual([
    'Where is my parcel?',
    'Lost again, says the carrier',
    'It is on its way',
    'It has not come',
    null,
  ])
  await isRight(now)
  await now.cleo.post({ conversationId: 'order-7', body: 'Hello?' })
  expect((await now.anna.search({ text: 'hello' })).rows).toHaveLength(1)
  await isRight(now)
  await now.chat.close()
})

test('after a migration that lets them, processes of two versions write in turns, and every row is right', async () => {
  const filename = storedFile()
  const old = await started(filename, today)
  const young = await started(filename, await tomorrow(harmless))
  for (const [i, by] of [old, young, old, young].entries()) {
    await by.anna.post({ conversationId: 'order-7', body: `said ${i}`, visibility: 'internal' })
    await by.cleo.post({ conversationId: 'order-7', body: `asked ${i}` })
    await by.anna.markNoReplyNeeded({ conversationId: 'order-7' })
    await isRight(old, young)
  }
  expect(await bodies(old)).toEqual(await bodies(young))
  expect(await bodies(young)).toContain('asked 3')
  for (const { chat } of [old, young]) await chat.close()
})

test('after a migration that does not, whoever writes by the old code is told SchemaOutdated, and no row is wrong', async () => {
  const filename = storedFile()
  const host = new Database(filename)
  const old = await started(filename, today)
  const hosted = await colloquy.openConversations({ storage: sqlite({ database: host }) })
  await old.cleo.post({ conversationId: 'order-7', body: 'before' })
  const young = await started(filename, await tomorrow(renamed))
  const outdated = { _tag: 'SchemaOutdated', found: needed + 1, needed }
  const cleo = colloquy.actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: colloquy.roles.customer })
  expect(await reasonOf(old.cleo.post({ conversationId: 'order-7', body: 'after' }))).toEqual(outdated)
  expect(await reasonOf(old.anna.markNoReplyNeeded({ conversationId: 'order-7' }))).toEqual(outdated)
  expect(await reasonOf(old.chat.rebuild())).toEqual(outdated)
  host.exec('begin')
  const within = async () =>
    hosted.within(host).as(cleo).post({ conversationId: 'order-7', body: 'by the host' })
  expect(await reasonOf(within())).toEqual(outdated)
  host.exec('commit')
  await young.anna.markNoReplyNeeded({ conversationId: 'order-7' })
  expect(
    (await bodies(young)).filter((body) => ['before', 'after', 'by the host'].includes(String(body))),
  ).toEqual(['before'])
  await isRight(young)
  for (const { chat } of [old, young]) await chat.close()
  await hosted.close()
  host.close()
})
