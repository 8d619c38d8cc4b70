import type { StoreError } from '@colloquy/core/storage'
import { unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { elapsed, pause } from '../engine/timers.ts'

/** Milliseconds for which a busy storage, or one whose reply was lost, is retried before the caller gets the error. */
const patience = 5000

/** The deadline of a command that starts waiting now. */
export const endOfPatience = (): number => elapsed() + patience

/** Another transaction holds the conversation's lock; a retry soon may succeed. */
export const heldByOthers: StoreError = unavailable('another transaction holds the conversation')

/** Lock contention or a full pool: nothing was written, and a retry soon may succeed. */
export const isBusy = (error: StoreError): boolean =>
  error._tag === 'Conflict' || (error._tag === 'Unavailable' && error.retryAfter < 1000)

/**
 * Retries with backoff while the storage is busy. Only for reads and idempotent writes, since it also retries after a
 * lost reply.
 */
export const whileBusy = async <A>(ask: TaskEither<StoreError, A>): Promise<Either<StoreError, A>> => {
  const again = waits(endOfPatience())
  for (;;) {
    const result = await ask()
    if (E.isRight(result) || !(isBusy(result.left) || result.left._tag === 'OutcomeUnknown')) return result
    if (!(await again())) return result
  }
}

/** Exponential backoff with full jitter, from 2 to 100 ms. Answers false at once when the deadline has passed. */
export const waits = (until: number): (() => Promise<boolean>) => {
  let longest = 2
  return async () => {
    if (elapsed() > until) return false
    await pause(Math.random() * longest)
    longest = Math.min(100, longest * 2)
    return true
  }
}

/** Tries at most, and the milliseconds between them: each wait is twice the one before, up to `longest`. */
type Backoff = { readonly tries: number; readonly wait: number; readonly longest: number }

/** Retries with exponential backoff while the error is a transient one. */
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
