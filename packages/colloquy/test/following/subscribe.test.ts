import { afterEach, expect, test } from 'vitest'
import { memory } from '@colloquy/core/memory'
import type { Storage, StoreError } from '@colloquy/core/storage'
import { corrupt, slotCount, unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { ConversationEvent } from '../../src/following/ConversationEvent.ts'
import { slots } from '../../src/following/subscribing/Slots.ts'
import { slotOf } from '../../src/engine/slotOf.ts'
import { agent, begin, logOf, opened, until } from './opened.ts'

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
/** Waits of 1, then 2 ms or less, until 5 ms of them are over. */
const quick = { retry: { first: 1, most: 2, for: 5 } } as const
const anna = agent('anna')

const traffic = async (chat: ReturnType<typeof opened>, conversations: number, messages: number) => {
  const ids: Array<string> = []
  for (let c = 0; c < conversations; c += 1) ids.push(await begin(chat))
  await Promise.all(
    ids.flatMap((conversationId) =>
      Array.from({ length: messages }, (_, n) =>
        chat.as(anna).post({ conversationId, body: `text ${n}`, visibility: 'internal' }),
      ),
    ),
  )
  return ids
}
const inOrder = (events: ReadonlyArray<ConversationEvent>): boolean => {
  const last = new Map<string, number>()
  return events.every((event) => {
    const ordered = event.position > (last.get(event.conversationId) ?? 0)
    last.set(event.conversationId, event.position)
    return ordered
  })
}

test('a stream keeps its slot for good', () => {
  const slot = (tenant: string, conversation: string) =>
    slotOf({ tenant: tenant as never, conversation: conversation as never })
  expect([slot('acme', 'c1'), slot('acme', 'c2'), slot('zeta', 'ünïcode 🙂')]).toMatchInlineSnapshot(`
    [
      26,
      19,
      8,
    ]
  `)
  const used = new Set(Array.from({ length: 5000 }, (_, n) => slot('acme', `c${n}`)))
  expect(used.size).toBe(slotCount)
})

test('a subscription hears everything from the start, then live, in order, several conversations at a time', async () => {
  const chat = open()
  await traffic(chat, 20, 10)
  const heard: Array<ConversationEvent> = []
  let under = 0
  let most = 0
  const subscription = chat.subscribe('all', async (event) => {
    under += 1
    most = Math.max(most, under)
    await new Promise(setImmediate)
    heard.push(event)
    under -= 1
  })
  await traffic(chat, 5, 5)
  const total = (await logOf(chat.storage)).length
  await until(async () => heard.length >= total && (await subscription.lag()) === 0)
  expect(heard.length).toBe(total)
  expect(inOrder(heard)).toBe(true)
  expect(most).toBeGreaterThan(1)
})

test('it goes on where it stood; a new name may begin now', async () => {
  const storage = memory()
  const first = open(storage)
  const before: Array<ConversationEvent> = []
  const one = first.subscribe('mail', (event) => before.push(event))
  await traffic(first, 3, 3)
  await until(async () => (await one.lag()) === 0)
  await one.stop()
  const [id] = await traffic(first, 1, 2)
  const heard: Array<ConversationEvent> = []
  const late: Array<ConversationEvent> = []
  const second = open(storage)
  const two = second.subscribe('mail', (event) => heard.push(event))
  const three = second.subscribe('other', (event) => late.push(event), { from: 'now' })
  await second.as(anna).post({ conversationId: id ?? '', body: 'new', visibility: 'internal' })
  await until(async () => (await two.lag()) === 0 && (await three.lag()) === 0)
  const all = (await logOf(storage)).map((event) => event.position)
  expect([...before, ...heard].map((event) => event.position).toSorted((a, b) => a - b)).toEqual(all)
  expect(late.map((event) => event.type)).toEqual(['message-posted'])
})

test('processes share one subscription: each event is handled by one, and another takes over', async () => {
  const storage = memory()
  const [one, two] = [open(storage), open(storage)]
  const heard: Array<readonly [string, number]> = []
  const first = one.subscribe('share', (event) => heard.push(['one', event.position]))
  const second = two.subscribe('share', (event) => heard.push(['two', event.position]), { lease: 60 })
  await traffic(one, 4, 4)
  await until(async () => (await first.lag()) === 0)
  await first.stop()
  await traffic(two, 4, 4)
  await until(async () => (await second.lag()) === 0)
  const positions = heard.map(([, position]) => position)
  expect(positions.length).toBe((await logOf(storage)).length)
  expect(new Set(positions).size).toBe(positions.length)
  expect(new Set(heard.map(([who]) => who))).toEqual(new Set(['one', 'two']))
})

test('who lost its lease moves no checkpoint: nothing is skipped when a process freezes', async () => {
  const storage = memory()
  let now = Date.now()
  const clock = () => now
  const [one, two] = [open(storage, { clock }), open(storage, { clock })]
  const ids = await traffic(one, 3, 3)
  let thaw = (): void => undefined
  const frozen = new Promise<void>((resolve) => {
    thaw = resolve
  })
  const heard: Array<ConversationEvent> = []
  const slow: Array<ConversationEvent> = []
  const first = one.subscribe(
    'fenced',
    async (event) => {
      slow.push(event)
      await frozen
    },
    { lease: 1000 },
  )
  await until(() => slow.length > 0)
  now += 100_000
  const second = two.subscribe('fenced', (event) => heard.push(event), { lease: 1_000_000 })
  await until(async () => (await second.lag()) === 0)
  expect(heard.length).toBe((await logOf(storage)).length)
  thaw()
  await one.as(anna).post({ conversationId: ids[0] ?? '', body: 'after', visibility: 'internal' })
  await until(() => heard.some((event) => event.type === 'message-posted' && event.data.body === 'after'))
  await first.stop()
  expect(inOrder(heard)).toBe(true)
})

test('a part that was lost and came back goes on where the other left it, and as it is taken now', async () => {
  let now = Date.now()
  const { engine } = open(memory(), { clock: () => now })
  const lease = 1000
  const parts = (owner: string) =>
    slots(
      engine,
      'back',
      owner,
      lease,
      async () => E.right(undefined),
      () => undefined,
    )
  const [one, two] = [parts('one'), parts('two')]
  const stream = { tenant: 'acme' as never, conversation: 'k' as never }
  const taken = async (part: typeof one): Promise<number> => {
    expect(E.isRight(await part.claim())).toBe(true)
    return part.slot(stream)?.epoch ?? 0
  }
  const first = await taken(one)
  now += lease
  const second = await taken(two)
  expect(await two.advance(two.now(), stream.tenant, 7, new Map())).toBe(true)
  now += lease
  const third = await taken(one)
  expect([second, third]).toEqual([first + 1, first + 2])
  expect([one.at(stream), one.from(stream.tenant)]).toEqual([7, 7])
})

test('a failing event is tried again, then its conversation is parked and others go on; release replays in order', async () => {
  const chat = open()
  let broken = true
  let tried = 0
  const heard: Array<ConversationEvent> = []
  const subscription = chat.subscribe(
    'careful',
    (event) => {
      if (broken && event.type === 'message-posted' && event.data.body === 'poison') {
        tried += 1
        throw new RangeError('canary')
      }
      heard.push(event)
    },
    quick,
  )
  const [ill, well] = [await begin(chat), await begin(chat)]
  const desk = chat.as(anna)
  await desk.post({ conversationId: ill, body: 'before', visibility: 'internal' })
  const poison = await desk.post({ conversationId: ill, body: 'poison', visibility: 'internal' })
  const after = await desk.post({ conversationId: ill, body: 'after', visibility: 'internal' })
  const other = await desk.post({ conversationId: well, body: 'fine', visibility: 'internal' })
  await chat.waitFor(other, subscription)
  await expect(chat.waitFor(poison, subscription)).rejects.toMatchObject({ reason: { _tag: 'Unavailable' } })
  await expect(chat.waitFor(after, subscription)).rejects.toMatchObject({ reason: { _tag: 'Unavailable' } })
  await until(async () => (await subscription.lag()) === 2)
  expect(tried).toBeGreaterThan(3)
  expect(await subscription.parked()).toMatchObject([
    { tenant: 'acme', conversationId: ill, error: 'RangeError', attempts: tried },
  ])
  expect(chat.logged.map((entry) => entry.level)).toEqual(['warn', 'error'])
  expect(JSON.stringify(chat.logged)).not.toContain('canary')
  const bodies = () =>
    heard.flatMap((event) =>
      event.type === 'message-posted' && event.conversationId === ill ? [event.data.body] : [],
    )
  expect(bodies()).toEqual(['before'])
  expect(await subscription.release({ tenant: 'acme', conversationId: ill })).toBe(false)
  expect(await subscription.parked()).toHaveLength(1)
  broken = false
  expect(await subscription.release({ tenant: 'acme', conversationId: ill })).toBe(true)
  const last = await desk.post({ conversationId: ill, body: 'last', visibility: 'internal' })
  await chat.waitFor(last, subscription)
  expect(bodies()).toEqual(['before', 'poison', 'after', 'last'])
  expect(inOrder(heard)).toBe(true)
  expect(await subscription.parked()).toEqual([])
  expect(await subscription.release({ tenant: 'acme', conversationId: ill })).toBe(false)
})

test('an event that can not be read parks its conversation, and no other', async () => {
  const inner = memory()
  let bad = 0
  const spoiled: Storage['read'] = (of, limit) => async () => {
    const read = await inner.read(of, limit)()
    const hit = E.isRight(read) && read.right.some((event) => event.position === bad)
    return hit ? E.left(corrupt('an event')) : read
  }
  const chat = open({ ...inner, read: spoiled } as Storage)
  const [ill, well] = [await begin(chat), await begin(chat)]
  await chat.as(anna).post({ conversationId: ill, body: 'x', visibility: 'internal' })
  bad = (await logOf(inner)).length
  await chat.as(anna).post({ conversationId: ill, body: 'y', visibility: 'internal' })
  const fine = await chat.as(anna).post({ conversationId: well, body: 'z', visibility: 'internal' })
  const heard: Array<ConversationEvent> = []
  const subscription = chat.subscribe('reads', (event) => heard.push(event), quick)
  await chat.waitFor(fine, subscription)
  expect(await subscription.parked()).toMatchObject([
    { conversationId: ill, position: bad, error: 'Corrupt' },
  ])
  expect(heard.map((event) => event.position)).not.toContain(bad)
  expect(heard.map((event) => event.position)).not.toContain(bad + 1)
  // Released, it is tried, fails again, and waits for its hour again.
  expect(await subscription.release({ tenant: 'acme', conversationId: ill })).toBe(false)
  expect(await subscription.parked()).toMatchObject([{ position: bad, attempts: 2 }])
  expect(chat.logged.filter(({ level }) => level === 'error')).toHaveLength(1)
  bad = 0
  expect(await subscription.release({ tenant: 'acme', conversationId: ill })).toBe(true)
  const log = (await logOf(inner)).filter(({ conversation }) => conversation === ill)
  expect(heard.filter(({ conversationId }) => conversationId === ill)).toHaveLength(log.length)
  expect(inOrder(heard)).toBe(true)
})

test('only its own tenant is counted and listed', async () => {
  const chat = open()
  await begin(chat)
  const failing = (): never => {
    throw new Error('away')
  }
  const all = chat.subscribe('shared', failing, { retry: { for: 0 } })
  await until(async () => (await all.counts()).parked === 1)
  await all.stop()
  const own = chat.subscribe('shared', failing, { tenant: 'zeta' })
  expect(await own.counts()).toMatchObject({ lag: 0, parked: 0 })
  expect(await own.parked()).toEqual([])
})

test('the log says why it can not go on', async () => {
  const inner = memory()
  const claim: Storage['checkpoints']['claim'] = () => async () =>
    E.left(unavailable('the disk is full', 1000))
  const heads: Storage['heads'] = async () => E.left(unavailable('ECONNREFUSED', 1000))
  const chat = open({ ...inner, heads, checkpoints: { ...inner.checkpoints, claim } } as Storage)
  chat.subscribe('mails', () => undefined)
  await until(() => chat.logged.length >= 2)
  const details = chat.logged.map(({ what, detail }) => `${what}: ${detail}`)
  expect(details).toContain('subscription mails: Unavailable (retryAfter: 1000, detail: the disk is full)')
  expect(details).toContain(
    "following: can't ask for heads: Unavailable (retryAfter: 1000, detail: ECONNREFUSED)",
  )
})

test('waiting for a receipt of a customer, or for too long, is refused', async () => {
  const chat = open()
  const id = await begin(chat)
  const receipt = await chat.as(anna).post({ conversationId: id, body: 'x', visibility: 'internal' })
  await expect(chat.waitFor({ conversationId: id, position: null }, { name: 'none' })).rejects.toMatchObject({
    reason: { _tag: 'InvalidInput' },
  })
  await expect(chat.waitFor(receipt, { name: 'none' }, { timeout: 5 })).rejects.toMatchObject({
    reason: { _tag: 'Unavailable' },
  })
})

/** Checkpoints that answer this so many times before they are stored. */
const refusing = (storage: Storage, error: StoreError, times: number): Storage => {
  let left = times
  return {
    ...storage,
    checkpoints: {
      ...storage.checkpoints,
      advance: (...given) => {
        const advance = storage.checkpoints.advance(...given)
        return () => {
          if (left === 0) return advance()
          left -= 1
          return Promise.resolve(E.left(error))
        }
      },
    },
  }
}

test('where somebody is in the way of a checkpoint it is stored a little later, and nothing is given twice', async () => {
  const chat = open(refusing(memory(), unavailable('somebody holds it'), 3))
  await traffic(chat, 3, 4)
  const heard: Array<number> = []
  const subscription = chat.subscribe('all', ({ position }) => void heard.push(position))
  await until(async () => (await subscription.lag()) === 0)
  expect(heard.length).toBe((await logOf(chat.storage)).length)
  expect(new Set(heard).size).toBe(heard.length)
  expect(chat.logged).toEqual([])
  await subscription.stop()
})

test('where a checkpoint can not be stored its events are given again, and the log says so', async () => {
  const chat = open(refusing(memory(), unavailable('the disk is full', 1000), 1))
  await traffic(chat, 3, 4)
  const heard: Array<number> = []
  const subscription = chat.subscribe('all', ({ position }) => void heard.push(position))
  await until(async () => (await subscription.lag()) === 0)
  const all = (await logOf(chat.storage)).length
  expect(new Set(heard).size).toBe(all)
  expect(heard.length).toBeGreaterThan(all)
  expect(chat.logged).toContainEqual({
    level: 'warn',
    what: 'subscription all',
    detail: 'begins again where it stood: Unavailable (retryAfter: 1000, detail: the disk is full)',
  })
  await subscription.stop()
})

test('lag asks a few questions, and none of each part', async () => {
  const inner = memory()
  const asked: Array<string> = []
  const counting = new Proxy(inner.checkpoints, {
    get: (target, name, receiver) => {
      asked.push(String(name))
      return Reflect.get(target, name, receiver)
    },
  })
  const { as, subscribe } = open({ ...inner, checkpoints: counting })
  const subscription = subscribe('mails', () => undefined)
  await as(anna).start({ type: 'internal', message: 'Hello' })
  await until(async () => (await subscription.lag()) === 0)
  await subscription.stop()
  asked.length = 0
  expect(await subscription.lag()).toBe(0)
  expect(asked).toEqual(['behind', 'held'])
})
