import { afterEach, expect, test } from 'vitest'
import type { ConversationEvent } from '../../src/following/ConversationEvent.ts'
import { agent, begin, logOf, opened, until } from './opened.ts'
import { memory } from '@colloquy/core/memory'

let chats: Array<ReturnType<typeof opened>> = []
const open = (...given: Parameters<typeof opened>) => {
  const chat = opened(...given)
  chats.push(chat)
  return chat
}
afterEach(async () => {
  for (const chat of chats) await chat.close()
  chats = []
})

test('a listener hears of what this process commits, once each, in order, after the commit', async () => {
  const chat = open()
  const heard: Array<ConversationEvent> = []
  chat.on('*', (event) => heard.push(event))
  const desk = chat.as(agent('anna'))
  const id = await begin(chat)
  for (let n = 1; n <= 5; n += 1)
    await desk.post({ conversationId: id, body: `text ${n}`, visibility: 'public' })
  const log = await logOf(chat.storage)
  await until(() => heard.length >= log.length)
  expect(heard.map((event) => event.position)).toEqual(log.map((event) => event.position))
  const posted = heard.filter((event) => event.type === 'message-posted')
  expect(posted.map((event) => event.data.body)).toEqual(['text 1', 'text 2', 'text 3', 'text 4', 'text 5'])
  expect(posted[0]).toMatchObject({
    tenant: 'acme',
    conversationId: id,
    actor: { id: 'anna', kind: 'staff' },
  })
  expect(JSON.stringify(heard)).not.toContain('hash')
})

test('a listener hears of what other processes commit, and stops when told to', async () => {
  const storage = memory()
  const [here, there] = [open(storage), open(storage)]
  const heard: Array<string> = []
  const stop = here.on('message-posted', (event) => heard.push(event.data.body ?? ''))
  await here.tail.mark('acme' as never)
  const id = await begin(there)
  await there.as(agent('anna')).post({ conversationId: id, body: 'one', visibility: 'internal' })
  await here.as(agent('anna')).post({ conversationId: id, body: 'two', visibility: 'internal' })
  await until(() => heard.length === 2)
  expect(heard).toEqual(['one', 'two'])
  stop()
  await here.as(agent('anna')).post({ conversationId: id, body: 'three', visibility: 'internal' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(heard).toEqual(['one', 'two'])
})

test('a listener that throws or rejects hurts nobody, and is reported without content', async () => {
  const chat = open()
  const heard: Array<string> = []
  const unhandled: Array<unknown> = []
  const note = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', note)
  chat.on('message-posted', (event) => {
    throw new Error(`secret ${event.data.body}`)
  })
  chat.on('message-posted', async (event) => {
    throw new TypeError(`secret ${event.data.body}`)
  })
  chat.on('message-posted', (event) => heard.push(event.data.messageId))
  const id = await begin(chat)
  await chat.as(agent('anna')).post({ conversationId: id, body: 'canary', visibility: 'internal' })
  await until(() => heard.length === 1 && chat.logged.length >= 2)
  await new Promise((resolve) => setTimeout(resolve, 10))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
  expect(chat.logged.map((entry) => entry.detail).toSorted()).toEqual(['Error', 'TypeError'])
  expect(JSON.stringify(chat.logged)).not.toContain('canary')
})
