import type { Storage } from '@colloquy/core/storage'
import { conflict, unavailable } from '@colloquy/core/storage'
import { memory } from '@colloquy/core/memory'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { openConversations } from '../src/index.ts'
import { anna, reasonOf } from './support/open.ts'

/** The in-memory storage with a hand on its commits. */
const watched = (commit: (inner: Storage['commit'], sizes: Array<number>) => Storage['commit']) => {
  const inner = memory()
  const sizes: Array<number> = []
  const outer = commit(inner.commit, sizes)
  const storage: Storage = {
    ...inner,
    commit: (needs, settle) => {
      sizes.push(needs.length)
      return outer(needs, settle)
    },
  }
  return { storage, sizes }
}

const opened = async (storage: Storage) => {
  const chat = await openConversations({ storage })
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({ type: 'internal', message: 'Hello' })
  return { chat, desk, conversationId }
}

test('what arrives in one turn is committed together, in order', async () => {
  const { storage, sizes } = watched((commit) => commit)
  const { desk, conversationId } = await opened(storage)
  sizes.length = 0
  const texts = Array.from({ length: 40 }, (_, index) => `m${index}`)
  await Promise.all(texts.map((body) => desk.post({ conversationId, body })))
  expect(sizes.length).toBeLessThan(10)
  const page = await desk.timeline(conversationId, { limit: 40 })
  expect(page.items.map((item) => ('body' in item ? item.body : null))).toEqual(texts)
})

test('a refused command harms no neighbour', async () => {
  const { storage } = watched((commit) => commit)
  const { desk, conversationId } = await opened(storage)
  const results = await Promise.all([
    desk.try.post({ conversationId, body: 'a' }),
    desk.try.post({ conversationId: 'nowhere', body: 'b' }),
    desk.try.post({ conversationId, body: 'c' }),
  ])
  expect(results.map((result) => result.ok)).toEqual([true, false, true])
})

test('of two commands under one id the first counts, though it is put off', async () => {
  const { desk, conversationId } = await opened(memory())
  const { conversationId: other } = await desk.start({ type: 'internal' })
  // To read up to a message of the same batch takes all messages as they are after it.
  const [, read, post] = await Promise.all([
    desk.post({ conversationId, messageId: 'm', body: 'x' }),
    desk.try.markRead({ conversationId, upTo: 'm', commandId: 'c' }),
    desk.try.post({ conversationId: other, body: 'y', commandId: 'c' }),
  ])
  expect(read).toMatchObject({ ok: true })
  expect(post).toEqual({ ok: false, error: { _tag: 'IdempotencyConflict' } })
  expect((await desk.timeline(other)).items).toEqual([])
})

test('a batch that the storage refuses runs command by command', async () => {
  const { storage, sizes } = watched((commit) => (needs, settle) => {
    const inner = commit(needs, settle)
    const bad = needs.some((need) => need.stream.conversation === 'bad')
    return bad ? () => Promise.resolve(E.left(unavailable('a statement failed', 1000))) : inner
  })
  const { desk, conversationId } = await opened(storage)
  sizes.length = 0
  const results = await Promise.all([
    desk.try.post({ conversationId, body: 'a' }),
    desk.try.start({ id: 'bad', type: 'internal' }),
    desk.try.post({ conversationId, body: 'c' }),
  ])
  expect(results.map((result) => result.ok)).toEqual([true, false, true])
  expect(sizes).toEqual([3, 1, 1, 1])
})

test('a busy storage is tried again', async () => {
  let failures = 3
  const { storage } = watched((commit) => (needs, settle) => {
    const inner = commit(needs, settle)
    return () => {
      if (failures === 0) return inner()
      failures -= 1
      return Promise.resolve(E.left(failures === 1 ? conflict : unavailable('busy')))
    }
  })
  const { desk, conversationId } = await opened(storage)
  failures = 3
  expect((await desk.post({ conversationId, body: 'a' })).changed).toBe(true)
})

test('an exception inside a command is its own affair', async () => {
  const { storage } = watched((commit) => (needs, settle) => {
    if (needs.some((need) => need.stream.conversation === 'bad')) throw new Error('a mistake')
    return commit(needs, settle)
  })
  const { desk, conversationId } = await opened(storage)
  const good = desk.post({ conversationId, body: 'a' })
  await expect(desk.start({ id: 'bad', type: 'internal' })).rejects.toThrow('a mistake')
  expect((await good).changed).toBe(true)
  expect((await desk.post({ conversationId, body: 'b' })).changed).toBe(true)
})

test('events are announced after their commit, once each', async () => {
  const { storage } = watched((commit) => commit)
  const { chat, desk, conversationId } = await opened(storage)
  const heard: Array<string> = []
  chat.on('message-posted', (event) => heard.push(String(event.data.body)))
  await new Promise((resolve) => setTimeout(resolve, 20))
  await Promise.all(['a', 'b', 'c'].map((body) => desk.post({ conversationId, body, commandId: body })))
  await desk.post({ conversationId, body: 'a', commandId: 'a' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(heard).toEqual(['a', 'b', 'c'])
  await chat.close()
})

test('closing waits for what is on its way, and refuses what comes later', async () => {
  const { storage } = watched((commit) => commit)
  const { chat, desk, conversationId } = await opened(storage)
  const posts = Promise.all(['a', 'b', 'c'].map((body) => desk.post({ conversationId, body })))
  await new Promise((resolve) => setImmediate(resolve))
  await chat.close()
  expect(await posts).toHaveLength(3)
  expect(await reasonOf(desk.post({ conversationId, body: 'd' }))).toMatchObject({ _tag: 'Unavailable' })
})

test('closing waits for what is under way, and leaves the processor to others meanwhile', async () => {
  let isHeld = false
  let letGo = (): void => undefined
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { storage } = watched((inner) => (needs, settle) => async () => {
    if (isHeld) await released
    return inner(needs, settle)()
  })
  const { chat, desk, conversationId } = await opened(storage)
  isHeld = true
  const posted = desk.post({ conversationId, body: 'last' })
  await new Promise(setImmediate)
  const before = performance.eventLoopUtilization()
  const closed = chat.close()
  await new Promise((resolve) => setTimeout(resolve, 30))
  // Who asks again in each turn lets the loop wait for nothing.
  expect(performance.eventLoopUtilization(before).idle).toBeGreaterThan(0)
  letGo()
  expect((await posted).changed).toBe(true)
  await closed
})
