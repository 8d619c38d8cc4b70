import { once } from 'node:events'
import { connect } from 'node:net'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { type Moment, type Proxy, startProxy } from '@colloquy/test-support/proxy'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { listen, portOf } from '../src/listen.ts'
import { query } from './support/query.ts'

let database: TestDatabase
let proxy: Proxy
let client: pg.Client

const connected = async (pipeline = false): Promise<pg.Client> => {
  const made = new pg.Client({ connectionString: proxy.url, pipeline })
  made.on('error', () => undefined)
  await made.connect()
  return made
}

beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
  await query(database.url, 'create table said (word text)')
  proxy = await startProxy(database.url)
  client = await connected()
})

afterEach(async () => {
  await proxy.close()
  await database.drop()
})

/** The committed rows, read from the server directly. */
const words = () => query(database.url, 'select word from said order by word')

/** Whether the server still runs a statement of a client of ours. */
const lingering = () =>
  query(
    database.url,
    'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )

const say = async (by: pg.Client, word: string) => {
  await by.query('begin')
  await by.query('insert into said values ($1)', [word])
  await by.query('commit')
}

/** Sends all statements in one piece, as a pipelining client does. */
const answersTo = async (by: pg.Client, sent: ReadonlyArray<string>) => {
  if (by.pipeline) return Promise.allSettled(sent.map((sql) => by.query(sql)))
  const answers: Array<PromiseSettledResult<unknown>> = []
  for (const sql of sent) answers.push(...(await Promise.allSettled([by.query(sql)])))
  return answers
}

const isOver = /ECONNRESET|Connection terminated/

test('what is sent passes, and takes longer when told', async () => {
  await say(client, 'hello')
  expect(await words()).toEqual([{ word: 'hello' }])
  await proxy.set({ delay: 60 })
  const start = performance.now()
  await client.query('select 1')
  expect(performance.now() - start).toBeGreaterThanOrEqual(118)
})

test('a large statement and its large answer pass whole', async () => {
  const large = 'colloquy '.repeat(500_000)
  expect((await client.query('select $1::text as text', [large])).rows).toEqual([{ text: large }])
})

test('a refused client is refused, one that is there stays, and later all may come', async () => {
  await proxy.set('refuse')
  await expect(connected()).rejects.toThrow('ECONNREFUSED')
  await say(client, 'still here')
  await proxy.set('pass')
  await say(await connected(), 'again here')
  expect(await words()).toHaveLength(2)
})

test('a client that is turned away hears why, one that is there stays', async () => {
  await proxy.set({ turnAway: 'unsupported startup parameter: options' })
  const turned = new pg.Client({ connectionString: proxy.url })
  await expect(turned.connect()).rejects.toMatchObject({ code: '08P01', message: /options/ })
  await say(client, 'still here')
})

test('closing ends, also at the moment at which clients leave by themselves', async () => {
  const greeter = await listen(0, (socket) => {
    socket.on('error', () => undefined).resume()
    socket.write(Buffer.from([78, 0, 0, 0, 4]))
  })
  const own = await startProxy(`postgres://127.0.0.1:${portOf(greeter)}/`)
  let left = (): void => undefined
  const closed = new Promise<void>((resolve) => {
    left = () => resolve(own.close())
  })
  const witness = await listen(0, (socket) => void socket.resume().once('end', left))
  const some = Array.from({ length: 4 }, () => connect(Number(new URL(own.url).port), '127.0.0.1'))
  for (const each of some) each.on('error', () => undefined)
  const last = connect(portOf(witness), '127.0.0.1')
  await Promise.all([...some.map((each) => once(each, 'readable')), once(last, 'connect')])
  for (const each of [...some, last]) each.resume().end()
  await closed
  expect(own.open()).toBe(0)
  greeter.close()
  witness.close()
})

test('nothing comes out of a black hole until it is gone', async () => {
  await proxy.set('blackhole')
  const said = client.query("insert into said values ('late')")
  const first = await Promise.race([
    said.then(() => 'the reply'),
    query(database.url, 'select pg_sleep(0.2)'),
  ])
  expect(first).not.toBe('the reply')
  expect(await words()).toEqual([])
  await proxy.set('pass')
  await said
  expect(await words()).toEqual([{ word: 'late' }])
})

test('a row whose reply was swallowed is committed', async () => {
  await proxy.set('swallowReplies')
  const said = client.query("insert into said values ('unheard')")
  const failed = expect(said).rejects.toThrow(isOver)
  await expect.poll(words).toEqual([{ word: 'unheard' }])
  proxy.cut()
  await failed
})

test('a cut ends all connections, on both sides', async () => {
  const other = await connected()
  expect(proxy.open()).toBe(2)
  const failed = [client, other].map((each) =>
    expect(each.query('select pg_sleep(60)')).rejects.toThrow(isOver),
  )
  proxy.cut()
  await Promise.all(failed)
  await expect.poll(() => proxy.open()).toBe(0)
  await say(await connected(), 'after')
})

const moments: ReadonlyArray<{ moment: Moment; heard: boolean; committed: boolean }> = [
  { moment: 'before', heard: false, committed: false },
  { moment: 'inside', heard: false, committed: true },
  { moment: 'pooled', heard: false, committed: true },
  { moment: 'after', heard: true, committed: true },
]

for (const { moment, heard, committed } of moments) {
  for (const pipeline of [false, true]) {
    test(`a connection that ${pipeline ? 'pipelines' : 'waits for each reply'} is cut at its commit: ${moment}`, async () => {
      const speaker = await connected(pipeline)
      await say(speaker, 'first')
      const cut = proxy.cutAt(moment)
      const sent = [
        'begin',
        "insert into said values ('second')",
        'commit',
        "insert into said values ('third')",
      ]
      const answers = await answersTo(speaker, sent)
      await cut
      expect(answers[2]?.status).toBe(heard ? 'fulfilled' : 'rejected')
      expect(answers[3]?.status).toBe('rejected')
      await expect.poll(lingering).toHaveLength(1)
      expect(await words()).toEqual(committed ? [{ word: 'first' }, { word: 'second' }] : [{ word: 'first' }])
      // Other connections are not affected, and it happens once.
      await say(client, 'fourth')
    })
  }
}

test('a connection is cut at a statement that was prepared before', async () => {
  const insert = (word: string) => ({ name: 'insert', text: 'insert into said values ($1)', values: [word] })
  await client.query(insert('first'))
  const cut = proxy.cutAt('inside', (sql) => sql.startsWith('insert'))
  await expect(client.query(insert('second'))).rejects.toThrow(isOver)
  await cut
  expect(await words()).toHaveLength(2)
})
