import assert from 'node:assert/strict'
import type { Child } from '../../../../colloquy/test/support/durability/Child.ts'
import type { Stored } from '../../../../colloquy/test/support/durability/examine.ts'
import { slotOf } from '../../../../colloquy/src/engine/slotOf.ts'
import { ask } from './asking.ts'
import { tenant } from './opening.ts'
import { start } from './processes.ts'
import { until } from './until.ts'

/** A process that follows the log, is killed again and again, and is started anew each time. */
export type Follower = {
  /** Kills it in the midst of its work and starts another. */
  readonly restart: () => Promise<void>
  /** Waits until it has come to the end of the log, and ends it. */
  readonly finish: () => Promise<void>
  readonly lives: () => ReadonlyArray<Life>
}

/** One process's worth: where each part of the subscription stood when it began, and what it was given. */
type Life = { readonly from: ReadonlyMap<number, number>; readonly child: Child }

const follower = 'follower'

/** Where each part stands; one that never moved is not in it. */
const checkpoints = async (url: string): Promise<ReadonlyMap<number, number>> => {
  const rows = await ask<readonly [number, number]>(
    url,
    'select slot, position::float8 from colloquy.colloquy_checkpoint where name = $1 and tenant = $2',
    [follower, tenant],
  )
  return new Map(rows)
}

const connections = `select count(*)::integer from pg_stat_activity
where datname = current_database() and application_name = $1`

export const follow = async (url: string): Promise<Follower> => {
  const address = Object.assign(new URL(url), { search: `?application_name=${follower}` }).href
  const lives: Array<Life> = []

  const begin = async (): Promise<Child> => {
    // What the last one sent may still be under way in the server.
    await until('the connections of a killed process end', async () => {
      const [count] = await ask<readonly [number]>(url, connections, [follower])
      return count?.[0] === 0
    })
    const child = start('following', [address, follower])
    lives.push({ from: await checkpoints(url), child })
    await child.hears('ready')
    return child
  }
  let child = await begin()

  return {
    restart: async () => {
      child.kill()
      assert.equal(await child.ended, null, 'the follower was killed while it worked')
      child = await begin()
    },
    finish: async () => {
      await until('the follower comes to the end of the log', async () => {
        const [head] = await ask<readonly [number]>(
          url,
          'select head::float8 from colloquy.colloquy_tenant where tenant = $1',
          [tenant],
        )
        const positions = Array.from((await checkpoints(url)).values())
        return positions.length === 64 && positions.every((position) => position === head?.[0])
      })
      child.tell('stop')
      assert.equal(await child.ended, 0)
    },
    lives: () => lives,
  }
}

/**
 * Each life was given, of each conversation, the events after its checkpoint in their order, without a gap and each
 * once; and together they were given all there are. Where it said that it begins again from its checkpoints, it may
 * go back, but never forward. Answers how many events came more than once.
 */
export const isFollowed = (lives: ReadonlyArray<Life>, events: ReadonlyArray<Stored>): number => {
  const all = new Map<string, Array<number>>()
  for (const { conversation, position } of events) {
    const own = all.get(conversation)
    if (own === undefined) all.set(conversation, [position])
    else own.push(position)
  }
  const given = new Map<number, number>()
  for (const { from, child } of lives) {
    /** How many of a conversation's events are behind it. */
    const behind = new Map<string, number>()
    /** The conversations it was given since it began again; null while it did not. */
    let again: Set<string> | null = null
    for (const one of child.said) {
      if (one.say === 'begins again') again = new Set()
      if (one.say !== 'handled') continue
      const { conversation, position } = one
      given.set(position, (given.get(position) ?? 0) + 1)
      const due = all.get(conversation) ?? []
      const start = from.get(slotOf({ tenant, conversation } as Parameters<typeof slotOf>[0])) ?? 0
      const first = due.filter((before) => before <= start).length
      const next = behind.get(conversation) ?? first
      const at = due.indexOf(position)
      const mayGoBack = again?.has(conversation) === false
      assert.ok(
        at === next || (mayGoBack && at >= first && at < next),
        `${conversation}: ${position} out of turn`,
      )
      behind.set(conversation, at + 1)
      again?.add(conversation)
    }
  }
  for (const { position } of events) assert.ok(given.has(position), `position ${position} was passed over`)
  return Array.from(given.values()).filter((times) => times > 1).length
}
