import assert from 'node:assert/strict'
import { startProxy } from '@colloquy/test-support/proxy'
import { ConversationError, openConversations } from 'colloquy'
import pg from 'pg'
import { postgres } from '../../../src/index.ts'
import { pause } from '../../../../colloquy/test/support/durability/Child.ts'
import { give } from '../../../../colloquy/test/support/durability/giving.ts'
import type { Random } from '../../../../colloquy/test/support/durability/random.ts'
import { random } from '../../../../colloquy/test/support/durability/random.ts'
import { readLog } from './Log.ts'
import type { Opened } from './opening.ts'
import { open, poster } from './opening.ts'
import { until } from './until.ts'

export type Ordered = {
  readonly seed: number
  readonly rounds: number
  /** Transactions of the host's that were held open, and of these, how many were rolled back. */
  readonly held: number
  readonly rolledBack: number
  /** Commits that were held up or cut off on their way, with the tenant's counter in their hands. */
  readonly cut: number
  readonly events: number
  readonly seconds: number
}

const conversations = Array.from({ length: 10 }, (_, n) => `order-${n}`)
const heldOnes = Array.from({ length: 3 }, (_, n) => `held-${n}`)

/**
 * While commits are held open, others follow: in transactions of the host's, whose events get their positions at the
 * commit, and in our own on a slow connection, some of which is cut amid the commit. Whoever follows hears each event
 * once, in the order of its position, and misses none.
 */
export const holdCommits = async (
  url: string,
  given: { readonly rounds: number; readonly posts: number; readonly seed: number },
): Promise<Ordered> => {
  const { rounds, posts, seed } = given
  const chance = random(seed)
  const proxy = await startProxy(url)
  // Each statement waits for the answer to the one before, so that the counter is held over round trips.
  const pool = new pg.Pool({ connectionString: proxy.url, max: 2 })
  const [chat, follower, slow] = [
    await open(url),
    await open(url),
    await openConversations({ storage: postgres({ pool }) }),
  ] as const
  const heard: Array<number> = []
  const handled = new Map<string, Array<number>>()
  follower.on('*', ({ position }) => void heard.push(position))
  const subscription = follower.subscribe('order', ({ conversationId, position }) => {
    handled.set(conversationId, [...(handled.get(conversationId) ?? []), position])
  })
  await pause(100)
  for (const conversationId of [...conversations, ...heldOnes, 'slow']) {
    const begin = { name: 'start', conversationId, body: 'begin' } as const
    await give(chat.as(poster), `begin-${conversationId}`, begin)
  }
  await proxy.set({ delay: 8 })
  const figures = { held: 0, rolledBack: 0, cut: 0 }
  const began = performance.now()
  for (let round = 0; round < rounds; round += 1) {
    const some = heldOnes.slice(0, 1 + chance.below(heldOnes.length))
    const hosts = await Promise.all(some.map((id) => hold(chat, url, id)))
    const onItsWay = send(
      slow,
      round,
      chance.below(2) === 0 ? proxy.cutAt(chance.oneOf(['before', 'inside'])) : null,
    )
    for (let i = 0; i < posts; i += 1) {
      const conversationId = chance.oneOf(conversations)
      const body = `${round}-${i}`
      const posted = give(chat.as(poster), `post-${round}-${i}`, { name: 'post', conversationId, body })
      if (chance.below(4) > 0) await posted
      else posted.catch(assert.fail)
      const host = chance.below(posts) < 3 ? hosts.pop() : undefined
      if (host !== undefined) figures.rolledBack += await end(host, chance)
    }
    for (const host of hosts) figures.rolledBack += await end(host, chance)
    figures.held += some.length
    figures.cut += (await onItsWay) ? 1 : 0
  }
  const seconds = (performance.now() - began) / 1000
  const last = await give(chat.as(poster), 'last', { name: 'post', conversationId: 'order-0', body: 'last' })
  await follower.waitFor(last, subscription)
  const { events } = await readLog(url)
  await until('who listens has heard all', () => heard.length >= events.length)
  isInOrder(events, heard, handled)
  assert.deepEqual((await chat.verify()).differences, [])
  await subscription.stop()
  for (const each of [chat, follower, slow]) await each.close()
  await pool.end()
  await proxy.close()
  return { seed, rounds, ...figures, events: events.length, seconds }
}

/** A transaction of the host's that has posted, and stays open. */
const hold = async (chat: Opened, url: string, conversationId: string): Promise<pg.Client> => {
  const host = new pg.Client({ connectionString: url })
  await host.connect()
  await host.query('begin')
  const post = { conversationId, body: 'by the host', visibility: 'public', confirmPublic: true } as const
  await chat.within(host).as(poster).post(post)
  return host
}

/** Answers how many were rolled back: one or none. */
const end = async (host: pg.Client, chance: Random): Promise<number> => {
  const undo = chance.below(4) === 0
  await host.query(undo ? 'rollback' : 'commit')
  await host.end()
  return undo ? 1 : 0
}

/** A command on the slow connection, given until it is done; answers whether its connection was cut. */
const send = async (slow: Opened, round: number, cut: Promise<void> | null): Promise<boolean> => {
  const post = { name: 'post', conversationId: 'slow', body: 'slowly' } as const
  for (;;) {
    try {
      await give(slow.as(poster), `slow-${round}`, post)
      break
    } catch (error) {
      if (!(error instanceof ConversationError)) throw error
      await pause(20)
    }
  }
  await cut
  return cut !== null
}

const isInOrder = (
  events: ReadonlyArray<{ readonly conversation: string; readonly position: number }>,
  heard: ReadonlyArray<number>,
  handled: ReadonlyMap<string, ReadonlyArray<number>>,
): void => {
  assert.deepEqual(
    heard,
    events.map(({ position }) => position),
  )
  for (const conversation of new Set(events.map((event) => event.conversation))) {
    const own = events.filter((event) => event.conversation === conversation).map(({ position }) => position)
    assert.deepEqual(handled.get(conversation), own, conversation)
  }
}
