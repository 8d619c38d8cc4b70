import { afterEach, expect, test } from 'vitest'
import { memory } from '@colloquy/core/memory'
import type { Frame } from '../../src/following/watching/Frame.ts'
import { waitersOf } from '../../src/following/Waiters.ts'
import { agent, begin, customer, opened, take } from './opened.ts'
import type { StaffShown } from '@colloquy/core'
import { actor } from '../../src/session/actor.ts'

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

const typesOf = (frames: ReadonlyArray<Frame<StaffShown> | { type: string; event?: { type: string } }>) =>
  frames.map((frame) => (frame.type === 'event' && 'event' in frame ? frame.event?.type : frame.type))

test('a watch tells what the timeline shows, in its shape', async () => {
  const chat = open()
  const anna = agent('anna')
  const frames = chat.watch(anna)
  const id = await begin(chat)
  await chat.as(anna).post({ conversationId: id, body: 'hello', visibility: 'public', messageId: 'm1' })
  await chat.as(anna).close({ conversationId: id })
  const told = await take(frames, 20)
  expect(typesOf(told)).toContain('conversation-created')
  const posted = told.find((frame) => frame.type === 'event' && frame.event.type === 'message-posted')
  const timeline = await chat.as(anna).timeline(id)
  expect(posted).toMatchObject({ event: { conversationId: id, message: timeline.items[0] } })
  expect(typesOf(told).at(-1)).toBe('conversation-closed')
})

test('customers get no frame for what is internal, and tokens of one length', async () => {
  const chat = open()
  const anna = agent('anna')
  const cleo = customer('cleo')
  const id = await begin(chat)
  const frames = chat.watchAsCustomer(cleo)
  const desk = chat.as(anna)
  await desk.post({ conversationId: id, body: 'canary note', visibility: 'internal', messageId: 'note' })
  await desk.label({ conversationId: id, label: 'canary' })
  await desk.post({ conversationId: id, body: 'answer', visibility: 'public', confirmPublic: true })
  await desk.assign({ conversationId: id, to: { staff: 'anna' } })
  await desk.edit({ conversationId: id, messageId: 'note', body: 'canary again' })
  await desk.publish({ conversationId: id, messageId: 'note' })
  await desk.rename({ conversationId: id, subject: 'Renamed' })
  const told = await take(frames, 20)
  expect(typesOf(told)).toEqual(['message-posted', 'message-posted', 'conversation-renamed'])
  expect(told[0]).toMatchObject({ event: { message: { body: 'answer' } } })
  // Published with its last text: from now on it is theirs to see.
  expect(told[1]).toMatchObject({ event: { message: { id: 'note', body: 'canary again', edited: false } } })
  expect(new Set(told.map((frame) => frame.token.length)).size).toBe(1)
  expect(JSON.stringify(told)).not.toMatch(/internal|assignee|label/)
})

test('from a token each later event comes once, in another process too', async () => {
  const storage = memory()
  const [one, two] = [open(storage), open(storage)]
  const anna = agent('anna')
  const id = await begin(one)
  const first = one.watch(anna, { conversationId: id })
  await one.as(anna).post({ conversationId: id, body: 'a', visibility: 'public' })
  await one.as(anna).post({ conversationId: id, body: 'b', visibility: 'public' })
  const told = await take(first, 1)
  await first.return()
  await one.as(anna).post({ conversationId: id, body: 'c', visibility: 'public' })
  for (const chat of [one, two]) {
    const again = await take(chat.watch(anna, { conversationId: id, from: told[0]?.token ?? '' }), 10)
    const bodies = again.flatMap((frame) =>
      frame.type === 'event' && 'message' in frame.event ? [frame.event.message.body] : [],
    )
    expect(bodies).toEqual(typesOf(told)[0] === 'message-posted' ? ['b', 'c'] : ['a', 'b', 'c'])
  }
  const others = one.watch(agent('bert'), { conversationId: id, from: told[0]?.token ?? '' })
  await expect(others.next()).rejects.toMatchObject({ reason: { _tag: 'InvalidCursor' } })
  await expect(one.watch(anna, { from: 'nonsense' }).next()).rejects.toMatchObject({
    reason: { _tag: 'InvalidCursor' },
  })
})

test('what one may not see can not be watched, like what does not exist', async () => {
  const chat = open()
  const id = await begin(chat)
  for (const conversationId of [id, 'no such']) {
    const frames = chat.watchAsCustomer(customer('carl'), { conversationId })
    await expect(frames.next()).rejects.toMatchObject({ reason: { _tag: 'NotFound' } })
  }
})

test.each([
  [
    'is removed',
    (chat: ReturnType<typeof opened>, id: string) =>
      chat.as(remover).removeConversation({ conversationId: id }),
  ],
  [
    'turns internal',
    (chat: ReturnType<typeof opened>, id: string) =>
      chat.as(agent('anna')).setType({ conversationId: id, type: 'internal' }),
  ],
])('a running watch ends when the conversation %s', async (_, end) => {
  const chat = open(memory(), { policies: 'b2bPortal' })
  const id = await begin(chat)
  const watches = [
    chat.watchAsCustomer(customer('cleo')),
    chat.watchAsCustomer(customer('cleo'), { conversationId: id }),
  ]
  const stranger = chat.watchAsCustomer(customer('carl'))
  await end(chat, id)
  for (const frames of watches) {
    expect(await take(frames, 10)).toMatchObject([{ type: 'access-ended', conversationId: id }])
    expect(await frames.next()).toEqual({ done: true, value: undefined })
  }
  expect(await take(stranger, 1)).toEqual([])
})
const remover = actor({
  tenant: 'acme',
  id: 'anna',
  kind: 'staff',
  can: ['role:admin', 'conversation.remove'],
})

test('leaving ends the watch of who left, and nobody else hears that', async () => {
  const chat = open(memory(), { policies: 'helpdesk' })
  const anna = agent('anna')
  const dora = actor({ tenant: 'acme', id: 'dora', kind: 'staff', can: [] })
  const id = await begin(chat)
  await chat.as(anna).join({ conversationId: id, participant: { id: 'dora', kind: 'staff' } })
  const frames = chat.watch(dora)
  const others = chat.watch(anna)
  await chat.as(dora).leave({ conversationId: id })
  await chat.as(anna).post({ conversationId: id, body: 'later', visibility: 'internal' })
  expect(typesOf(await take(frames, 10))).toEqual(['access-ended'])
  expect(typesOf(await take(others, 10))).not.toContain('access-ended')
})

test('a conversation picked from a queue leaves the watch of the others who serve it, which goes on', async () => {
  const chat = open(memory(), { policies: 'contactCentre' })
  const serves = (id: string) =>
    actor({ tenant: 'acme', id, kind: 'staff', can: ['role:agent'], queues: ['sales'] })
  const cleo = chat.as(customer('cleo'))
  const { conversationId: id } = await cleo.start({ subject: 'Help', queue: 'sales', message: 'Hello' })
  const frames = chat.watch(serves('bert'))
  await chat.as(serves('anna')).pick({ conversationId: id })
  expect(await take(frames, 1)).toMatchObject([{ type: 'access-ended', conversationId: id }])
  const { conversationId: next } = await cleo.start({ subject: 'More', queue: 'sales', message: 'Hi' })
  expect((await take(frames, 1))[0]).toMatchObject({ event: { conversationId: next } })
})

test("one's own reading elsewhere comes as a frame; others' reading never does", async () => {
  const chat = open()
  const anna = agent('anna')
  const id = await begin(chat)
  await chat.as(anna).post({ conversationId: id, body: 'x', visibility: 'public', messageId: 'm' })
  const own = chat.watch(anna)
  const others = chat.watch(agent('bert'))
  await chat.as(anna).mute({ conversationId: id })
  expect(await take(own, 5)).toMatchObject([{ type: 'reading', conversationId: id }])
  expect(await take(others, 1)).toEqual([])
})

test('who is far too slow gets a reset and goes on', async () => {
  const chat = open()
  const anna = agent('anna')
  const id = await begin(chat)
  const slow = chat.watch(anna, { conversationId: id })
  await chat.as(anna).post({ conversationId: id, body: 'first', visibility: 'internal' })
  const [first] = await take(slow, 1)
  for (let block = 0; block < 11; block += 1) {
    await Promise.all(
      Array.from({ length: 1000 }, (__, n) =>
        chat.as(anna).post({ conversationId: id, body: `n ${n}`, visibility: 'internal' }),
      ),
    )
  }
  const resumed = chat.watch(anna, { conversationId: id, from: first?.token ?? '' })
  expect(typesOf(await take(resumed, 1))).toEqual(['reset'])
  await chat.as(anna).close({ conversationId: id })
  expect(typesOf(await take(resumed, 600)).at(-1)).toBe('conversation-closed')
  const late = await take(slow, 20_000)
  expect(typesOf(late)).toContain('reset')
})

test('return ends a watch that waits', async () => {
  const chat = open()
  const frames = chat.watch(agent('anna'))
  expect(await frames.next()).toMatchObject({ value: { type: 'started' } })
  const pending = frames.next()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await frames.return()
  expect(await pending).toEqual({ done: true, value: undefined })
})

test('ended while it looks for what is new, a watch of a quiet tenant ends', async () => {
  const chat = open()
  const frames = chat.watch(agent('anna'))
  expect((await frames.next()).value).toMatchObject({ type: 'started' })
  const next = frames.next()
  expect(await frames.return()).toEqual({ done: true, value: undefined })
  expect(await next).toEqual({ done: true, value: undefined })
})

test('who waits no longer is forgotten, and is not woken', () => {
  const waiters = waitersOf()
  const woken: Array<string> = []
  const leave = waiters.add('acme' as never, () => woken.push('one'))
  waiters.add('acme' as never, () => woken.push('two'))
  leave()
  waiters.wakeAll()
  expect(woken).toEqual(['two'])
})

test('after closing nothing begins to follow: it would wait for ever, and hear nothing', async () => {
  const chat = open()
  const anna = agent('anna')
  const before = chat.watch(anna)
  await before.next()
  await chat.close()
  expect(await before.next()).toMatchObject({ done: true })
  const closed = 'Unavailable (retryAfter: 1000, detail: closed)'
  await expect(chat.watch(anna).next()).rejects.toThrow(closed)
  expect(() => chat.subscribe('mails', () => undefined)).toThrow(closed)
  expect(() => chat.on('*', () => undefined)).toThrow(closed)
})
