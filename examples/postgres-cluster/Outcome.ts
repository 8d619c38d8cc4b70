import type { Account } from './Account.ts'
import type { Dispatch } from './dispatch.ts'
import type { Faults } from './faults.ts'
import type { Stored } from './readStored.ts'

/** What came of it all. */
export type Outcome = Account &
  Faults & {
    readonly seed: number
    readonly conversations: number
    readonly workers: number
    /** Messages that the subscriber was given more than once. */
    readonly deliveredAgain: number
    readonly ofKilled: OfKilled
    /** Why commands were given once more, and how often. */
    readonly again: { readonly [reason: string]: number }
    /** What `verify` folded, and how many rows were not what the events say. */
    readonly verified: {
      readonly conversations: number
      readonly events: number
      readonly differences: number
    }
    readonly seconds: number
  }

/** What became of the work of the worker that was killed. */
export type OfKilled = {
  readonly acknowledged: number
  /** Of what it had acknowledged: what is stored. */
  readonly found: number
  /** What it had been given and had not acknowledged. */
  readonly inHands: number
  /** Of that: what it had stored all the same, though nobody heard of it. */
  readonly unheard: number
}

export const ofKilled = (
  { killed }: Faults,
  { acknowledged, leftBy }: Dispatch,
  stored: ReadonlyMap<string, ReadonlyArray<Stored>>,
): OfKilled => {
  const ids = new Set([...stored.values()].flat().map(({ id }) => id))
  const own = acknowledged.filter(({ worker }) => worker === killed.worker)
  const left = new Set(leftBy.get(killed.worker)?.map(({ commandId }) => commandId))
  // Its ids bear its name, also where another worker was answered with them.
  const unheard = acknowledged.filter(
    ({ command, messageId }) => left.has(command.commandId) && messageId.startsWith(`${killed.worker}.`),
  )
  return {
    acknowledged: own.length,
    found: own.filter(({ messageId }) => ids.has(messageId)).length,
    inHands: left.size,
    unheard: unheard.length,
  }
}

/** Whether all that was promised held. A conversation begun twice would be one too many. */
export const isGood = ({ conversations, equal, ofKilled, verified }: Outcome): boolean =>
  equal &&
  ofKilled.found === ofKilled.acknowledged &&
  verified.conversations === conversations &&
  verified.differences === 0
