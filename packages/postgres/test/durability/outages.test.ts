import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { type Postgres, startPostgres } from '@colloquy/test-support/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { messagesOf } from '../../../colloquy/test/support/durability/examine.ts'
import { ask } from '../support/durability/asking.ts'
import { readLog } from '../support/durability/Log.ts'
import { customer, open, type Opened, poster } from '../support/durability/opening.ts'
import { reasonOf } from '../../../colloquy/test/support/reasonOf.ts'
import { until } from '../support/durability/until.ts'

// A server of its own: it is stopped, and filled with connections.
let server: Postgres
let database: TestDatabase
let chat: Opened

beforeAll(async () => {
  server = await startPostgres({ settings: { max_connections: '20' } })
})
afterAll(() => server.stop())
beforeEach(async () => {
  database = await newDatabase(server.url)
  chat = await open(database.url, { connections: 4 })
  await chat
    .as(poster)
    .start({ id: 'c', type: 'customer', customer: 'cleo', subject: 'c', commandId: 'begin' })
})
afterEach(async () => {
  await chat.close()
  await database.drop()
})

const post = (commandId: string, by: Opened = chat) =>
  by
    .as(poster)
    .post({ commandId, conversationId: 'c', body: commandId, visibility: 'public', confirmPublic: true })

const bodies = async (): Promise<ReadonlyArray<unknown>> =>
  (await chat.as(poster).timeline('c', { limit: 100 })).items.map((item) =>
    'body' in item ? item.body : null,
  )

/** Everything that asks something of the storage. */
const everything = (of: Opened) => {
  const desk = of.as(poster)
  const cleo = of.as(customer('cleo'))
  return {
    post: () => post('outage', of),
    start: () => desk.start({ type: 'customer', customer: 'cleo', subject: 'd' }),
    markRead: () => cleo.markRead({ conversationId: 'c' }),
    conversation: () => desk.conversation('c'),
    timeline: () => desk.timeline('c'),
    participants: () => desk.participants('c'),
    inbox: () => cleo.inbox({ view: 'all' }),
    indicator: () => cleo.indicator(),
    unread: () => cleo.unread('c'),
    verify: () => of.verify(),
    rebuild: () => of.rebuild(),
    migrate: () => of.migrate(),
    tick: () => of.tick(),
    erase: () => of.erase({ tenant: 'acme', participant: 'cleo' }),
  }
}

const terminate = `select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()`

test('all connections ended, the one that listens too: all goes on, and hints come again', async () => {
  const other = await open(database.url)
  const heard: Array<unknown> = []
  const stop = chat.on('message-posted', ({ data }) => heard.push(data.body))
  const listens = async (): Promise<boolean> => {
    const rows = await ask(
      database.url,
      "select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
    )
    return rows.length > 0
  }
  await until('it listens', listens)
  await post('before', other)
  await until('it hears', () => heard.length === 1)
  for (let round = 0; round < 3; round += 1) {
    const during = Promise.allSettled(Array.from({ length: 6 }, (_, at) => post(`during-${round}-${at}`)))
    await ask(database.url, terminate)
    // Whoever was amid a commit is told that it failed, or that nobody knows; usually it is done all the same.
    for (const [at, one] of (await during).entries()) {
      if (one.status === 'rejected') await post(`during-${round}-${at}`)
    }
    await until('it listens again', listens)
  }
  await post('after', other)
  await until('it hears again', () => heard.includes('after'))
  await until('it heard all', () => heard.length === 1 + 18 + 1)
  expect(new Set(heard).size).toBe(heard.length)
  const log = await readLog(database.url)
  for (let round = 0; round < 3; round += 1) {
    for (let at = 0; at < 6; at += 1) expect(messagesOf(log.byCommand.get(`during-${round}-${at}`))).toBe(1)
  }
  stop()
  await other.close()
})

test('while the server is down everything answers a reason; when it is up again, the same chat works', async () => {
  const handled: Array<unknown> = []
  const subscription = chat.subscribe('outage', ({ position }) => void handled.push(position), { lease: 500 })
  const first = await post('before')
  await chat.waitFor(first, subscription)
  const during = Promise.allSettled(Array.from({ length: 4 }, (_, at) => post(`during-${at}`)))
  await server.kill('SIGINT')
  const broken = await during
  const calls = Object.entries(everything(chat))
  // Those that insist take their time to give up, so all at once.
  const reasons = await Promise.all(calls.map(async ([name, call]) => [name, (await reasonOf(call()))._tag]))
  expect(reasons).toEqual(calls.map(([name]) => [name, 'Unavailable']))
  const imported = await chat.import([{ id: 'imported', customer: 'cleo', messages: [] }], { tenant: 'acme' })
  expect(imported.failed.map(({ reason }) => reason._tag)).toEqual(['Unavailable'])
  for (const call of [subscription.lag, subscription.parked])
    expect((await reasonOf(call()))._tag).toBe('Unavailable')
  expect((await reasonOf(open(database.url)))._tag).toBe('Unavailable')
  await server.start()
  for (const [at, one] of broken.entries()) if (one.status === 'rejected') await post(`during-${at}`)
  const last = await post('after')
  expect(await bodies()).toEqual(['before', 'during-0', 'during-1', 'during-2', 'during-3', 'after'])
  await chat.waitFor(last, subscription)
  expect((await chat.verify()).differences).toEqual([])
  await subscription.stop()
})

test('a server without a connection left (53300) is out of reach, and in reach when there is one', async () => {
  const chat = await open(database.url)
  await ask(database.url, terminate)
  const taken: Array<pg.Client> = []
  for (;;) {
    const client = new pg.Client({ connectionString: server.url })
    client.on('error', () => undefined)
    try {
      await client.connect()
    } catch (error) {
      expect(error).toMatchObject({ code: '53300' })
      break
    }
    taken.push(client)
  }
  const { post: give, timeline, migrate } = everything(chat)
  for (const [name, call] of Object.entries({ give, timeline, migrate })) {
    expect([name, await reasonOf(call())]).toMatchObject([
      name,
      { _tag: 'Unavailable', detail: expect.stringContaining('53300') },
    ])
  }
  await Promise.all(taken.map((client) => client.end()))
  await until('a connection is free', async () => {
    const rows = await ask(server.url, 'select 1 from pg_stat_activity where backend_type = $1', [
      'client backend',
    ])
    return rows.length < 5
  })
  await post('outage', chat)
  expect(messagesOf((await readLog(database.url)).byCommand.get('outage'))).toBe(1)
  await chat.close()
})

test('a pool whose connections are all in use is waited for, and answered when it takes too long', async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 200 })
  const { openConversations } = await import('colloquy')
  const { postgres } = await import('../../src/index.ts')
  const small = await openConversations({ storage: postgres({ pool }) })
  const kept = await pool.connect()
  expect((await reasonOf(small.as(poster).timeline('c')))._tag).toBe('Unavailable')
  expect((await reasonOf(post('late', small)))._tag).toBe('Unavailable')
  kept.release()
  await post('late', small)
  await small.close()
  await pool.end()
  expect(await bodies()).toEqual(['late'])
})
