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

/** A command on its way to the storage, and whoever waits for it. */
export type Entry = {
  readonly command: Command
  readonly answer: (result: Either<Reason, Accepted>) => void
  /** For a programmer's error: it surfaces where the command was given. */
  readonly fail: (error: unknown) => void
  /** When its caller hears that the storage is busy; null while nobody has tried it. */
  until: number | null
}

/** An entry that has to be run again. `held`: somebody else's transaction holds its conversation. */
export type Returned = { readonly entry: Entry; readonly held: boolean }

export const streamOf = ({ command }: Entry): StreamKey => ({
  tenant: command.context.actor.tenant,
  conversation: command.conversationId,
})

/** Which conversation a command was given for, as one string. */
export const keyOf = (entry: Entry): string => streamKey(streamOf(entry))

export type Announce = (events: ReadonlyArray<Recorded>) => void

/** Commits a batch and answers its commands; gives back those that have to be run again, in order. */
export const commitAll = async (
  storage: Storage,
  announce: Announce,
  entries: ReadonlyArray<Entry>,
): Promise<ReadonlyArray<Returned>> => {
  for (const entry of entries) entry.until ??= endOfPatience()
  const oneByOne = async (): Promise<ReadonlyArray<Returned>> => {
    const returned: Array<Returned> = []
    for (const entry of entries) returned.push(...(await commitAll(storage, announce, [entry])))
    return returned
  }
  try {
    const until = Math.min(...entries.map((entry) => entry.until ?? 0))
    const commands = entries.map((entry) => entry.command)
    const committed = await commitTogether(storage, commands, until)
    if (E.isLeft(committed)) {
      const error = committed.left
      if (entries.length > 1 && separable(error)) return await oneByOne()
      return entries.flatMap((entry) => answerOrReturn(entry, error))
    }
    const outcomes = committed.right
    const events = outcomes.flatMap((outcome) =>
      isSettled(outcome) && E.isRight(outcome) ? outcome.right.events : [],
    )
    const returned = entries.flatMap((entry, at): ReadonlyArray<Returned> => {
      const outcome = outcomes[at] ?? 'deferred'
      if (!isSettled(outcome)) return [{ entry, held: outcome === 'held' }]
      entry.answer(outcome)
      return []
    })
    if (events.length > 0) announce(events)
    return returned
  } catch (error) {
    if (entries.length > 1) return oneByOne()
    for (const entry of entries) entry.fail(error)
    return []
  }
}

/** Who has not waited long for a busy storage yet, because others of the batch had waited before, goes on waiting. */
const answerOrReturn = (entry: Entry, error: StoreError): ReadonlyArray<Returned> => {
  if (isBusy(error) && (entry.until ?? 0) > elapsed()) return [{ entry, held: false }]
  entry.answer(E.left(error))
  return []
}

/** Whether one command of the batch may be at fault, so that the others would pass without it. */
const separable = (error: StoreError): boolean => {
  switch (error._tag) {
    case 'Conflict':
    case 'Corrupt':
      return true
    // It may have been written, and stays out of reach; only who gave it can say whether to try again.
    case 'OutcomeUnknown':
    case 'SchemaOutdated':
    case 'TransactionRefused':
      return false
    case 'Unavailable':
      return !isBusy(error)
  }
}
