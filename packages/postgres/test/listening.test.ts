import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { type Proxy, startProxy } from '@colloquy/test-support/proxy'
import { openConversations } from 'colloquy'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { hints } from '../src/hint.ts'
import { postgres } from '../src/index.ts'
import { give } from '../../colloquy/test/support/durability/giving.ts'
import { open, poster } from './support/durability/opening.ts'
import { until } from './support/durability/until.ts'

let database: TestDatabase
let proxy: Proxy
beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
  proxy = await startProxy(database.url)
})
afterEach(async () => {
  await proxy.close()
  await database.drop()
})

test('a pool of one connection is enough for a subscription, commands and queries, and hears of others', async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 1 })
  const chat = await openConversations({ storage: postgres({ pool }) })
  const other = await open(database.url)
  const handled: Array<unknown> = []
  const subscription = chat.subscribe('mail', ({ position }) => void handled.push(position))
  await give(chat.as(poster), 'begin', { name: 'start', conversationId: 'c', body: 'begin' })
  const receipt = await give(other.as(poster), 'post', { name: 'post', conversationId: 'c', body: 'post' })
  await chat.waitFor(receipt, subscription)
  expect((await chat.as(poster).timeline('c')).items).toHaveLength(2)
  expect(handled.length).toBeGreaterThan(0)
  await subscription.stop()
  for (const each of [chat, other]) await each.close()
  await pool.end()
})

test('a connection that listens and leads nowhere any more is noticed, and another one listens', async () => {
  const pool = new pg.Pool({ connectionString: proxy.url, max: 3 })
  pool.on('error', () => undefined)
  const access = {
    pool: () => pool,
    options: { schema: '"half"', prepared: true },
    patience: { statement: 10_000, lock: 100 },
  }
  const hearing = hints(access, 50)
  const telling = hints({ ...access, pool: () => direct })
  const direct = new pg.Pool({ connectionString: database.url })
  let heard = 0
  const stop = hearing.hint(() => (heard += 1))
  await until('it listens', () => heard > 0)
  proxy.silence()
  // Listening anew it says once that there may be news; what is told from then on arrives.
  const before = heard
  await until('it listens again', () => heard > before)
  const again = heard
  telling.tell()
  await until('it hears', () => heard > again)
  stop()
  await hearing.stop()
  await telling.stop()
  await direct.end()
  proxy.cut()
  await pool.end()
})
