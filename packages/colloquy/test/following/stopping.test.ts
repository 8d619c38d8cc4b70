import type { Storage } from '@colloquy/core/storage'
import { slotCount } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import type { ConversationEvent } from '../../src/following/ConversationEvent.ts'
import { slotOf } from '../../src/engine/slotOf.ts'
import { freshSeed, random } from '../support/durability/random.ts'
import type { Opened } from './opened.ts'
import { agent, begin, logOf } from './opened.ts'
import type { World } from './over.ts'
import { eventually, gate, over } from './over.ts'

const minute = 60_000
const note = async (chat: Opened, conversationId: string, body: string) =>
  chat.as(agent('anna')).post({ conversationId, body, visibility: 'internal' })

/** Some conversations of some notes, and how many events that came to. */
const traffic = async (chat: Opened, conversations: number, notes: number): Promise<number> => {
  for (let c = 0; c < conversations; c += 1) {
    const id = await begin(chat)
    for (let n = 0; n < notes; n += 1) await note(chat, id, `note ${n}`)
  }
  return (await logOf(chat.storage)).length
}

/** Ids of conversations that belong to the same part of a subscription. */
const inOnePart = (count: number): ReadonlyArray<string> => {
  const ids = Array.from({ length: 10_000 }, (_, at) => `c${at}`)
  const slot = (id: string) => slotOf({ tenant: 'acme' as never, conversation: id as never })
  return ids.filter((id) => slot(id) === slot('c0')).slice(0, count)
}

/** Lets everything else have its turn, a number of times. */
const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate)
}

/** How many parts somebody else gets at once. */
const claimedBy = async ({ storage, now }: World, owner: string): Promise<number> => {
  const asked = { name: 'mails', owner, now: now() as never, lease: 1000, limit: slotCount }
  const claimed = await storage.checkpoints.claim(asked)()
  return E.isRight(claimed) ? claimed.right.length : 0
}

const positionsOf = (events: ReadonlyArray<ConversationEvent>): ReadonlyArray<number> =>
  events.map(({ position }) => position).toSorted((a, b) => a - b)
const upTo = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, at) => at + 1)
const inOrder = (events: ReadonlyArray<ConversationEvent>): boolean => {
  const last = new Map<string, number>()
  return events.every(({ conversationId, position }) => {
    const isNext = position > (last.get(conversationId) ?? 0)
    last.set(conversationId, position)
    return isNext
  })
}
const heldIn = async ({ storage }: World, name: string) => {
  const held = await storage.checkpoints.held(name, 'all')()
  return held._tag === 'Right' ? held.right : []
}

over(
  'stopped amid a handler that then fails: the failure is kept, and the event comes to whoever goes on',
  async (world) => {
    const chat = world.process()
    const count = await traffic(chat, 3, 2)
    const { open, opened } = gate()
    const heard: Array<ConversationEvent> = []
    let tried = 0
    const first = chat.subscribe(
      'mails',
      async () => {
        tried += 1
        await opened
        throw new Error('away')
      },
      { parallel: 1 },
    )
    await eventually(() => tried === 1)
    const stopped = first.stop()
    open()
    await stopped
    expect(tried).toBe(1)
    expect((await heldIn(world, 'mails')).map(({ attempts, error }) => [attempts, error])).toEqual([
      [1, 'Error'],
    ])
    world.pass(minute)
    const second = world.process().subscribe('mails', (event, { attempt }) => {
      if (event.position === 1) expect(attempt).toBe(2)
      heard.push(event)
    })
    await eventually(async () => (await second.lag()) === 0)
    expect(positionsOf(heard)).toEqual(upTo(count))
    expect(inOrder(heard)).toBe(true)
  },
)

over('stopped amid a page: what was handled does not come again, and nothing is left out', async (world) => {
  const chat = world.process()
  // All in one part, whose checkpoint can't be beyond some of them and before others.
  const ids = inOnePart(8)
  for (const conversationId of ids) {
    await chat
      .as(agent('anna'))
      .start({ id: conversationId, type: 'internal', subject: 'One', message: 'two' })
    await note(chat, conversationId, 'three')
  }
  const count = (await logOf(world.storage)).length
  const heard: Array<ConversationEvent> = []
  const stops: Array<Promise<void>> = []
  const first = chat.subscribe(
    'mails',
    async (event) => {
      heard.push(event)
      if (heard.length === 10) stops.push(first.stop())
      await new Promise(setImmediate)
    },
    { parallel: 3 },
  )
  await eventually(() => stops.length === 1)
  await Promise.all(stops)
  expect(heard.length).toBeLessThan(count)
  const second = world.process().subscribe('mails', (event) => heard.push(event))
  await eventually(async () => (await second.lag()) === 0)
  expect(positionsOf(heard)).toEqual(upTo(count))
  expect(inOrder(heard)).toBe(true)
})

over(
  'taken over amid a handler: what becomes of it afterwards changes nothing for the new one',
  async (world) => {
    const chat = world.process()
    const count = await traffic(chat, 4, 2)
    for (const fails of [true, false]) {
      const name = `mails ${fails}`
      const { open, opened } = gate()
      let tried = 0
      const frozen = chat.subscribe(
        name,
        async () => {
          tried += 1
          await opened
          if (fails) throw new Error('away')
        },
        { parallel: 1, lease: 1000 },
      )
      await eventually(() => tried === 1)
      world.pass(minute)
      const heard: Array<ConversationEvent> = []
      const second = world.process().subscribe(name, (event) => heard.push(event), { lease: 1e9 })
      await eventually(async () => (await second.lag()) === 0)
      expect(positionsOf(heard)).toEqual(upTo(count))
      open()
      await frozen.stop()
      expect(await heldIn(world, name)).toEqual([])
      expect(await second.lag()).toBe(0)
      expect(positionsOf(heard)).toEqual(upTo(count))
    }
  },
)

over('what comes while a try runs is neither lost nor doubled, and comes after it', async (world) => {
  const chat = world.process()
  const id = await begin(chat)
  const heard: Array<ConversationEvent> = []
  let gates: Array<ReturnType<typeof gate>> = []
  let isAway = true
  const subscription = chat.subscribe('mails', async (event) => {
    if (isAway) throw new Error('away')
    const mine = gate()
    gates.push(mine)
    await mine.opened
    heard.push(event)
  })
  await eventually(async () => (await subscription.counts()).retrying === 1)
  isAway = false
  world.pass(minute)
  for (let n = 0; n < 6; n += 1) {
    await eventually(() => gates.length === 1)
    // Passed over by the walk through the log, while the try runs.
    await note(chat, id, `note ${n}`)
    await eventually(async () => (await lastPosition(world)) === (await logOf(world.storage)).length)
    const running = gates
    gates = []
    for (const { open } of running) open()
  }
  const opening = setInterval(() => gates.splice(0).forEach(({ open }) => open()), 1)
  await eventually(async () => (await subscription.lag()) === 0)
  clearInterval(opening)
  expect(positionsOf(heard)).toEqual(upTo((await logOf(world.storage)).length))
  expect(inOrder(heard)).toBe(true)
})

over(
  'what a page passes over that is not done yet is not forgotten when the try before it succeeds',
  async (world) => {
    const chat = world.process()
    const [ill, well] = [await begin(chat), await begin(chat)]
    const heard: Array<ConversationEvent> = []
    const [trying, walking] = [gate(), gate()]
    let state: 'away' | 'trying' | 'back' = 'away'
    const subscription = chat.subscribe('mails', async (event) => {
      if (event.conversationId === ill && state === 'away') throw new Error('away')
      if (event.conversationId === ill && state === 'trying') await trying.opened
      if (event.type === 'message-posted' && event.data.body === 'slow') await walking.opened
      heard.push(event)
    })
    const inIll = (await logOf(world.storage)).filter(({ conversation }) => conversation === ill).length
    await eventually(async () => (await subscription.lag()) === inIll)
    state = 'trying'
    world.pass(minute)
    // One batch, and so one page: it passes over the first, and waits for the second.
    await Promise.all([note(chat, ill, 'quick'), note(chat, well, 'slow')])
    const passed = (await logOf(world.storage)).length
    trying.open()
    state = 'back'
    await eventually(async () => {
      const isHeard = heard.some((event) => event.type === 'message-posted' && event.data.body === 'quick')
      return isHeard || !(await heldIn(world, 'mails')).some(({ stream }) => stream.conversation === ill)
    })
    walking.open()
    await eventually(async () => (await subscription.lag()) === 0)
    expect(positionsOf(heard)).toEqual(upTo(passed))
    expect(inOrder(heard)).toBe(true)
  },
)

/** How far the walk through the log came, whatever is held. */
const lastPosition = async ({ storage }: World): Promise<number> => {
  let least = Number.POSITIVE_INFINITY
  for (let slot = 0; slot < 64; slot += 9) {
    const stored = await storage.checkpoints.positions('mails', slot)()
    least = Math.min(least, stored._tag === 'Right' ? (stored.right[0]?.position ?? 0) : 0)
  }
  return least
}

over('what was stopped takes no part any more, so that others get all of them', async (world) => {
  const owners: Array<string> = []
  const { checkpoints } = world.storage
  const storage: Storage = {
    ...world.storage,
    checkpoints: {
      ...checkpoints,
      claim: (asked) => {
        owners.push(asked.owner)
        return checkpoints.claim(asked)
      },
    },
  }
  // It claims every 10 ms.
  const begun = () => world.process({ storage }).subscribe('stopped', () => undefined, { lease: 30 })
  const first = begun()
  await eventually(() => owners.length > 2)
  await first.stop()
  owners.length = 0
  const second = begun()
  await eventually(() => owners.length > 10)
  await second.stop()
  expect(new Set(owners).size).toBe(1)
})

over('while a handler never ends, what comes in other conversations is handled', async (world) => {
  const chat = world.process()
  const [ill, well] = [await begin(chat), await begin(chat)]
  let isHung = false
  const subscription = chat.subscribe(
    'mails',
    (event) => {
      if (event.conversationId !== ill) return undefined
      isHung = true
      return new Promise(() => undefined)
    },
    { parallel: 2 },
  )
  await eventually(() => isHung)
  await chat.waitFor(await note(chat, well, 'later'), subscription, { timeout: 100_000 })
  const inIll = (await logOf(world.storage)).filter(({ conversation }) => conversation === ill).length
  expect(await subscription.lag()).toBe(inIll)
  await subscription.stop({ within: 1 })
  expect(
    (await heldIn(world, 'mails')).map(({ stream, attempts }) => [stream.conversation, attempts]),
  ).toEqual([[ill, 0]])
})

over(
  'a handler that never ends holds up its conversation alone, is told so, and has failed in the end',
  async (world) => {
    const chat = world.process()
    const count = await traffic(chat, 5, 2)
    const heard: Array<ConversationEvent> = []
    const aborted: Array<unknown> = []
    const ill = (await logOf(world.storage))[0]?.conversation
    let isHung = true
    const subscription = chat.subscribe(
      'mails',
      async (event, { signal }) => {
        if (isHung && event.conversationId === ill) {
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          aborted.push(signal.reason)
          // Not even that makes it end.
          await new Promise(() => undefined)
        }
        heard.push(event)
      },
      { parallel: 2, timeout: 2500 },
    )
    const inIll = count / 5
    await eventually(async () => (await subscription.lag()) === inIll)
    expect(heard).toHaveLength(count - inIll)
    await eventually(async () => (await subscription.counts()).retrying === 1)
    expect(aborted).toHaveLength(1)
    expect(chat.logged.map(({ detail }) => detail.endsWith(': TimeoutError'))).toEqual([true])
    isHung = false
    world.pass(minute)
    await eventually(async () => (await subscription.lag()) === 0)
    expect(positionsOf(heard)).toEqual(upTo(count))
  },
)

over('whatever fails, stops and goes on elsewhere, each event is handled once, in order', async (world) => {
  const seed = freshSeed()
  console.log(`failing and stopping: seed ${seed}`)
  const chance = random(seed)
  const handled: Array<ConversationEvent> = []
  const poster = world.process()
  let count = await traffic(poster, 6, 1)
  let tries = 0
  const handler = async (event: ConversationEvent): Promise<void> => {
    tries += 1
    const fails = chance.below(4) === 0
    for (let turns = chance.below(4); turns > 0; turns -= 1) await new Promise(setImmediate)
    if (fails) throw new Error('away')
    handled.push(event)
  }
  for (let run = 0; run < 8; run += 1) {
    const chat = world.process()
    const options = { parallel: 1 + chance.below(4), retry: { first: 1000, most: 8000 } }
    const subscription = chat.subscribe('mails', handler, options)
    const until = tries + 1 + chance.below(12)
    count = await traffic(poster, chance.below(3), chance.below(3))
    await eventually(async () => {
      world.pass(500)
      return tries >= until || (await subscription.lag()) === 0
    })
    await subscription.stop()
  }
  const last = world.process().subscribe('mails', handler)
  await eventually(async () => {
    world.pass(5000)
    return (await last.lag()) === 0
  })
  expect(positionsOf(handled)).toEqual(upTo(count))
  expect(inOrder(handled)).toBe(true)
  expect(tries).toBeGreaterThan(count)
})

over('closed right after it was stopped: what runs is waited for, and kept', async (world) => {
  const chat = world.process()
  await begin(chat)
  const { open, opened } = gate()
  let isRunning = false
  const subscription = chat.subscribe('mails', async () => {
    isRunning = true
    await opened
  })
  await eventually(() => isRunning)
  let isClosed = false
  const stopped = subscription.stop()
  const closed = chat.close().then(() => {
    isClosed = true
  })
  await turns()
  expect(isClosed).toBe(false)
  open()
  await Promise.all([stopped, closed])
  // Given back, and its place stored.
  expect(await claimedBy(world, 'another')).toBe(slotCount)
  expect(await lastPosition(world)).toBeGreaterThan(0)
})

over('stopped while it claims: nothing stays taken', async (world) => {
  const { checkpoints } = world.storage
  const { open, opened } = gate()
  const claims = { begun: 0, ended: 0, isHeld: false }
  const storage: Storage = {
    ...world.storage,
    checkpoints: {
      ...checkpoints,
      claim: (asked) => async () => {
        claims.begun += 1
        if (claims.isHeld) await opened
        const claimed = await checkpoints.claim(asked)()
        claims.ended += 1
        return claimed
      },
    },
  }
  const subscription = world.process({ storage }).subscribe('mails', () => undefined, { lease: 30 })
  await eventually(() => claims.ended > 2 && claims.ended === claims.begun)
  claims.isHeld = true
  await eventually(() => claims.begun > claims.ended)
  const stopped = subscription.stop()
  await turns()
  open()
  await stopped
  await eventually(() => claims.begun === claims.ended)
  expect(await claimedBy(world, 'another')).toBe(slotCount)
})

over('what fails where nobody can store it is not tried without end', async (world) => {
  const { checkpoints } = world.storage
  const holds = { isRefused: true, count: 0 }
  const storage: Storage = {
    ...world.storage,
    checkpoints: {
      ...checkpoints,
      hold: (...given) => {
        holds.count += 1
        return holds.isRefused && holds.count > 1 ? async () => E.right(false) : checkpoints.hold(...given)
      },
    },
  }
  const chat = world.process({ storage })
  await begin(chat)
  let tries = 0
  const subscription = chat.subscribe('mails', () => {
    tries += 1
    throw new Error('away')
  })
  await eventually(async () => (await subscription.counts()).retrying === 1)
  const before = tries
  world.pass(minute)
  await eventually(() => tries > before)
  await turns(200)
  expect(tries).toBe(before + 1)
})

over('what a handler left behind is no longer inside it: stop waits for the others', async (world) => {
  const chat = world.process()
  const [first, second] = [await begin(chat), await begin(chat)]
  const [ended, slow] = [gate(), gate()]
  let isStopped = false
  let left: Promise<void> | undefined
  let isSlow = false
  const subscription = chat.subscribe('mails', async (event) => {
    if (event.conversationId === first)
      left ??= ended.opened
        .then(() => subscription.stop())
        .then(() => {
          isStopped = true
        })
    if (event.conversationId === second) {
      isSlow = true
      await slow.opened
    }
  })
  await eventually(() => left !== undefined && isSlow)
  await turns()
  ended.open()
  await turns()
  expect(isStopped).toBe(false)
  slow.open()
  await left
  expect(isStopped).toBe(true)
})

over('a part that was taken over amid its conversation: nothing more of it is given here', async (world) => {
  const { checkpoints } = world.storage
  let hasNoticed = false
  const storage: Storage = {
    ...world.storage,
    checkpoints: {
      ...checkpoints,
      claim: (asked) => async () => {
        const claimed = await checkpoints.claim(asked)()
        hasNoticed = E.isRight(claimed) && claimed.right.length === 0
        return claimed
      },
    },
  }
  const chat = world.process({ storage })
  const id = await begin(chat)
  await note(chat, id, 'two')
  const count = (await logOf(world.storage)).length
  const { open, opened } = gate()
  const heard: Array<number> = []
  const frozen = chat.subscribe(
    'mails',
    async (event) => {
      heard.push(event.position)
      await opened
    },
    { lease: 1000 },
  )
  // It is held back by then, with all that follows it passed over.
  await eventually(async () => (await heldIn(world, 'mails')).length === 1)
  await eventually(async () => (await lastPosition(world)) === count)
  world.pass(minute)
  const seconds: Array<number> = []
  const second = world.process().subscribe('mails', (event) => void seconds.push(event.position), {
    lease: 1e9,
  })
  await eventually(async () => (await second.lag()) === 0)
  await eventually(() => hasNoticed)
  await turns()
  open()
  await turns(100)
  expect(heard).toEqual([1])
  await frozen.stop()
  expect(seconds).toEqual(upTo(count))
})
