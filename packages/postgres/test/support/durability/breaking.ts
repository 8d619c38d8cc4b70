import assert from 'node:assert/strict'
import type { Proxy } from '@colloquy/test-support/proxy'
import { startProxy } from '@colloquy/test-support/proxy'
import { ConversationError } from 'colloquy'
import { isThereOnce, nothingIsHalf } from '../../../../colloquy/test/support/durability/accounting.ts'
import type { Acknowledged, Try } from '../../../../colloquy/test/support/durability/accounting.ts'
import { pause } from '../../../../colloquy/test/support/durability/Child.ts'
import { give, hot } from '../../../../colloquy/test/support/durability/giving.ts'
import type { Random } from '../../../../colloquy/test/support/durability/random.ts'
import { random } from '../../../../colloquy/test/support/durability/random.ts'
import type { Given } from '../../../../colloquy/test/support/durability/Said.ts'
import { atCommit } from './atCommit.ts'
import { readLog } from './Log.ts'
import type { Desk } from './opening.ts'
import { open, poster } from './opening.ts'

/** What happens to the connection that sends a COMMIT, or another statement. */
const harms = ['before', 'inside', 'pooled', 'after', 'swallowed', 'withheld', 'elsewhere'] as const
type Harm = (typeof harms)[number]

export type Broken = {
  readonly seed: number
  readonly harms: { readonly [harm in Harm]: number }
  readonly commands: number
  /** Of these, how many succeeded at once though their connection broke or others did, and what the rest were told. */
  readonly atOnce: number
  readonly told: { readonly [reason: string]: number }
  /** How many commands were given once more after they had succeeded, and how many with another content. */
  readonly repeated: number
  readonly conflicts: number
  readonly seconds: number
}

/** What a caller may be told in such a network. Each of these says: the same command again tells. */
const mayBeTold = new Set(['OutcomeUnknown', 'Unavailable'])

/** Breaks the connection of a chat again and again, around its commits, while commands are given. */
export const breakConnections = async (
  url: string,
  { breaks, seed }: { readonly breaks: number; readonly seed: number },
): Promise<Broken> => {
  const chance = random(seed)
  const proxy = await startProxy(url)
  const chat = await open(proxy.url)
  const desk = chat.as(poster)
  for (const conversationId of hot) {
    await give(desk, `begin-${conversationId}`, { name: 'start', conversationId, body: 'begin' })
  }
  const figures = { atOnce: 0, repeated: 0, conflicts: 0 }
  const harmed: Record<Harm, number> = {
    before: 0,
    inside: 0,
    pooled: 0,
    after: 0,
    swallowed: 0,
    withheld: 0,
    elsewhere: 0,
  }
  const told: Record<string, number> = {}
  const acknowledged: Array<Acknowledged> = []
  const began = performance.now()

  /** Gives a command as often as it takes. */
  const insist = async ({ command, given }: Try): Promise<Acknowledged> => {
    for (let times = 0; ; times += 1) {
      try {
        const receipt = await give(desk, command, given)
        if (times === 0) figures.atOnce += 1
        return { command, given, receipt }
      } catch (error) {
        const reason = error instanceof ConversationError ? error.reason._tag : ''
        if (!mayBeTold.has(reason) || times > 50) throw error
        told[reason] = (told[reason] ?? 0) + 1
        await pause(5)
      }
    }
  }

  for (let round = 0; round < breaks; round += 1) {
    const harm = chance.oneOf(harms)
    harmed[harm] += 1
    const done = arrange(proxy, harm, chance)
    const some = Array.from({ length: 1 + chance.below(6) }, (_, at) => ({
      command: `break-${round}-${at}`,
      given: next(`${round}-${at}`, chance),
    }))
    const now = await Promise.all(some.map(insist))
    await done
    acknowledged.push(...now)
    for (const { command, given, receipt } of now) {
      assert.deepEqual(await give(desk, command, given), receipt)
      figures.repeated += 1
    }
    const one = chance.oneOf(now)
    await isRefused(desk, one)
    figures.conflicts += 1
  }
  const seconds = (performance.now() - began) / 1000
  const log = await readLog(url)
  for (const one of acknowledged) isThereOnce(log, one)
  nothingIsHalf(log)
  assert.equal(log.byCommand.size, acknowledged.length + hot.length)
  assert.deepEqual((await chat.verify()).differences, [])
  await chat.close()
  await proxy.close()
  return { seed, harms: harmed, commands: acknowledged.length, ...figures, told, seconds }
}

const next = (name: string, chance: Random): Given =>
  chance.below(6) === 0
    ? { name: 'start', conversationId: `new-${name}`, body: `said with ${name}` }
    : { name: 'post', conversationId: chance.oneOf(hot), body: `said with ${name}` }

/** Has the harm done to whoever comes first; resolves when that has happened. */
const arrange = (proxy: Proxy, harm: Harm, chance: Random): Promise<void> => {
  switch (harm) {
    case 'before':
    case 'inside':
    case 'pooled':
    case 'after':
      return proxy.cutAt(harm)
    case 'elsewhere': {
      let left = chance.below(8)
      return proxy.cutAt(chance.oneOf(['before', 'inside', 'pooled', 'after']), () => left-- === 0)
    }
    case 'swallowed':
      return atCommit(proxy, async () => {
        await proxy.set('swallowReplies')
        await pause(chance.fraction() * 60)
        proxy.cut()
        await proxy.set('pass')
      })
    case 'withheld':
      return atCommit(proxy, async () => {
        await proxy.set('blackhole')
        await pause(chance.fraction() * 60)
        await proxy.set('pass')
      })
  }
}

/** The same command with another content is somebody's mistake, and is told so. */
const isRefused = async (desk: Desk, { command, given }: Try): Promise<void> => {
  const other = give(desk, command, { ...given, body: `${given.body}, or so` })
  await assert.rejects(
    other,
    (error) => error instanceof ConversationError && error.reason._tag === 'IdempotencyConflict',
  )
}
