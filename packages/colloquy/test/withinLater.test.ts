import { expect, expectTypeOf, test } from 'vitest'
import { ConversationError, openConversations } from '../src/index.ts'
import { until } from './following/opened.ts'
import { laterInside } from './support/laterInside.ts'
import { anna, cleo, reasonOf } from './support/open.ts'

const opened = async () => {
  const { database, storage, heads } = laterInside()
  database.exec('create table orders (id text primary key)')
  const chat = await openConversations({ storage })
  const orders = () => database.prepare('select count(*) from orders').pluck().get()
  const transaction = async <A>(work: () => Promise<A>): Promise<A> => {
    database.exec('begin immediate')
    try {
      const done = await work()
      database.exec('commit')
      return done
    } catch (error) {
      database.exec('rollback')
      throw error
    }
  }
  return { database, chat, orders, transaction, heads }
}

test('inside the transaction of a driver that answers later, everything is a promise', async () => {
  const { database, chat, orders, transaction } = await opened()
  const receipt = await transaction(async () => {
    database.prepare("insert into orders values ('7')").run()
    const desk = chat.within(database).as(anna)
    const starting = desk.start({ type: 'customer', customer: 'cleo', message: 'About order 7' })
    expectTypeOf(starting).resolves.toHaveProperty('conversationId')
    const started = await starting
    expect((await desk.timeline(started.conversationId)).items).toHaveLength(1)
    expect(await desk.can('post', started.conversationId)).toEqual({ allowed: true })
    await expect(desk.post({ conversationId: 'nowhere', body: 'x' })).rejects.toThrow(ConversationError)
    expect(await desk.try.post({ conversationId: 'nowhere', body: 'x' })).toEqual({
      ok: false,
      error: { _tag: 'NotFound' },
    })
    return started
  })
  // Positions come with the host's commit.
  expect(receipt).toMatchObject({ changed: true, position: null })
  expect(orders()).toBe(1)
  const page = await chat.as(cleo).timeline(receipt.conversationId)
  expect(page.items).toMatchObject([{ body: 'About order 7' }])
  await chat.close()
})

test('listeners hear of it soon after the host’s commit, once, and never of what was rolled back', async () => {
  const { database, chat, transaction } = await opened()
  const heard: Array<string> = []
  chat.on('message-posted', (event) => heard.push(String(event.data.body)))
  const { conversationId } = await chat.as(anna).start({ type: 'internal', message: 'first' })
  await until(() => heard.length === 1)
  const failing = transaction(async () => {
    await chat.within(database).as(anna).post({ conversationId, body: 'rolled back' })
    throw new Error('the host changed its mind')
  })
  await expect(failing).rejects.toThrow('changed its mind')
  const times: Array<number> = []
  for (const body of ['a', 'b', 'c', 'd']) {
    await transaction(async () => {
      await chat.within(database).as(anna).post({ conversationId, body })
      expect(heard.at(-1)).not.toBe(body)
    })
    const committed = performance.now()
    await until(() => heard.at(-1) === body)
    times.push(performance.now() - committed)
  }
  await chat.as(anna).post({ conversationId, body: 'last' })
  await until(() => heard.at(-1) === 'last')
  expect(heard).toEqual(['first', 'a', 'b', 'c', 'd', 'last'])
  // The poll alone comes once a second.
  expect(Math.max(...times)).toBeLessThan(500)
  await chat.close()
})

test('a host that takes its time is heard by the poll, and where nobody listens nothing is looked for', async () => {
  const { database, chat, transaction, heads } = await opened()
  await transaction(async () => {
    await chat.within(database).as(anna).start({ id: 'a', type: 'internal', message: 'first' })
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(heads()).toBe(0)
  const heard: Array<string> = []
  chat.on('message-posted', (event) => heard.push(String(event.data.body)))
  await until(() => heads() > 0)
  await transaction(async () => {
    await chat.within(database).as(anna).post({ conversationId: 'a', body: 'slow' })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(heard).toEqual([])
  })
  await until(() => heard.length > 0)
  expect(heard).toEqual(['slow'])
  await chat.close()
})

test('a wrong handle, and one whose transaction ended, are refused by name', async () => {
  const { database, chat, transaction } = await opened()
  const refused = { _tag: 'TransactionRefused', detail: expect.stringMatching(/\w/) }
  for (const handle of [null, 7, database]) {
    const desk = chat.within(handle).as(anna)
    expect(await reasonOf(desk.start({ type: 'internal', message: 'x' }))).toEqual(refused)
    expect(await reasonOf(desk.inbox({ view: 'all' }))).toEqual(refused)
    expect(await reasonOf(desk.can('start'))).toEqual(refused)
  }
  const late = await transaction(async () => chat.within(database).as(anna))
  expect(await reasonOf(late.start({ type: 'internal', message: 'x' }))).toEqual(refused)
  expect((await chat.as(anna).inbox({ view: 'all' })).rows).toEqual([])
  await chat.close()
})
