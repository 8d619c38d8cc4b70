import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createEngine } from '../src/opening/createEngine.ts'
import { tail } from '../src/following/Tail.ts'
import { ConversationError, openConversations } from '../src/index.ts'
import { throwingWithin, within } from '../src/session/within.ts'
import { anna, cleo, zoe } from './support/open.ts'

const opened = async () => {
  const database = new Database(':memory:')
  database.exec('create table orders (id text primary key)')
  const chat = await openConversations({ storage: sqlite({ database }) })
  const orders = () => database.prepare('select count(*) from orders').pluck().get()
  return { database, chat, orders }
}

test('host rows and conversation commit together', async () => {
  const { database, chat, orders } = await opened()
  const receipt = database.transaction(() => {
    database.prepare("insert into orders values ('7')").run()
    const desk = chat.within(database).as(anna)
    const started = desk.start({ type: 'customer', customer: 'cleo', message: 'About order 7' })
    expect(desk.timeline(started.conversationId).items).toHaveLength(1)
    return started
  })()
  expect(orders()).toBe(1)
  expect((await chat.as(cleo).timeline(receipt.conversationId)).items).toMatchObject([
    { body: 'About order 7' },
  ])
})

test('or not at all', async () => {
  const { database, chat, orders } = await opened()
  const heard: Array<string> = []
  chat.on('*', (event) => heard.push(event.conversationId))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const failing = database.transaction(() => {
    database.prepare("insert into orders values ('7')").run()
    chat.within(database).as(anna).start({ id: 'gone', type: 'internal', message: 'x' })
    throw new Error('the host changed its mind')
  })
  expect(failing).toThrow('the host changed its mind')
  expect(orders()).toBe(0)
  expect((await chat.as(anna).try.conversation('gone')).ok).toBe(false)
  database.transaction(() =>
    chat.within(database).as(anna).start({ id: 'kept', type: 'internal', message: 'x' }),
  )()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(new Set(heard)).toEqual(new Set(['kept']))
})

test('a refusal is thrown, and `try` answers it', async () => {
  const { database, chat } = await opened()
  database.transaction(() => {
    const desk = chat.within(database).as(anna)
    expect(() => desk.post({ conversationId: 'nowhere', body: 'x' })).toThrow(ConversationError)
    expect(desk.try.post({ conversationId: 'nowhere', body: 'x' })).toEqual({
      ok: false,
      error: { _tag: 'NotFound' },
    })
    expect(desk.try.post({ conversationId: 'nowhere', body: ' ' })).toEqual({
      ok: false,
      error: { _tag: 'EmptyBody' },
    })
  })()
})

test('ordinary commands wait while the host’s transaction is open', async () => {
  const { database, chat } = await opened()
  database.exec('begin immediate')
  const post = chat.as(anna).start({ type: 'internal', message: 'x' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  database.prepare("insert into orders values ('7')").run()
  database.exec('rollback')
  const { conversationId } = await post
  expect((await chat.as(anna).timeline(conversationId)).items).toHaveLength(1)
})

test('a directory that answers later can’t be waited for, one that answers at once can', async () => {
  const database = new Database(':memory:')
  const people = [{ id: 'cleo', kind: 'customer', active: true }] as const
  let later = true
  const find = () => (later ? Promise.resolve(people) : people)
  const chat = await openConversations({ storage: sqlite({ database }), directory: { find } })
  database.transaction(() => {
    const desk = chat.within(database).as(anna)
    const start = () => desk.try.start({ type: 'customer', customer: 'cleo', message: 'x' })
    expect(start()).toMatchObject({ ok: false, error: { _tag: 'Unavailable' } })
    later = false
    expect(start()).toMatchObject({ ok: true })
  })()
  expect((await chat.as(anna).inbox({ view: 'all' })).rows).toHaveLength(1)
})

test('outside a transaction, and on another handle, nothing is written', async () => {
  const { database, chat } = await opened()
  const outside = chat.within(database).as(anna).try.start({ type: 'internal', message: 'x' })
  expect(outside).toMatchObject({ ok: false, error: { _tag: 'TransactionRefused' } })
  const other = new Database(':memory:')
  const elsewhere = other.transaction(() => chat.within(other).as(anna).try.start({ type: 'internal' }))()
  expect(elsewhere).toMatchObject({ ok: false, error: { _tag: 'TransactionRefused' } })
})

test('a customer names what is shown to them inside the transaction that shows it', async () => {
  const database = new Database(':memory:')
  const records = { order: { customerVisible: true } }
  const chat = await openConversations({ storage: sqlite({ database }), records })
  const record = { type: 'order', id: '7' }
  const answers = database.transaction(() => {
    const inside = chat.within(database)
    const before = inside.as(cleo).try.forRecord(record)
    inside
      .as(anna)
      .start({ type: 'customer', customer: 'cleo', contexts: [record], message: 'About order 7' })
    return [before, inside.as(cleo).try.forRecord(record), inside.as(cleo).try.start({ source: record })]
  })()
  expect(answers).toMatchObject([
    { ok: false, error: { _tag: 'RecordUnknown' } },
    { ok: true, value: { rows: [{ contexts: [record] }] } },
    { ok: true },
  ])
})

test('what a directory answers too late is not done later, though the transaction goes on', async () => {
  const database = new Database(':memory:')
  const find = async () => [{ id: 'cleo', kind: 'customer', active: true }] as const
  const records = { order: { resolve: async () => [{ id: '7' }] } }
  const chat = await openConversations({ storage: sqlite({ database }), directory: { find }, records })
  database.exec('begin immediate')
  const desk = chat.within(database).as(anna)
  const source = { type: 'order', id: '7' }
  const answers = [
    desk.try.start({ type: 'customer', customer: 'cleo', message: 'x' }),
    desk.try.start({ type: 'internal', source, message: 'x' }),
  ]
  await new Promise(setImmediate)
  database.exec('commit')
  expect(answers).toMatchObject([
    { ok: false, error: { _tag: 'Unavailable' } },
    { ok: false, error: { _tag: 'Unavailable' } },
  ])
  expect((await chat.as(anna).inbox({ view: 'all' })).rows).toEqual([])
})

test('what one transaction wrote for two tenants is announced at once, of both', async () => {
  const database = new Database(':memory:')
  const storage = sqlite({ database })
  await storage.migrate()
  const { engine } = createEngine({ storage }, '5e'.repeat(32))
  const heard: Array<string> = []
  const all = new Promise<void>((resolve) => {
    engine.onCommitted((events) => {
      heard.push(...events.map(({ tenant, event }) => `${tenant} ${event.type}`))
      if (heard.includes('zeta conversation-created')) resolve()
    })
  })
  database.transaction(() => {
    const { as } = throwingWithin<'sync'>(within(engine, tail(engine), database))
    for (const who of [anna, zoe]) as(who).start({ type: 'internal', subject: 'x' })
  })()
  await all
  expect(heard.filter((each) => each.endsWith('conversation-created'))).toEqual([
    'acme conversation-created',
    'zeta conversation-created',
  ])
})
