import assert from 'node:assert/strict'
import { newDatabase } from '@colloquy/test-support/databases'
import { ConversationError, type InnerSession } from 'colloquy'
import pg from 'pg'
import { pause } from '../../../../colloquy/test/support/durability/Child.ts'
import { give } from '../../../../colloquy/test/support/durability/giving.ts'
import { random } from '../../../../colloquy/test/support/durability/random.ts'
import { plainly } from './asking.ts'
import { readLog } from './Log.ts'
import type { Desk, Opened } from './opening.ts'
import { open, poster } from './opening.ts'

/** How long some waited, in milliseconds. */
export type Waits = { readonly median: number; readonly worst: number }

const waitsOf = (times: ReadonlyArray<number>): Waits => {
  const sorted = times.toSorted((a, b) => a - b)
  const rounded = (at: number): number => Math.round((sorted[at] ?? 0) * 10) / 10
  return { median: rounded(Math.floor(sorted.length / 2)), worst: rounded(sorted.length - 1) }
}

const begin = async (desk: Desk, ids: ReadonlyArray<string>): Promise<void> => {
  for (const conversationId of ids) {
    await give(desk, `begin-${conversationId}`, { name: 'start', conversationId, body: 'begin' })
  }
}

const post = (desk: InnerSession, conversationId: string, body = 'hello') =>
  desk.post({ conversationId, body, visibility: 'public', confirmPublic: true })

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const others = Array.from({ length: 10 }, (_, n) => `other-${n}`)

/** One after the other, now by this process, now by that. */
const postToOthers = async (chats: ReadonlyArray<Opened>, many: number): Promise<ReadonlyArray<number>> => {
  const times: Array<number> = []
  for (let i = 0; i < many; i += 1) {
    const desk = chats[i % chats.length]?.as(poster)
    assert.ok(desk !== undefined)
    times.push(await timed(() => post(desk, others[i % others.length] ?? '')))
  }
  return times
}

export type Held = {
  /** What others' posts take while nobody holds anything, and while a host does. */
  readonly before: Waits
  readonly meanwhile: Waits
  /** The same of posts that are given together with one on the conversation that is held. */
  readonly together: Waits
  /** How long a post on that conversation itself waited. */
  readonly held: Waits
}

/** Would wait for a lock for longer than any of this takes: to wait amid a batch would show. */
const stubborn = { lockTimeout: 60_000 }

/**
 * A host posts and then stays inside its transaction, for so many seconds at least and until others have posted
 * elsewhere: these don't wait for it, and those that post in its conversation do.
 */
export const holdOpen = async (
  url: string,
  { seconds, posts, rounds }: { readonly seconds: number; readonly posts: number; readonly rounds: number },
): Promise<Held> => {
  const chats = [await open(url), await open(url, stubborn)]
  const [chat] = chats
  assert.ok(chat !== undefined)
  const desk = chat.as(poster)
  await begin(desk, ['held', ...others])
  const before = await postToOthers(chats, posts)
  const figures = await plainly(url, async (host) => {
    await host.query('begin')
    await post(chat.within(host).as(poster), 'held', 'by the host')
    const until = performance.now() + seconds * 1000
    const own: Array<Promise<number>> = []
    let through = 0
    const wait = (by: Desk, body: string): void => {
      const waiting = timed(() => post(by, 'held', body))
      // Looked at in the end, whatever fails before.
      waiting.then(
        () => (through += 1),
        () => undefined,
      )
      own.push(waiting)
    }
    wait(desk, 'by another')
    const meanwhile = await postToOthers(chats, posts)
    const together: Array<number> = []
    for (let round = 0; round < rounds; round += 1) {
      const desk = (chats[round % chats.length] ?? chat).as(poster)
      wait(desk, `by another, ${round}`)
      together.push(...(await Promise.all(others.map((id) => timed(() => post(desk, id))))))
    }
    await pause(Math.max(0, until - performance.now()))
    assert.equal(through, 0, 'nobody posts in the conversation that the host holds')
    await host.query('commit')
    return {
      meanwhile: waitsOf(meanwhile),
      together: waitsOf(together),
      held: waitsOf(await Promise.all(own)),
    }
  })
  const { events } = await readLog(url)
  const bodies = events.filter(
    ({ conversation, type }) => conversation === 'held' && type === 'message-posted',
  )
  // Its own, the host's, and then those that waited.
  assert.equal(bodies.length, 1 + 1 + 1 + rounds)
  assert.deepEqual((await chat.verify()).differences, [])
  for (const each of chats) await each.close()
  return { before: waitsOf(before), ...figures }
}

/** Longer than anybody waits: a command on the conversation is answered that it can't be done now, and can be later. */
export const outwait = async (url: string): Promise<number> => {
  const chat = await open(url)
  const desk = chat.as(poster)
  await begin(desk, ['held'])
  const waited = await plainly(url, async (host) => {
    await host.query('begin')
    await post(chat.within(host).as(poster), 'held', 'by the host')
    const time = await timed(() =>
      assert.rejects(
        post(desk, 'held', 'by another'),
        (error) => error instanceof ConversationError && error.reason._tag === 'Unavailable',
      ),
    )
    await host.query('rollback')
    return time
  })
  await post(desk, 'held', 'afterwards')
  await chat.close()
  return Math.round(waited)
}

/** A transaction in another database of the server, which has written and does not end. */
export const idleElsewhere = async (url: string, serverUrl: string): Promise<Waits> => {
  const elsewhere = await newDatabase(serverUrl)
  const chat = await open(url)
  const desk = chat.as(poster)
  await begin(desk, others)
  const heard: Array<number> = []
  const subscription = chat.subscribe('elsewhere', ({ position }) => void heard.push(position), {
    from: 'now',
  })
  const waits = await plainly(elsewhere.url, async (idle) => {
    await idle.query('create table other (n integer)')
    await idle.query('begin')
    await idle.query('insert into other values (1)')
    const first = await post(desk, 'other-0')
    const last = { receipt: first }
    const times: Array<number> = []
    for (let i = 0; i < 30; i += 1) {
      times.push(
        await timed(async () => {
          last.receipt = await post(desk, others[i % others.length] ?? '')
        }),
      )
    }
    await chat.waitFor(last.receipt, subscription)
    await idle.query('rollback')
    return waitsOf(times)
  })
  assert.ok(heard.length >= 30)
  await subscription.stop()
  await chat.close()
  await elsewhere.drop()
  return waits
}

export type Crossed = {
  readonly seed: number
  readonly transactions: number
  readonly rolledBack: number
  readonly posts: number
  readonly seconds: number
}

const crossed = Array.from({ length: 8 }, (_, n) => `crossed-${n}`)

/**
 * Hosts take conversations in the opposite order of the batches that others commit on them at the same time. A
 * deadlock would make one of them a victim, and a host is none: here that would reject.
 */
export const crossOver = async (
  url: string,
  { transactions, seed }: { readonly transactions: number; readonly seed: number },
): Promise<Crossed> => {
  const chance = random(seed)
  const chats = [await open(url, stubborn), await open(url, stubborn)]
  const [chat] = chats
  assert.ok(chat !== undefined)
  await begin(chat.as(poster), crossed)
  const hosts = new pg.Pool({ connectionString: url, max: 3 })
  const figures = { transactions: 0, rolledBack: 0, posts: 0 }
  const began = performance.now()
  let over = false

  const flush = async (desk: Desk): Promise<void> => {
    while (!over) {
      const batch = Array.from({ length: 12 }, () => post(desk, chance.oneOf(crossed)))
      await Promise.all(batch)
      figures.posts += batch.length
    }
  }
  const hold = async (): Promise<void> => {
    while (figures.transactions < transactions) {
      figures.transactions += 1
      const client = await hosts.connect()
      const some = new Set(Array.from({ length: 3 }, () => chance.oneOf(crossed)))
      await client.query('begin')
      const inside = chat.within(client).as(poster)
      for (const id of Array.from(some).toSorted().toReversed()) await post(inside, id, 'by a host')
      const keep = chance.below(4) > 0
      if (!keep) figures.rolledBack += 1
      await client.query(keep ? 'commit' : 'rollback')
      client.release()
    }
  }
  const flushing = Promise.all(chats.map((each) => flush(each.as(poster))))
  await Promise.all([hold(), hold(), hold()])
  over = true
  await flushing
  const seconds = (performance.now() - began) / 1000
  await hosts.end()
  await readLog(url)
  assert.deepEqual((await chat.verify()).differences, [])
  for (const each of chats) await each.close()
  return { seed, ...figures, seconds }
}
