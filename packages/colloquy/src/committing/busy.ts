import type { StoreError } from '@colloquy/core/storage'
import { unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { elapsed, pause } from '../engine/timers.ts'

/** How long a storage that is busy, or whose answer was lost, is tried again before the caller hears of it. */
const patience = 5000

/** When somebody who begins to wait now stops waiting. */
export const endOfPatience = (): number => elapsed() + patience

/** Somebody else's transaction is at work on the conversation; trying again soon may help. */
export const heldByOthers: StoreError = unavailable('another transaction holds the conversation')

/** Busy, not broken: nothing was written, and trying again soon may help. */
export const isBusy = (error: StoreError): boolean =>
  error._tag === 'Conflict' || (error._tag === 'Unavailable' && error.retryAfter < 1000)

/**
 * Asks again as long as the storage is busy. For what writes nothing, or the same each time: it is asked again, too,
 * where an answer was lost.
 */
export const whileBusy = async <A>(ask: TaskEither<StoreError, A>): Promise<Either<StoreError, A>> => {
  const again = waits(endOfPatience())
  for (;;) {
    const result = await ask()
    if (E.isRight(result) || !(isBusy(result.left) || result.left._tag === 'OutcomeUnknown')) return result
    if (!(await again())) return result
  }
}

/** Waits a while that differs each time and grows; answers false, at once, when patience is at an end. */
export const waits = (until: number): (() => Promise<boolean>) => {
  let longest = 2
  return async () => {
    if (elapsed() > until) return false
    await pause(Math.random() * longest)
    longest = Math.min(100, longest * 2)
    return true
  }
}

/** How often something is asked at most, and the waits between: each is twice as long as the last, up to `longest`. */
type Backoff = { readonly tries: number; readonly wait: number; readonly longest: number }

/** Asks again, with exponential backoff, while what went wrong is likely to pass by itself. */
export const withBackoff = async <R, A>(
  { tries, wait, longest }: Backoff,
  passes: (reason: R) => boolean,
  ask: () => Promise<Either<R, A>>,
): Promise<Either<R, A>> => {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask()
    if (E.isRight(answer) || attempt === tries || !passes(answer.left)) return answer
    await pause(Math.min(wait * 2 ** (attempt - 1), longest))
  }
}
