import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { type Proxy, startProxy } from '@colloquy/test-support/proxy'
import { openConversations } from 'colloquy'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { postgres } from '../../src/index.ts'
import { messagesOf } from '../../../colloquy/test/support/durability/examine.ts'
import { atCommit } from '../support/durability/atCommit.ts'
import { readLog } from '../support/durability/Log.ts'
import { open, type Opened, poster } from '../support/durability/opening.ts'
import { reasonOf } from '../../../colloquy/test/support/reasonOf.ts'

let database: TestDatabase
let proxy: Proxy
let pool: pg.Pool
let chat: Opened

beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
  proxy = await startProxy(database.url)
  // A host that hears soon of a query without an answer; a connection gets its time, however loaded the machine.
  const patience = { connectionTimeoutMillis: 30_000, query_timeout: 2_000 }
  pool = new pg.Pool({ connectionString: proxy.url, max: 4, pipeline: true, ...patience })
  chat = await openConversations({ storage: postgres({ pool }) })
  await chat
    .as(poster)
    .start({ id: 'c', type: 'customer', customer: 'cleo', subject: 'c', commandId: 'begin' })
})
afterEach(async () => {
  await chat.close()
  await proxy.close()
  await pool.end()
  await database.drop()
})

const post = (commandId: string) =>
  chat
    .as(poster)
    .post({ commandId, conversationId: 'c', body: commandId, visibility: 'public', confirmPublic: true })

const timed = async <A>(work: Promise<A>): Promise<{ readonly found: A; readonly took: number }> => {
  const began = performance.now()
  return { found: await work, took: performance.now() - began }
}

const isThereOnce = async (command: string): Promise<void> => {
  expect(messagesOf((await readLog(database.url)).byCommand.get(command))).toBe(1)
  expect((await chat.verify()).differences).toEqual([])
}

test('where nothing comes back any more, every call ends within the patience for a query', async () => {
  await proxy.set('blackhole')
  const posted = await timed(reasonOf(post('lost')))
  const asked = await timed(reasonOf(chat.as(poster).timeline('c')))
  expect([posted.found._tag, asked.found._tag]).toEqual(['Unavailable', 'Unavailable'])
  expect(posted.took).toBeLessThan(60_000)
  expect(asked.took).toBeLessThan(60_000)
  await proxy.set('pass')
  await post('lost')
  await isThereOnce('lost')
})

test('a commit after which nothing comes back any more is looked for, and in the end nobody knows', async () => {
  const lost = atCommit(proxy, () => proxy.set('blackhole'))
  const { found, took } = await timed(reasonOf(post('unknown')))
  expect(found._tag).toBe('OutcomeUnknown')
  expect(took).toBeLessThan(60_000)
  await lost
  await proxy.set('pass')
  await post('unknown')
  await isThereOnce('unknown')
})

test('a network that refuses: every call is answered at once, and the same chat works when it is there again', async () => {
  await proxy.set('refuse')
  proxy.cut()
  const posted = await timed(reasonOf(post('refused')))
  expect(posted.found).toMatchObject({ _tag: 'Unavailable' })
  expect(posted.took).toBeLessThan(5_000)
  await proxy.set('pass')
  await post('refused')
  await isThereOnce('refused')
})

test('closing does not wait for a network that is gone', async () => {
  const own = await open(proxy.url)
  const stop = own.on('*', () => undefined)
  await own.as(poster).post({ conversationId: 'c', body: 'own', visibility: 'internal' })
  await proxy.set('blackhole')
  stop()
  expect((await timed(own.close())).took).toBeLessThan(60_000)
  await proxy.set('pass')
})
