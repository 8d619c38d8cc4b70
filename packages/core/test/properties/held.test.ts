import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { cast, forking } from '@colloquy/conformance/driving/Cast'
import { conversation, draft, Scene } from '@colloquy/conformance/driving/Scene'
import type { Outcome } from '../../src/app/handle.ts'
import { handle, isSettled } from '../../src/app/handle.ts'
import { probe } from '../../src/app/probe.ts'
import type { Command } from '../../src/conversation/Command.ts'
import type { StreamKey } from '../../src/conversation/Ids.ts'
import { streamKey } from '../../src/conversation/Ids.ts'
import { memory } from '../../src/memory/memory.ts'
import type { Committed, Settle, Storage } from '../../src/ports/Storage.ts'
import { histories, made, parameters, patience } from './support.ts'

type Held = (stream: StreamKey) => boolean

/** Settles as if somebody else's transaction held some streams: of those nothing is there to be looked at. */
const besides =
  (held: Held, settle: Settle): Settle =>
  (loaded) =>
    settle({
      held,
      receipt: loaded.receipt,
      state: (stream) => {
        if (held(stream)) throw new Error('looked at a stream that somebody else holds')
        return loaded.state(stream)
      },
    })

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isRight(either)) return either.right
  throw new Error(`the storage failed: ${JSON.stringify(either.left)}`)
}

const commit = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
  held: Held,
): Promise<ReadonlyArray<Outcome>> => {
  const batch = handle(commands)
  const committed: Committed = right(await storage.commit(batch.needs, besides(held, batch.settle))())
  return batch.outcomes(committed)
}

const ownStream = ({ context, conversationId }: Command): StreamKey => ({
  tenant: context.actor.tenant,
  conversation: conversationId,
})

/** Holds about a third of all streams, others in each turn, and in the end none. */
const holding =
  (salt: number, turn: number, last: boolean): Held =>
  (stream) => {
    let hash = salt + turn * 7919
    for (const byte of Buffer.from(streamKey(stream))) hash = Math.imul(hash ^ byte, 0x01000193)
    return !last && ((hash >>> 16) ^ (hash & 0xffff)) % 3 === 0
  }

const nobody: Held = () => false
const logOf = async (storage: Storage, { commands }: { readonly commands: ReadonlyArray<Command> }) => {
  const tenants = new Set(commands.map(({ context }) => context.actor.tenant))
  const logs: Array<unknown> = []
  for (const tenant of tenants) logs.push(right(await storage.read({ tenant, after: 0 as never }, 10_000)()))
  return logs
}

const tally = { settled: 0, held: 0 }

test('what somebody else holds is put off and never looked at, and the rest comes to what it comes to without', {
  timeout: patience,
}, async () => {
  const salts = fc.noShrink(fc.noBias(fc.nat()))
  const property = fc.asyncProperty(histories(), salts, async (numbers, salt) => {
    const history = made(numbers)
    const storage = memory()
    const compared = memory()
    let waiting = history.commands
    for (let turn = 0; waiting.length > 0; turn++) {
      const held = holding(salt, turn, turn > 200)
      const commands = waiting.slice(0, 8)
      const outcomes = await commit(storage, commands, held)
      const behind = new Set<string>()
      for (const [at, outcome] of outcomes.entries()) {
        const command = commands[at]
        if (command === undefined) throw new Error('more outcomes than commands')
        const own = streamKey(ownStream(command))
        if (outcome === 'held') {
          tally.held += 1
          behind.add(own)
        }
        if (!isSettled(outcome)) continue
        tally.settled += 1
        // No command overtakes one that was held on the same conversation.
        expect(behind.has(own) || held(ownStream(command))).toBe(false)
      }
      const settled = commands.filter((_, at) => settledAt(outcomes, at))
      expect(await commit(compared, settled, nobody)).toEqual(outcomes.filter(isSettled))
      waiting = [...commands.filter((_, at) => !settledAt(outcomes, at)), ...waiting.slice(commands.length)]
    }
    expect(await logOf(storage, history)).toEqual(await logOf(compared, history))
  })
  await fc.assert(property, parameters(60))
  console.info(tally)
  expect(Math.min(tally.settled, tally.held)).toBeGreaterThan(0)
})

const settledAt = (outcomes: ReadonlyArray<Outcome>, at: number): boolean => {
  const outcome = outcomes[at]
  return outcome !== undefined && isSettled(outcome)
}

test('a reply that is sent on to a conversation that somebody else holds is held, with all that comes after it', async () => {
  const storage = memory()
  const scene = new Scene('sent on')
  const policies = { policies: forking }
  scene.start(cast.cleo, 'old', { message: draft('m1', 'first') })
  scene.start(cast.cleo, 'other', { message: draft('n1', 'first') })
  scene.run(cast.anna, 'old', 'Close', {})
  scene.post(cast.cleo, 'old', 'm2', 'begins another', {}, policies)
  for (const command of scene.commands) await commit(storage, [command], nobody)
  const more = new Scene('more')
  more.run(cast.anna, 'old', 'Rename', { subject: 'before' })
  more.post(cast.cleo, 'old', 'm3', 'sent on', {}, policies)
  more.run(cast.anna, 'old', 'Reopen', {})
  more.post(cast.cleo, 'other', 'n2', 'besides', {}, policies)
  const held: Held = (stream) => stream.conversation === conversation('old-fork')
  const outcomes = await commit(storage, more.commands, held)
  expect(outcomes.map((outcome) => (isSettled(outcome) ? outcome._tag : outcome))).toEqual([
    'Right',
    'held',
    'held',
    'Right',
  ])
  const later = await commit(storage, more.commands.slice(1, 3), nobody)
  expect(
    later.map((outcome) => isSettled(outcome) && E.isRight(outcome) && outcome.right.conversation),
  ).toEqual(['old-fork', 'old'])
})

test('a question about what somebody else holds has no answer yet', async () => {
  const storage = memory()
  const [start] = made([0, [0]]).commands
  if (start === undefined) throw new Error('no command')
  for (const wholly of [true, false]) {
    const asking = probe(start, wholly)
    right(
      await storage.commit(
        asking.needs,
        besides(() => true, asking.settle),
      )(),
    )
    expect(asking.answer()).toBe('held')
  }
})
