import type { Command, Outcome, Storage, StoreError } from '@colloquy/core'
import { conflict, outcomeUnknown } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Attempt } from './Attempt.ts'
import { attempt } from './Attempt.ts'
import { findInLog } from './findInLog.ts'
import { isBusy, waits } from './whileBusy.ts'

/**
 * Commits some commands in one batch, and tries again while the storage is busy. Where the reply to a commit was lost,
 * the log tells whether it came through: if so the answers are those that the reply would have given, and its events
 * are announced like any others; if not, the commands are settled anew, and the versions of their streams keep any of
 * them from being carried out twice. `OutcomeUnknown` is left for a storage that stays out of reach.
 */
export const commitTogether = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
  until: number,
): Promise<Either<StoreError, ReadonlyArray<Outcome>>> => {
  const again = waits(until)
  const lost = new Set<Attempt>()
  let cutOff = false
  for (;;) {
    const result = await tryOnce(storage, commands, lost)
    if (E.isRight(result)) return result
    cutOff ||= lost.size > 0
    const passes = isBusy(result.left) || (cutOff && isPassing(result.left))
    if (!passes || !(await again())) return lost.size > 0 ? E.left(outcomeUnknown) : result
  }
}

const tryOnce = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
  lost: Set<Attempt>,
): Promise<Either<StoreError, ReadonlyArray<Outcome>>> => {
  // The last first: it is the likeliest, and where it repeated an earlier one it says the same.
  for (const earlier of [...lost].toReversed()) {
    const found = await findInLog(storage, earlier)
    if (E.isLeft(found)) return found
    if (found.right === 'never') lost.delete(earlier)
    else if (found.right !== 'not yet') return E.right(earlier.outcomes(found.right))
  }
  const { made, isOvertaken } = attempt(commands, [...lost])
  const committed = await storage.commit(made.needs, made.settle)()
  if (E.isRight(committed)) return isOvertaken() ? E.left(conflict) : E.right(made.outcomes(committed.right))
  if (committed.left._tag === 'OutcomeUnknown') lost.add(made)
  return committed
}

/** Once a reply was lost the connection may be gone for a while, so that also what is out of reach is tried again. */
const isPassing = ({ _tag }: StoreError): boolean =>
  _tag === 'Conflict' || _tag === 'Unavailable' || _tag === 'OutcomeUnknown'
