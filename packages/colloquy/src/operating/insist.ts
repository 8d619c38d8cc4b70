import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pause } from '../engine/timers.ts'
import type { Reason } from '../engine/Reason.ts'
import { ConversationError } from '../engine/Reason.ts'

const tries = 20

/** Tries again while the storage is busy: live traffic goes first. Of other failures, and in the end, it throws. */
export const insist = async <A>(ask: () => Promise<Either<Reason, A>>): Promise<A> => {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask()
    if (E.isRight(answer)) return answer.right
    const busy = answer.left._tag === 'Conflict' || answer.left._tag === 'Unavailable'
    if (!busy || attempt === tries) throw new ConversationError(answer.left)
    await pause(Math.min(10 * attempt, 100))
  }
}
