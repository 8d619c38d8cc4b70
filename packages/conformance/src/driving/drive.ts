import type { Accepted, Command, Outcome, Rejection } from '@colloquy/core/engine'
import type { Storage, StoreError } from '@colloquy/core/storage'
import { handle, isSettled } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { right } from './results.ts'

type Decided = E.Either<Rejection, Accepted>

/** Commits commands in one batch, and those put off in later batches, as the front door does: held ones one by one. */
export const together = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
): Promise<ReadonlyArray<Decided>> => {
  const outcomes = await settled(storage, commands)
  const later = commands.filter((_, at) => !isDecided(outcomes[at]))
  const held = outcomes.includes('held')
  if (later.length === commands.length && later.length > 0 && !held)
    throw new Error('nothing of a batch was settled')
  const after = later.length === 0 ? [] : [...(await (held ? oneByOne : together)(storage, later))]
  return outcomes.map((outcome) => {
    const decided = isDecided(outcome) ? outcome : after.shift()
    if (decided === undefined) throw new Error('a command has no outcome')
    return decided
  })
}

const isDecided = (outcome: Outcome | undefined): outcome is Decided =>
  outcome !== undefined && isSettled(outcome)

/**
 * The outcomes of a batch. A held command may have been sent on to a conversation that another transaction has locked.
 */
const settled = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
): Promise<ReadonlyArray<Outcome>> => {
  for (let attempt = 1; ; attempt++) {
    const batch = handle(commands)
    const outcomes = batch.outcomes(await stubborn(storage, batch))
    if (commands.length > 1 || outcomes[0] !== 'held') return outcomes
    if (attempt === attempts) throw new Error('somebody holds a conversation and never lets go')
    await pause(1 + Math.random() * 10)
  }
}

/** Commits each command in a batch of its own. */
export const oneByOne = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
): Promise<ReadonlyArray<Decided>> => {
  const decided: Array<Decided> = []
  for (const command of commands) decided.push(...(await together(storage, [command])))
  return decided
}

/** The same; all must be accepted. */
export const played = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
): Promise<ReadonlyArray<Accepted>> => {
  const decided = await oneByOne(storage, commands)
  const refused = decided.flatMap((each, at) =>
    E.isLeft(each) ? [{ command: commands[at]?._tag, at, rejection: each.left }] : [],
  )
  expect(refused).toEqual([])
  return decided.flatMap((each) => (E.isRight(each) ? [each.right] : []))
}

const attempts = 200

/** Retries a batch after a conflict, in which nothing was written. */
const stubborn = async (storage: Storage, batch: ReturnType<typeof handle>) => {
  for (let attempt = 1; attempt < attempts; attempt++) {
    const committed = await storage.commit(batch.needs, batch.settle)()
    if (E.isRight(committed) || !passes(committed.left)) return right(committed)
    await pause(1 + Math.random() * 10)
  }
  return right(await storage.commit(batch.needs, batch.settle)())
}

const passes = (error: StoreError): boolean => error._tag === 'Conflict' || error._tag === 'Unavailable'

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
