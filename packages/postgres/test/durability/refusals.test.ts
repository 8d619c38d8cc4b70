import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { afterEach, beforeEach, describe, expect, inject as provided, test } from 'vitest'
import { gainNothingWhileLocked, messagesOf } from '../../../colloquy/test/support/durability/examine.ts'
import { ask, plainly } from '../support/durability/asking.ts'
import { inject, raise } from '../support/durability/Fault.ts'
import { readLog } from '../support/durability/Log.ts'
import { open, type Opened, poster } from '../support/durability/opening.ts'
import { reasonOf } from '../../../colloquy/test/support/reasonOf.ts'
import { until } from '../support/durability/until.ts'

let database: TestDatabase
let chat: Opened
let other: Opened

beforeEach(async () => {
  database = await newDatabase(provided('postgresUrl'))
  chat = await open(database.url, { statementTimeout: 400 })
  other = await open(database.url)
  await other
    .as(poster)
    .start({ id: 'c', type: 'customer', customer: 'cleo', subject: 'c', commandId: 'begin' })
})
afterEach(async () => {
  await chat.close()
  await other.close()
  await database.drop()
})

const post = (commandId: string, by: Opened = chat) =>
  by
    .as(poster)
    .post({ commandId, conversationId: 'c', body: commandId, visibility: 'public', confirmPublic: true })

/** Of a command that was acknowledged there is one event, and all is well otherwise. */
const isThereOnce = async (command: string): Promise<void> => {
  const log = await readLog(database.url)
  expect(messagesOf(log.byCommand.get(command))).toBe(1)
  expect(log.receipts.get(command)).toBe(1)
  expect((await chat.verify()).differences).toEqual([])
}

const passing = {
  '40001': 'a serialization failure',
  '40P01': 'a deadlock',
  '55P03': 'a lock that is not free',
}

for (const [code, what] of Object.entries(passing)) {
  for (const when of ['written', 'committed'] as const) {
    test(`${what} (${code}), met three times when it is ${when}, is no matter of the caller's`, async () => {
      const fault = await inject(database.url, { command: 'victim', when, does: raise(code), times: 3 })
      const receipt = await post('victim')
      expect(await fault.count()).toBe(3)
      expect(await post('victim')).toEqual(receipt)
      await isThereOnce('victim')
    })
  }
}

describe.each(['40001', '40P01'])('after %s', (code) => {
  test('it is read and decided anew: what was locked meanwhile gains nothing', async () => {
    const fault = await inject(database.url, { command: 'victim', when: 'written', does: raise(code) })
    const victim = reasonOf(post('victim'))
    await until('it failed a few times', async () => (await fault.count()) > 3)
    await other.as(poster).close({ conversationId: 'c' })
    await other.as(poster).lock({ conversationId: 'c' })
    await fault.remove()
    expect(await victim).toMatchObject({ _tag: 'ConversationLocked' })
    const { events, byCommand } = await readLog(database.url)
    expect(byCommand.get('victim')).toBeUndefined()
    expect(gainNothingWhileLocked(events)).toBe(1)
  })
})

test('what never passes is answered in the end, and nothing is written', async () => {
  const fault = await inject(database.url, { command: 'victim', when: 'committed', does: raise('40001') })
  expect(await reasonOf(post('victim'))).toEqual({ _tag: 'Conflict' })
  expect((await readLog(database.url)).byCommand.get('victim')).toBeUndefined()
  await fault.remove()
  await post('victim')
  await isThereOnce('victim')
})

test('a statement that takes too long (57014) is answered, and the same command goes through later', async () => {
  const fault = await inject(database.url, {
    command: 'victim',
    when: 'written',
    does: 'perform pg_sleep(60);',
  })
  const began = performance.now()
  const answered = await Promise.all([reasonOf(post('victim')), post('neighbour')])
  expect(answered[0]).toMatchObject({ _tag: 'Unavailable', detail: expect.stringContaining('57014') })
  expect(performance.now() - began).toBeLessThan(30_000)
  await fault.remove()
  await post('victim')
  await isThereOnce('victim')
})

test.each(['53200', '58030', 'XX000', '0A000', 'P0001', '22012', '57P01', '57P05'])(
  'an error that nobody foresaw (%s) is a reason and no more, and the storage is usable afterwards',
  async (code) => {
    const fault = await inject(database.url, {
      command: 'victim',
      when: 'written',
      does: raise(code),
      times: 1,
    })
    const reason = await reasonOf(post('victim')).catch(() => null)
    expect([null, 'Unavailable', 'OutcomeUnknown']).toContain(reason?._tag ?? null)
    await fault.remove()
    await post('victim')
    await isThereOnce('victim')
  },
)

test('somebody who holds the tenant’s counter is waited for', async () => {
  await plainly(database.url, async (holder) => {
    await holder.query('begin')
    await holder.query('update colloquy.colloquy_tenant set head = head')
    const waiting = post('waits')
    const first = await Promise.race([waiting.then(() => 'the post'), holder.query('select pg_sleep(0.4)')])
    expect(first).not.toBe('the post')
    await holder.query('rollback')
    await waiting
  })
  await isThereOnce('waits')
})

test('a database that only reads (25006) is read from; commands are answered, and go through when it writes again', async () => {
  const set = (value: string) =>
    ask(
      database.url,
      `do $$ begin
      execute format('alter database %I set default_transaction_read_only = ${value}', current_database());
    end $$`,
    )
  const end = () =>
    ask(
      database.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
  await set('on')
  await end()
  await until('the new connections only read', async () => {
    const reason = await reasonOf(post('victim'))
    expect(reason._tag).toBe('Unavailable')
    return 'detail' in reason && reason.detail.includes('25006')
  })
  expect((await chat.as(poster).timeline('c')).items).toHaveLength(0)
  await plainly(database.url, async (client) => {
    await client.query('set default_transaction_read_only = off')
    await client.query(
      `do $$ begin execute format('alter database %I reset default_transaction_read_only', current_database()); end $$`,
    )
  })
  // What was opened while it only read would only read for good: a connection that is met so is not kept.
  await until('it writes again', () =>
    post('victim').then(
      () => true,
      () => false,
    ),
  )
  await isThereOnce('victim')
})
