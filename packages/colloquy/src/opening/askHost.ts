import type { StoreError } from '@colloquy/core/storage'
import { unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Pending } from '../engine/Pending.ts'
import { isThenable } from '../engine/Pending.ts'
import { clearTimeout, setTimeout } from '../engine/timers.ts'

/** Timeout of calls to the host's directory and records, in milliseconds. */
const patience = 5000

/**
 * Calls a function of the host. When it throws, times out, or answers something that `read` cannot decode (it answers
 * null, or throws), that is `Unavailable`, and never taken for an empty answer.
 */
export const askHost = <A>(
  what: string,
  ask: () => unknown,
  read: (answer: unknown) => A | null,
): Pending<Either<StoreError, A>> => {
  const failed: Either<StoreError, A> = E.left(unavailable(what))
  const understood = (answer: unknown): Either<StoreError, A> => {
    try {
      const found = read(answer)
      return found === null ? failed : E.right(found)
    } catch {
      return failed
    }
  }
  try {
    const answer = ask()
    if (!isThenable(answer)) return understood(answer)
    return inTime(
      Promise.resolve(answer).then(understood, () => failed),
      failed,
    )
  } catch {
    return failed
  }
}

const inTime = <A>(answer: Promise<A>, otherwise: A): Promise<A> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(otherwise), patience)
    void answer.then((value) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
