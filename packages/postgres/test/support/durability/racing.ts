import assert from 'node:assert/strict'
import { cameTo } from '../../../../colloquy/test/support/durability/accounting.ts'
import { pause } from '../../../../colloquy/test/support/durability/Child.ts'
import { mayBeRefused } from '../../../../colloquy/test/support/durability/crowd.ts'
import type { Log } from '../../../../colloquy/test/support/durability/examine.ts'
import { gainNothingWhileLocked } from '../../../../colloquy/test/support/durability/examine.ts'
import { give, hot } from '../../../../colloquy/test/support/durability/giving.ts'
import type { Random } from '../../../../colloquy/test/support/durability/random.ts'
import { random } from '../../../../colloquy/test/support/durability/random.ts'
import type { Said } from '../../../../colloquy/test/support/durability/Said.ts'
import { ask } from './asking.ts'
import type { Follower } from './Follower.ts'
import { follow, isFollowed } from './Follower.ts'
import { readLog } from './Log.ts'
import { open, poster } from './opening.ts'
import { start } from './processes.ts'

export type Raced = {
  readonly seed: number
  readonly processes: number
  readonly acknowledged: number
  /** Of these, inside transactions of the host's; and how many such transactions' commands were rolled back. */
  readonly inTransactions: number
  readonly undone: number
  readonly refused: { readonly [reason: string]: number }
  /** How often a command had waited in vain for a conversation that others held, and was given again. */
  readonly waited: number
  readonly events: number
  /** How often a conversation was locked. */
  readonly locks: number
  /** How often the subscriber was killed, and how many events came to it again after that. */
  readonly restarts: number
  readonly again: number
  readonly seconds: number
}

/**
 * Processes give commands of all kinds on the same twenty conversations, a share of them inside transactions of the
 * host's, and another one follows, which is killed again and again.
 */
export const race = async (
  url: string,
  given: { readonly processes: number; readonly commands: number; readonly seed: number },
): Promise<Raced> => {
  const { processes, commands, seed } = given
  const chance = random(seed)
  const chat = await open(url)
  await ask(url, 'create table host_order (command text primary key)')
  const desk = chat.as(poster)
  for (const conversationId of hot) {
    await give(desk, `begin-${conversationId}`, { name: 'start', conversationId, body: 'begin' })
  }
  const follower = await follow(url)
  const began = performance.now()
  const each = Math.ceil(commands / processes)
  const children = Array.from({ length: processes }, (_, number) =>
    start('mixing', [url, number, each, chance.below(1e9)]),
  )
  const ended = Promise.all(children.map((child) => child.ended))
  const restarts = await restartUntil(ended, follower, chance)
  const codes = await ended
  const seconds = (performance.now() - began) / 1000
  assert.deepEqual(
    codes,
    codes.map(() => 0),
  )
  await follower.finish()

  const log = await readLog(url)
  const said = children.flatMap((child) => child.said)
  const figures = await account(url, log, said)
  const locks = gainNothingWhileLocked(log.events)
  const again = isFollowed(follower.lives(), log.events)
  assert.deepEqual((await chat.verify()).differences, [])
  await chat.close()
  return { seed, processes, ...figures, events: log.events.length, locks, restarts, again, seconds }
}

/** The last life comes to its end undisturbed. */
const restartUntil = async (ended: Promise<unknown>, follower: Follower, chance: Random): Promise<number> => {
  let over = false
  void ended.then(() => {
    over = true
  })
  for (let restarts = 0; ; restarts += 1) {
    await Promise.race([ended, pause(300 + chance.below(1_500))])
    if (over) return restarts
    await follower.restart()
  }
}

/** Compares what was told with what is there. */
const account = async (url: string, log: Log, said: ReadonlyArray<Said>) => {
  const refused: Record<string, number> = {}
  const known = new Set<string>()
  let undone = 0
  for (const one of said) {
    if (one.say === 'acknowledged') {
      cameTo(log, one)
      known.add(one.command)
    }
    if (one.say !== 'undone' && one.say !== 'refused') continue
    assert.equal(log.byCommand.get(one.command), undefined, `${one.command} did not happen and is there`)
    assert.equal(log.receipts.get(one.command), undefined, `${one.command} did not happen and has a receipt`)
    if (one.say === 'undone') undone += 1
    if (one.say === 'refused') {
      assert.ok(mayBeRefused.has(one.reason), `refused for ${one.reason}`)
      refused[one.reason] = (refused[one.reason] ?? 0) + 1
    }
  }
  for (const command of log.byCommand.keys()) assert.ok(known.has(command) || command.startsWith('begin-'))
  const total = (name: string): number =>
    said.reduce((sum, one) => sum + (one.say === 'done' ? (one.figures[name] ?? 0) : 0), 0)
  assert.equal(
    known.size + undone + Object.values(refused).reduce((sum, count) => sum + count, 0),
    total('given'),
  )
  const orders = await ask<readonly [string]>(
    url,
    'select command from host_order order by command collate "C"',
  )
  const inTransactions = Array.from(known).filter((command) => command.startsWith('host-'))
  assert.deepEqual(
    orders.map(([command]) => command),
    inTransactions.toSorted(),
  )
  return {
    acknowledged: known.size,
    inTransactions: inTransactions.length,
    undone,
    refused,
    waited: total('waited'),
  }
}
