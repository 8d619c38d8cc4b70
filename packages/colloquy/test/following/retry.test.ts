import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConversationEvent } from '../../src/following/ConversationEvent.ts'
import { kindOf } from '../../src/engine/kindOf.ts'
import { afterFailure, defaultRetry } from '../../src/following/subscribing/Retry.ts'
import type { Failure, Retry } from '../../src/following/subscribing/Retry.ts'
import { slotOf } from '../../src/engine/slotOf.ts'
import type { Opened } from './opened.ts'
import { agent, begin, logOf } from './opened.ts'
import { eventually, gate, over } from './over.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const note = async (chat: Opened, conversationId: string, body: string) =>
  chat.as(agent('anna')).post({ conversationId, body, visibility: 'internal' })

/** A mail server: what it was sent, and whether it is away. */
const server = () => {
  const sent: Array<ConversationEvent> = []
  const state = { away: false, tries: 0, sent }
  const handler = (event: ConversationEvent): void => {
    state.tries += 1
    if (state.away) {
      const refused = Object.assign(new AggregateError([], 'canary'), { code: 'ECONNREFUSED' })
      throw Object.assign(new Error('canary', { cause: refused }), { code: 'ESOCKET' })
    }
    sent.push(event)
  }
  return Object.assign(state, { handler })
}

/** Whether each event of the log was sent exactly once, in order within its conversation. */
const expectAllOnce = async (sent: ReadonlyArray<ConversationEvent>, chat: Opened): Promise<void> => {
  const log = await logOf(chat.storage)
  const positions = (of: string) =>
    sent.filter((event) => event.conversationId === of).map(({ position }) => position)
  for (const id of new Set(log.map(({ conversation }) => conversation))) {
    const expected = log.filter(({ conversation }) => conversation === id).map(({ position }) => position)
    expect(positions(id)).toEqual(expected)
  }
  expect(sent).toHaveLength(log.length)
}

/** Lets virtual time pass a minute after another, each once every try that was due has been made. */
const wait = async (world: Parameters<Parameters<typeof over>[1]>[0], name: string, time: number) => {
  for (let passed = 0; passed < time; passed += minute) {
    world.pass(minute)
    await eventually(async () => {
      const held = await world.storage.checkpoints.held(name, { dueBy: world.now() as never })()
      return held._tag === 'Right' && held.right.length === 0
    })
  }
}

over('a mail server that is away for an hour loses nothing and doubles nothing', async (world) => {
  const chat = world.process()
  const mail = server()
  const ids = [await begin(chat), await begin(chat), await begin(chat)]
  const subscription = chat.subscribe('mails', mail.handler)
  await eventually(async () => (await subscription.lag()) === 0)
  mail.away = true
  for (const id of ids) for (const body of ['one', 'two']) await note(chat, id, body)
  await eventually(async () => (await subscription.counts()).retrying === 3)
  const unsent = (await logOf(world.storage)).length - mail.sent.length
  expect(unsent).toBeGreaterThanOrEqual(6)
  expect(await subscription.lag()).toBe(unsent)
  await wait(world, 'mails', hour)
  expect(await subscription.parked()).toEqual([])
  expect(await subscription.counts()).toMatchObject({ lag: unsent, retrying: 3, parked: 0 })
  expect((await subscription.counts()).failingSince).toMatch(/^20\d\d-/)
  // Each of the three was tried again and again, less and less often.
  expect(mail.tries).toBeGreaterThan(3 * 8)
  mail.away = false
  await wait(world, 'mails', 16 * minute)
  await eventually(async () => (await subscription.lag()) === 0)
  expect(await subscription.counts()).toEqual({ lag: 0, retrying: 0, parked: 0, failingSince: null })
  await expectAllOnce(mail.sent, chat)
})

over('what comes in the very moment in which a conversation is let go is not passed over', async (world) => {
  const { checkpoints } = world.storage
  const [lettingGo, letGo] = [gate(), gate()]
  const slow: typeof checkpoints = {
    ...checkpoints,
    letGo: (held, slot) => async () => {
      lettingGo.open()
      await letGo.opened
      return checkpoints.letGo(held, slot)()
    },
  }
  const chat = world.process({ storage: { ...world.storage, checkpoints: slow } })
  const mail = server()
  const id = await begin(chat)
  mail.away = true
  const subscription = chat.subscribe('mails', mail.handler)
  await eventually(async () => (await subscription.counts()).retrying === 1)
  mail.away = false
  world.pass(minute)
  await lettingGo.opened
  const receipt = await note(chat, id, 'just then')
  const [{ position } = { position: null }] = (await logOf(world.storage)).slice(-1)
  await eventually(async () => {
    const slot = slotOf({ tenant: 'acme' as never, conversation: id as never })
    const stored = await checkpoints.positions('mails', slot)()
    return stored._tag === 'Right' && stored.right.some((at) => at.position >= (position ?? 0))
  })
  letGo.open()
  await chat.waitFor(receipt, subscription)
  await expectAllOnce(mail.sent, chat)
})

over(
  'a process that ends amid a back-off loses nothing, and days of nobody trying park nothing',
  async (world) => {
    const chat = world.process()
    const mail = server()
    const id = await begin(chat)
    mail.away = true
    const first = chat.subscribe('mails', mail.handler)
    await eventually(async () => (await first.counts()).retrying === 1)
    await first.stop()
    const failures = mail.tries
    world.pass(5 * day)
    const other = world.process()
    const second = other.subscribe('mails', mail.handler)
    await eventually(() => mail.tries > failures)
    await eventually(async () => (await second.counts()).retrying === 1)
    expect(await second.parked()).toEqual([])
    mail.away = false
    world.pass(15 * minute)
    await other.waitFor(await note(other, id, 'last'), second)
    await expectAllOnce(mail.sent, other)
  },
)

over('what fails for three days is parked, listed, counted, and tried again hourly', async (world) => {
  const chat = world.process()
  const [ill, well] = [await begin(chat), await begin(chat)]
  const heard: Array<string> = []
  let isBroken = true
  const subscription = chat.subscribe(
    'mails',
    (event) => {
      if (isBroken && event.conversationId === ill) throw new RangeError('canary')
      heard.push(event.conversationId)
    },
    { retry: { first: hour, most: 24 * hour } },
  )
  await eventually(async () => (await subscription.counts()).retrying === 1)
  const inIll = (await logOf(world.storage)).filter(({ conversation }) => conversation === ill).length
  while ((await subscription.counts()).parked === 0) {
    const [held] = await rowsOf(world)
    if (held === undefined) throw new Error('it is held no more')
    world.pass(Math.max(0, Number(held.due) - world.now()))
    await eventually(async () => (await rowsOf(world))[0]?.attempts !== held.attempts)
  }
  const [parked] = await subscription.parked()
  expect(parked).toMatchObject({ tenant: 'acme', conversationId: ill, error: 'RangeError' })
  const failing = Date.parse(parked?.since ?? '')
  expect(world.now() - failing).toBe(3 * day)
  expect(parked?.next).toBe(new Date(world.now() + hour).toISOString())
  expect(await subscription.lag()).toBe(inIll)
  expect(chat.logged.map(({ level }) => level)).toEqual(['warn', 'error'])
  expect(JSON.stringify(chat.logged)).not.toContain('canary')
  // The other conversation never waited.
  await chat.waitFor(await note(chat, well, 'fine'), subscription)
  const attempts = parked?.attempts ?? 0
  world.pass(hour)
  await eventually(async () => (await subscription.parked())[0]?.attempts === attempts + 1)
  isBroken = false
  world.pass(hour)
  await eventually(async () => (await subscription.lag()) === 0)
  expect(heard.filter((id) => id === ill)).toHaveLength(inIll)
  expect(await subscription.parked()).toEqual([])
})

const rowsOf = async ({ storage }: { readonly storage: Opened['storage'] }) => {
  const rows = await storage.checkpoints.held('mails', 'all')()
  return rows._tag === 'Right' ? rows.right : []
}

over(
  'with `parked: false` what is parked waits for `release` alone, which tells what came of it',
  async (world) => {
    const chat = world.process()
    const id = await begin(chat)
    const mail = server()
    mail.away = true
    const stream = { tenant: 'acme', conversationId: id }
    const subscription = chat.subscribe('mails', mail.handler, { retry: { for: 0, parked: false } })
    await eventually(async () => (await subscription.counts()).parked === 1)
    expect(await subscription.parked()).toMatchObject([{ next: null, attempts: 1 }])
    expect((await subscription.parked())[0]?.error).toBe(
      'Error ESOCKET, caused by AggregateError ECONNREFUSED',
    )
    await expect(chat.waitFor(await note(chat, id, 'later'), subscription)).rejects.toMatchObject({
      reason: { _tag: 'Unavailable' },
    })
    world.pass(365 * day)
    await eventually(async () => (await subscription.lag()) === (await logOf(world.storage)).length)
    expect(mail.tries).toBe(1)
    expect(await subscription.release(stream)).toBe(false)
    expect(await subscription.parked()).toMatchObject([{ next: null, attempts: 2 }])
    mail.away = false
    expect(await subscription.release(stream)).toBe(true)
    expect(await subscription.release(stream)).toBe(false)
    expect(await subscription.lag()).toBe(0)
    await expectAllOnce(mail.sent, chat)
  },
)

over('any process may release what another one works on, also what only waits', async (world) => {
  const [one, two] = [world.process(), world.process()]
  const id = await begin(one)
  const mail = server()
  mail.away = true
  const working = one.subscribe('mails', mail.handler)
  await eventually(async () => (await working.counts()).retrying === 1)
  const idle = two.subscribe('mails', mail.handler)
  mail.away = false
  expect(await idle.release({ tenant: 'acme', conversationId: id })).toBe(true)
  await working.stop()
  await idle.stop()
  await expectAllOnce(mail.sent, one)
})

over('a release that nobody tries ends by a time', async (world) => {
  const chat = world.process()
  const id = await begin(chat)
  const mail = server()
  mail.away = true
  const subscription = chat.subscribe('mails', mail.handler)
  await eventually(async () => (await subscription.counts()).retrying === 1)
  await subscription.stop()
  const stream = { tenant: 'acme', conversationId: id }
  await expect(subscription.release(stream, { timeout: 20 })).rejects.toMatchObject({
    reason: { _tag: 'Unavailable' },
  })
})

over('a new name that begins now stores its place at once, on an empty log too', async (world) => {
  const first = world.process()
  const heard: Array<string> = []
  const one = first.subscribe('mails', (event) => heard.push(event.type), { from: 'now' })
  await one.stop()
  await begin(first)
  const two = world.process().subscribe('mails', (event) => heard.push(event.type), { from: 'now' })
  await eventually(async () => (await two.lag()) === 0)
  expect(heard).toHaveLength((await logOf(world.storage)).length)
})

test('waits grow from the first to the most, and the last try comes when the time is over', () => {
  const seed = 20_261_201
  const milliseconds = fc.integer({ min: 1, max: 10 * day })
  const retries = fc.record({
    first: milliseconds,
    more: milliseconds,
    for: milliseconds,
    parked: milliseconds,
  })
  let runs = 0
  fc.assert(
    fc.property(
      retries,
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      (given, random) => {
        runs += 1
        const retry: Retry = { ...given, most: given.first + given.more }
        let failure: Failure | null = null
        let now = 1_800_000_000_000
        const start = now
        let longest = 0
        for (let tries = 1; tries < 200; tries += 1) {
          const next: Failure = afterFailure(failure, retry, now as never, Number(random.next().value))
          expect(next.attempts).toBe(tries)
          expect(next.since).toBe(start)
          const due = Number(next.due)
          if (next.parked) {
            expect(now - start).toBe(retry.for)
            expect(due - now).toBe(retry.parked)
            return
          }
          const waited = due - now
          const isLast = due - start === retry.for
          expect(waited).toBeLessThanOrEqual(retry.most)
          if (!isLast) expect(waited).toBeGreaterThanOrEqual(retry.first)
          if (!isLast) expect(waited).toBeGreaterThanOrEqual(longest / 2)
          longest = Math.max(longest, waited)
          failure = next
          now = due
        }
      },
    ),
    { seed, numRuns: 200 },
  )
  console.log(`seed ${seed}, ${runs} runs`)
})

test('by default from a second to 15 minutes, for three days, then hourly; time in which nobody tried does not count', () => {
  const waits: Array<number> = []
  let failure: Failure | null = null
  let now = 0
  while (failure?.parked !== true) {
    failure = afterFailure(failure, defaultRetry, now as never, 0.5)
    waits.push(Number(failure.due) - now)
    now = Number(failure.due) + 400 * day
  }
  expect(waits.slice(0, 4)).toEqual([1500, 3000, 6000, 12_000])
  expect(Math.max(...waits.slice(0, -1))).toBe(675_000)
  expect(waits.at(-1)).toBe(hour)
  expect(failure.waited).toBe(3 * day)
  expect(waits.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBe(3 * day)
})

test('a kind of failure has names and codes, also of what caused it, and no content', () => {
  const cause = Object.assign(new TypeError('secret'), { code: 'ENOTFOUND' })
  expect(kindOf(Object.assign(new Error('secret', { cause }), { code: 535 }))).toBe(
    'Error 535, caused by TypeError ENOTFOUND',
  )
  expect(kindOf(Object.assign(new Error('x'), { code: 'a secret of somebody', name: 'My secret' }))).toBe(
    'unknown',
  )
  expect(kindOf('secret')).toBe('string')
  expect(kindOf(null)).toBe('object')
  const endless = new Error('x')
  endless.cause = endless
  expect(kindOf(endless)).toBe('Error, caused by Error, caused by Error, caused by Error')
  expect(
    kindOf({
      get name() {
        throw new Error('secret')
      },
    }),
  ).toBe('unknown')
})
