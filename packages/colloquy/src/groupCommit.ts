import type { Accepted, Command, Recorded, Storage, StoreError, TenantId } from '@colloquy/core'
import { handle, isSettled, unavailable } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Reason } from './Reason.ts'

type Entry = {
  readonly command: Command
  readonly answer: (result: Either<Reason, Accepted>) => void
  /** For a programmer's error: it surfaces where the command was given. */
  readonly fail: (error: unknown) => void
}

export type GroupCommit = {
  readonly submit: (command: Command) => TaskEither<Reason, Accepted>
  /** Refuses new commands, and answers when those on their way are done. */
  readonly close: () => Promise<void>
}

const mostCommands = 256
/** A synchronous driver keeps the host's event loop for a whole commit: no longer than this at a time. */
const mostMilliseconds = 8
/** Fewer would spare the loop little: most of what a small batch takes is the disk's. */
const fewestCommands = 64
/** How long a busy storage is tried again before the caller hears of it. */
const patience = 5000

/**
 * Commits together what arrives together: the commands of one turn of the event loop, or those that came while the
 * last commit was under way. One refused command harms no neighbour; when the storage refuses a batch, its commands
 * run one by one.
 */
export const groupCommit = (
  storage: Storage,
  announce: (events: ReadonlyArray<Recorded>) => void,
): GroupCommit => {
  const lines = new Map<string, Line>()
  let closed = false

  const lineOf = (tenant: TenantId): Line => {
    const name = storage.capabilities.batch === 'store' ? '' : tenant
    const existing = lines.get(name)
    if (existing !== undefined) return existing
    const line = lineUp(storage, announce, () => lines.delete(name))
    lines.set(name, line)
    return line
  }

  return {
    submit: (command) => () =>
      closed
        ? Promise.resolve(E.left(unavailable('closed')))
        : new Promise((answer, fail) => lineOf(command.context.actor.tenant)({ command, answer, fail })),
    close: async () => {
      closed = true
      while (lines.size > 0) await nextTurn()
    },
  }
}

type Line = (entry: Entry) => void

/** Commands that are committed one batch after the other. */
const lineUp = (
  storage: Storage,
  announce: (events: ReadonlyArray<Recorded>) => void,
  idle: () => void,
): Line => {
  const waiting: Array<Entry> = []
  let running = false
  let size = storage.capabilities.transaction === 'sync' ? fewestCommands : mostCommands

  /** A batch grows while a full one is quick and shrinks when one is slow; nobody can tell beforehand. */
  const adapt = (commands: number, milliseconds: number): void => {
    if (storage.capabilities.transaction !== 'sync') return
    if (milliseconds > mostMilliseconds) size = Math.max(fewestCommands, Math.floor(commands * 0.75))
    else if (commands === size) size = Math.min(mostCommands, size * 2)
  }

  const run = async (): Promise<void> => {
    // Also between two batches: who was just answered may give the next command in the same turn.
    for (await nextTurn(); waiting.length > 0; await nextTurn()) {
      const batch = waiting.splice(0, size)
      const began = performance.now()
      const deferred = await commitAll(storage, announce, batch)
      adapt(batch.length, performance.now() - began)
      waiting.unshift(...deferred)
    }
    running = false
    idle()
  }

  return (entry) => {
    waiting.push(entry)
    if (running) return
    running = true
    void run()
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Commits a batch and answers its commands; gives back those that have to wait for the next one. */
const commitAll = async (
  storage: Storage,
  announce: (events: ReadonlyArray<Recorded>) => void,
  entries: ReadonlyArray<Entry>,
): Promise<ReadonlyArray<Entry>> => {
  const oneByOne = async (): Promise<ReadonlyArray<Entry>> => {
    const deferred: Array<Entry> = []
    for (const entry of entries) deferred.push(...(await commitAll(storage, announce, [entry])))
    return deferred
  }
  try {
    const batch = handle(entries.map((entry) => entry.command))
    const committed = await whileBusy(storage.commit(batch.needs, batch.settle))
    if (E.isLeft(committed)) {
      if (entries.length > 1 && separable(committed.left)) return await oneByOne()
      for (const entry of entries) entry.answer(committed)
      return []
    }
    const outcomes = batch.outcomes(committed.right)
    const deferred = entries.filter(
      (_, index) => outcomes[index] === 'deferred' || outcomes[index] === 'held',
    )
    const events = outcomes.flatMap((outcome) =>
      isSettled(outcome) && E.isRight(outcome) ? outcome.right.events : [],
    )
    entries.forEach((entry, index) => {
      const outcome = outcomes[index]
      if (outcome !== undefined && isSettled(outcome)) entry.answer(outcome)
    })
    if (events.length > 0) announce(events)
    return deferred
  } catch (error) {
    if (entries.length > 1) return oneByOne()
    for (const entry of entries) entry.fail(error)
    return []
  }
}

/** Whether one command of the batch may be at fault, so that the others would pass without it. */
const separable = (error: StoreError): boolean => {
  switch (error._tag) {
    case 'Conflict':
    case 'Corrupt':
      return true
    // It may have been written; only who gave it can say whether to try again.
    case 'OutcomeUnknown':
    case 'SchemaOutdated':
    case 'TransactionRefused':
      return false
    case 'Unavailable':
      return !busy(error)
  }
}

/** Busy, not broken: nothing was written, and trying again soon may help. */
const busy = (error: StoreError): boolean =>
  error._tag === 'Conflict' || (error._tag === 'Unavailable' && error.retryAfter < 1000)

/** Tries again, after a while that differs each time, as long as the storage is busy. */
export const whileBusy = async <A>(commit: TaskEither<StoreError, A>): Promise<Either<StoreError, A>> => {
  const giveUp = performance.now() + patience
  for (let longest = 2; ; longest = Math.min(100, longest * 2)) {
    const result = await commit()
    if (E.isRight(result) || !busy(result.left) || performance.now() > giveUp) return result
    await pause(Math.random() * longest)
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
