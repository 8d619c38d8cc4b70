import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { ConversationError, openConversations } from '../src/index.ts'
import { anna, cleo } from './support/open.ts'

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
