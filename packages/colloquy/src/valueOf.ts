import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Reason } from './Reason.ts'
import { ConversationError } from './Reason.ts'

/** The value, or else its reason thrown as a `ConversationError`. */
export const valueOf = <A>(result: Either<Reason, A>): A => {
  if (E.isRight(result)) return result.right
  throw new ConversationError(result.left)
}
