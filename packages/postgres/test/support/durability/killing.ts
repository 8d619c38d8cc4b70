import assert from 'node:assert/strict'
import { newDatabase } from '@colloquy/test-support/databases'
import { startPostgres } from '@colloquy/test-support/postgres'
import type { Acknowledged } from '../../../../colloquy/test/support/durability/accounting.ts'
import {
  acknowledgedOf,
  isThereOnce,
  nothingIsHalf,
} from '../../../../colloquy/test/support/durability/accounting.ts'
import type { Child } from '../../../../colloquy/test/support/durability/Child.ts'
import { pause } from '../../../../colloquy/test/support/durability/Child.ts'
import { give, hot } from '../../../../colloquy/test/support/durability/giving.ts'
import { random } from '../../../../colloquy/test/support/durability/random.ts'
import { ask } from './asking.ts'
import { readLog } from './Log.ts'
import { open, poster } from './opening.ts'
import { start } from './processes.ts'
import { until } from './until.ts'

export type Killed = {
  readonly seed: number
  readonly kills: number
  readonly acknowledged: number
  /** How often a writer was told that the storage was out of reach, and that nobody knows. */
  readonly unavailable: number
  readonly unknown: number
  readonly events: number
  /** How long the server took to be there again, in milliseconds, at worst. */
  readonly recovery: number
  readonly seconds: number
}

/** Writers, in two processes so that one has not the whole say. */
const processes = 2
const hands = 4
/** For a statement, in milliseconds. */
const patience = 10_000

/** Kills the server under load, again and again, and looks each time whether all that was acknowledged is there. */
export const killServer = async (given: {
  readonly kills: number
  readonly seed: number
}): Promise<Killed> => {
  const { kills, seed } = given
  const chance = random(seed)
  // What was acknowledged has to be on the disk, as in production.
  const server = await startPostgres({ fsync: true, settings: { synchronous_commit: 'on' } })
  try {
    const { url } = await newDatabase(server.url)
    const chat = await open(url)
    for (const conversationId of hot) {
      const begin = { name: 'start', conversationId, body: 'begin' } as const
      await give(chat.as(poster), `begin-${conversationId}`, begin)
    }
    const began = performance.now()
    const children = Array.from({ length: processes }, (_, number) =>
      start('posting', [url, `writer${number}`, hands, chance.below(1e9), hot.join(','), patience]),
    )
    let recovery = 0
    for (let round = 0; round < kills; round += 1) {
      await underLoad(children)
      await pause(chance.fraction() * 200)
      await server.kill('SIGKILL')
      const dead = performance.now()
      const before = children.map(({ said }) => acknowledgedOf(said))
      await server.start()
      await until('the server answers', () => answers(url))
      recovery = Math.max(recovery, performance.now() - dead)
      await areThere(url, before.flat())
    }
    await underLoad(children)
    for (const child of children) child.tell('stop')
    const codes = await Promise.all(children.map(({ ended }) => ended))
    assert.deepEqual(
      codes,
      codes.map(() => 0),
    )
    const seconds = (performance.now() - began) / 1000
    const acknowledged = children.flatMap(({ said }) => acknowledgedOf(said))
    const events = await areThere(url, acknowledged)
    assert.deepEqual((await chat.verify()).differences, [])
    await chat.close()
    const told = (name: string): number => children.reduce((sum, child) => sum + figureOf(child, name), 0)
    return {
      seed,
      kills,
      acknowledged: acknowledged.length,
      unavailable: told('unavailable'),
      unknown: told('unknown'),
      events,
      recovery: Math.round(recovery),
      seconds,
    }
  } finally {
    await server.stop()
  }
}

/** Waits until every one of these processes was acknowledged something new. */
export const underLoad = async (children: ReadonlyArray<Child>): Promise<void> => {
  const before = children.map(({ said }) => said.length)
  await until('the writers go on', () =>
    children.every(({ said }, at) => said.slice(before[at]).some(({ say }) => say === 'acknowledged')),
  )
}

const answers = async (url: string): Promise<boolean> => {
  try {
    await ask(url, 'select 1')
    return true
  } catch {
    return false
  }
}

export const areThere = async (url: string, acknowledged: ReadonlyArray<Acknowledged>): Promise<number> => {
  const log = await readLog(url)
  for (const one of acknowledged) isThereOnce(log, one)
  nothingIsHalf(log)
  return log.events.length
}

const figureOf = ({ said }: Child, name: string): number =>
  said.reduce((sum, one) => sum + (one.say === 'done' ? (one.figures[name] ?? 0) : 0), 0)

export type WritersKilled = {
  readonly seed: number
  readonly kills: number
  readonly acknowledged: number
  /** How long others waited at worst, in milliseconds. */
  readonly slowest: number
}

/** Kills a writing process amid its transactions, again and again; another one, on the same conversations, goes on. */
export const killWriters = async (
  url: string,
  { kills, seed }: { readonly kills: number; readonly seed: number },
): Promise<WritersKilled> => {
  const chance = random(seed)
  const chat = await open(url)
  for (const conversationId of hot) {
    const begin = { name: 'start', conversationId, body: 'begin' } as const
    await give(chat.as(poster), `begin-${conversationId}`, begin)
  }
  const few = hot.slice(0, 4).join(',')
  const other = start('posting', [url, 'other', hands, chance.below(1e9), few, patience])
  await other.hears('acknowledged')
  const acknowledged: Array<Acknowledged> = []
  for (let round = 0; round < kills; round += 1) {
    const child = start('posting', [url, `killed${round}`, hands, chance.below(1e9), few, patience])
    await child.hears('acknowledged')
    await pause(chance.fraction() * 200)
    child.kill()
    assert.equal(await child.ended, null, 'the process was killed while it worked')
    acknowledged.push(...acknowledgedOf(child.said))
    await underLoad([other])
  }
  other.tell('stop')
  assert.equal(await other.ended, 0)
  acknowledged.push(...acknowledgedOf(other.said))
  await areThere(url, acknowledged)
  assert.deepEqual((await chat.verify()).differences, [])
  await chat.close()
  return { seed, kills, acknowledged: acknowledged.length, slowest: figureOf(other, 'slowest') }
}
