import type { Accepted, Command } from '@colloquy/core/engine'
import type { Recorded, Storage, StoreError, StreamKey } from '@colloquy/core/storage'
import { isSettled } from '@colloquy/core/engine'
import { streamKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Reason } from '../engine/Reason.ts'
import { commitTogether } from './try.ts'
import { endOfPatience, isBusy } from './busy.ts'
import { elapsed } from '../engine/timers.ts'

/** A command in the queue, with the callbacks of the caller that awaits its receipt. */
export type QueuedCommand = {
  readonly command: Command
  readonly answer: (result: Either<Reason, Accepted>) => void
  /** For a programmer's error: it surfaces where the command was given. */
  readonly fail: (error: unknown) => void
  /** Deadline: past it the caller is told that the storage is busy. Null before the first try. */
  until: number | null
}

/** A command that has to be run again. `held`: another transaction holds the lock of its conversation. */
export type Returned = { readonly queued: QueuedCommand; readonly held: boolean }

export const streamOf = ({ command }: QueuedCommand): StreamKey => ({
  tenant: command.context.actor.tenant,
  conversation: command.conversationId,
})

/** Which conversation a command was given for, as one string. */
export const keyOf = (queued: QueuedCommand): string => streamKey(streamOf(queued))

export type Announce = (events: ReadonlyArray<Recorded>) => void

/** Commits a batch and answers its commands. Returns those that have to be run again, in order. */
export const commitAll = async (
  storage: Storage,
  announce: Announce,
  batch: ReadonlyArray<QueuedCommand>,
): Promise<ReadonlyArray<Returned>> => {
  for (const queued of batch) queued.until ??= endOfPatience()
  const oneByOne = async (): Promise<ReadonlyArray<Returned>> => {
    const returned: Array<Returned> = []
    for (const queued of batch) returned.push(...(await commitAll(storage, announce, [queued])))
    return returned
  }
  try {
    const until = Math.min(...batch.map((queued) => queued.until ?? 0))
    const commands = batch.map((queued) => queued.command)
    const committed = await commitTogether(storage, commands, until)
    if (E.isLeft(committed)) {
      const error = committed.left
      if (batch.length > 1 && separable(error)) return await oneByOne()
      return batch.flatMap((queued) => answerOrReturn(queued, error))
    }
    const outcomes = committed.right
    const events = outcomes.flatMap((outcome) =>
      isSettled(outcome) && E.isRight(outcome) ? outcome.right.events : [],
    )
    const returned = batch.flatMap((queued, at): ReadonlyArray<Returned> => {
      const outcome = outcomes[at] ?? 'deferred'
      if (!isSettled(outcome)) return [{ queued, held: outcome === 'held' }]
      queued.answer(outcome)
      return []
    })
    if (events.length > 0) announce(events)
    return returned
  } catch (error) {
    if (batch.length > 1) return oneByOne()
    for (const queued of batch) queued.fail(error)
    return []
  }
}

/** The deadline of a batch is that of its oldest command; younger commands have time left and are queued again. */
const answerOrReturn = (queued: QueuedCommand, error: StoreError): ReadonlyArray<Returned> => {
  if (isBusy(error) && (queued.until ?? 0) > elapsed()) return [{ queued, held: false }]
  queued.answer(E.left(error))
  return []
}

/** Whether a single command may have caused the error, so that running them one by one lets the others pass. */
const separable = (error: StoreError): boolean => {
  switch (error._tag) {
    case 'Conflict':
    case 'Corrupt':
      return true
    // The batch may have been written; only the caller, who knows the command's id, can retry it safely.
    case 'OutcomeUnknown':
    case 'SchemaOutdated':
    case 'TransactionRefused':
      return false
    case 'Unavailable':
      return !isBusy(error)
  }
}
