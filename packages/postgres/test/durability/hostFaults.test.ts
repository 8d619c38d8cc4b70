import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { give } from '../../../colloquy/test/support/durability/giving.ts'
import { readLog } from '../support/durability/Log.ts'
import { open, type Opened, poster } from '../support/durability/opening.ts'
import { reasonOf } from '../../../colloquy/test/support/reasonOf.ts'

let database: TestDatabase
let chat: Opened
let hosts: ReadonlyArray<pg.Client>

beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
  chat = await open(database.url)
  for (const conversationId of ['a', 'b']) {
    await give(chat.as(poster), `begin-${conversationId}`, { name: 'start', conversationId, body: 'begin' })
  }
  hosts = [0, 1].map(() => new pg.Client({ connectionString: database.url }))
  for (const host of hosts) await host.connect()
})
afterEach(async () => {
  for (const host of hosts) await host.end()
  await chat.close()
  await database.drop()
})

const host = (at: number): pg.Client => {
  const found = hosts[at]
  if (found === undefined) throw new Error('there are two')
  return found
}

const post = (by: pg.Client, conversationId: string, command: string) =>
  give(chat.within(by).as(poster), command, { name: 'post', conversationId, body: command })

/** What came of the hosts' commands, in the order of the log, which is whole. */
const commands = async (): Promise<ReadonlyArray<string>> => {
  const { events } = await readLog(database.url)
  expect((await chat.verify()).differences).toEqual([])
  return events.filter(({ command }) => !command.startsWith('begin')).map(({ command }) => command)
}

test('two hosts that wait for each other: one is told of a conflict and rolls back, the other goes through', async () => {
  for (const each of hosts) await each.query('begin')
  await post(host(0), 'a', 'first-a')
  await post(host(1), 'b', 'second-b')
  const [first, second] = [post(host(0), 'b', 'first-b'), post(host(1), 'a', 'second-a')]
  const victim = await Promise.race([
    reasonOf(first).then(
      () => 0,
      () => -1,
    ),
    reasonOf(second).then(
      () => 1,
      () => -1,
    ),
  ])
  expect([0, 1]).toContain(victim)
  expect(await reasonOf(victim === 0 ? first : second)).toEqual({ _tag: 'Conflict' })
  await host(victim).query('rollback')
  await (victim === 0 ? second : first)
  await host(1 - victim).query('commit')
  expect(await commands()).toEqual(victim === 0 ? ['second-b', 'second-a'] : ['first-a', 'first-b'])
})

test('a host that does not want to wait is told so, and its transaction goes on', async () => {
  await host(0).query('begin')
  await post(host(0), 'a', 'holder')
  await host(1).query('begin')
  await host(1).query("set local lock_timeout = '50ms'")
  expect(await reasonOf(post(host(1), 'a', 'impatient'))).toMatchObject({ _tag: 'Unavailable' })
  await host(1).query("set local lock_timeout = 0; set local statement_timeout = '50ms'")
  expect(await reasonOf(post(host(1), 'a', 'impatient'))).toMatchObject({ _tag: 'Unavailable' })
  await host(1).query('set local statement_timeout = 0')
  await post(host(1), 'b', 'elsewhere')
  await host(1).query('commit')
  await host(0).query('commit')
  expect(await commands()).toEqual(['elsewhere', 'holder'])
})

test.each(['repeatable read', 'serializable'])(
  'a host whose snapshot (%s) is older than the conversation is told of a conflict',
  async (level) => {
    await host(0).query(`begin isolation level ${level}`)
    await host(0).query('select 1 from pg_class limit 1')
    await give(chat.as(poster), 'newer', { name: 'post', conversationId: 'a', body: 'newer' })
    expect(await reasonOf(post(host(0), 'a', 'older'))).toEqual({ _tag: 'Conflict' })
    await post(host(0), 'b', 'other')
    // Its snapshot does not hold the tenant's last position either: the numbering at the commit fails.
    await expect(host(0).query('commit')).rejects.toMatchObject({ code: '40001' })
    expect(await commands()).toEqual(['newer'])
  },
)

test('what a host takes back with a savepoint leaves no hole', async () => {
  await host(0).query('begin')
  await post(host(0), 'a', 'one')
  await host(0).query('savepoint own')
  await post(host(0), 'a', 'two')
  await post(host(0), 'b', 'three')
  await host(0).query('rollback to savepoint own')
  await post(host(0), 'a', 'four')
  await host(0).query('commit')
  expect(await commands()).toEqual(['one', 'four'])
})

test('a host that has constraints checked at once only takes its positions earlier', async () => {
  await host(0).query('begin')
  await host(0).query('set constraints all immediate')
  await post(host(0), 'a', 'early')
  const waiting = give(chat.as(poster), 'later', { name: 'post', conversationId: 'b', body: 'later' })
  await host(0).query('select pg_sleep(0.2)')
  await host(0).query('commit')
  await waiting
  expect(await commands()).toEqual(['early', 'later'])
})

test('a host whose connection breaks leaves nothing, and what it held is free', async () => {
  const broken = new pg.Client({ connectionString: database.url })
  broken.on('error', () => undefined)
  await broken.connect()
  await broken.query('begin')
  await post(broken, 'a', 'lost')
  const [row] = (await broken.query<{ readonly pid: number }>('select pg_backend_pid() as pid')).rows
  await host(0).query('select pg_terminate_backend($1, 5000)', [row?.pid])
  expect((await reasonOf(post(broken, 'a', 'again')))._tag).toBe('TransactionRefused')
  await give(chat.as(poster), 'free', { name: 'post', conversationId: 'a', body: 'free' })
  expect(await commands()).toEqual(['free'])
})
