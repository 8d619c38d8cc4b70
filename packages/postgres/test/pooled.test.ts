import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { type Proxy, startProxy } from '@colloquy/test-support/proxy'
import { openConversations } from 'colloquy'
import * as E from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { messagesOf } from '../../colloquy/test/support/durability/examine.ts'
import { postgres } from '../src/index.ts'
import { needed } from '../src/schema.ts'
import { readLog } from './support/durability/Log.ts'
import { customer, open, poster } from './support/durability/opening.ts'
import { reasonOf } from '../../colloquy/test/support/reasonOf.ts'

/** What a pooler does to connections, done by a proxy, or to a server's connection itself. */

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

const outOfReach = (detail: RegExp) =>
  E.left({ _tag: 'Unavailable', retryAfter: 1000, detail: expect.stringMatching(detail) })

const migrated = async (connectionString: string, prepared?: boolean) => {
  const storage = postgres({ connectionString, ...(prepared !== undefined && { prepared }) })
  const version = await storage.migrate()
  await storage.close()
  return version
}

const leave = 'select pg_terminate_backend(pg_backend_pid())'

describe('an error that says what to do, where a pooler', () => {
  test.each(['unsupported startup parameter: options', 'unsupported startup parameter in options: jit'])(
    'refuses what connections begin with: %s',
    async (turnAway) => {
      await proxy.set({ turnAway })
      expect(await migrated(proxy.url)).toEqual(outOfReach(/begin with \(08P01\): say prepared: false/u))
    },
  )

  test('has something else against a connection', async () => {
    await proxy.set({ turnAway: 'no such user' })
    expect(await migrated(proxy.url)).toEqual(outOfReach(/^a pooler .*08P01.*log/u))
  })

  test('ignores what connections begin with, or their own address overrules it', async () => {
    const url = `${database.url}?options=-c%20geqo%3Doff`
    expect(await migrated(url)).toEqual(outOfReach(/did not arrive.*say prepared: false/u))
    expect(await migrated(url, false)).toEqual(E.right(needed))
  })

  test.each([
    ['26000', () => 'deallocate all'],
    ['42P05', (name: string) => `prepare "${name}" as select 1`],
  ])('hands a connection to others, on which statements are prepared (%s)', async (code, harm) => {
    const pool = new pg.Pool({ connectionString: database.url, max: 1 })
    const storage = postgres({ pool })
    await storage.migrate()
    await storage.heads()
    const { rows } = await pool.query<{ name: string }>('select name from pg_prepared_statements')
    expect(rows.length).toBeGreaterThan(0)
    // The next connection is a new one.
    if (code === '42P05') await expect(pool.query(leave)).rejects.toMatchObject({ code: '57P01' })
    for (const { name } of code === '42P05' ? rows : rows.slice(0, 1)) await pool.query(harm(name))
    expect(await storage.heads()).toEqual(outOfReach(new RegExp(`${code}.*say prepared: false`, 'u')))
    await storage.close()
    await pool.end()
  })
})

test.each([true, false])(
  'a commit amid which the pooler lost the server is looked for (prepared: %s)',
  async (prepared) => {
    const chat = await open(proxy.url, { prepared })
    await chat.as(poster).start({ id: 'c', type: 'internal' })
    const cut = proxy.cutAt('pooled')
    await chat.as(poster).post({ conversationId: 'c', body: 'found', commandId: 'found' })
    await cut
    expect(messagesOf((await readLog(database.url)).byCommand.get('found'))).toBe(1)
    await chat.close()
  },
)

test('where the pooler does not reach the server again nobody knows', async () => {
  const chat = await open(proxy.url, { prepared: false })
  await chat.as(poster).start({ id: 'c', type: 'internal' })
  const gone = proxy.cutAt('pooled').then(async () => {
    await proxy.set({ turnAway: 'server login has been failing' })
    proxy.cut()
  })
  const lost = chat.as(poster).post({ conversationId: 'c', body: 'lost', commandId: 'lost' })
  expect(await reasonOf(lost)).toEqual({ _tag: 'OutcomeUnknown' })
  await gone
  expect(messagesOf((await readLog(database.url)).byCommand.get('lost'))).toBe(1)
  await chat.close()
})

test('without prepared statements nothing is told to a connection for longer than a transaction, and commits are heard of', async () => {
  const told: Array<string> = []
  // Nothing is cut: this only looks at what passes.
  void proxy.cutAt('before', (sql) => told.push(sql) === 0)
  const pool = new pg.Pool({ connectionString: proxy.url, max: 1 })
  const chat = await openConversations({ storage: postgres({ pool, prepared: false }) })
  const other = await open(database.url)
  const following = chat.subscribe('following', () => undefined)
  const written = { type: 'customer', subject: 'Order 12', message: 'Where is it?' } as const
  const { conversationId } = await other.as(customer('cleo')).start(written)
  const taken = await other.as(poster).assign({ conversationId, to: { staff: poster.id } })
  await chat.waitFor(taken, following)
  await chat.as(poster).post({ conversationId, body: 'Here.' })
  expect(await chat.erase({ tenant: 'acme', participant: 'cleo' })).toMatchObject({ complete: true })
  expect((await chat.verify()).differences).toEqual([])
  await following.stop()
  const { rows } = await pool.query(`select (select count(*)::int from pg_prepared_statements) as prepared,
    (select count(*)::int from pg_listening_channels()) as channels,
    (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks`)
  expect(rows).toEqual([{ prepared: 0, channels: 0, locks: 0 }])
  expect(told.some((sql) => /^\s*vacuum/iu.test(sql))).toBe(true)
  expect(told.filter((sql) => /(?:^|;)\s*(?:set(?! local)|reset|listen|prepare)\b/iu.test(sql))).toEqual([])
  await other.close()
  await chat.close()
  await pool.end()
})
