import type { Rejection } from '@colloquy/core/engine'
import type { StoreError } from '@colloquy/core/storage'
import { unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'

/** Why something was not done: the caller's to mend (`Rejection`), or the operator's or a retry's (`StoreError`). */
export type Reason = Rejection | StoreError

/** The reasons of these tags. */
export type ReasonOf<Tag extends Reason['_tag']> = Extract<Reason, { readonly _tag: Tag }>

/** The answer after `close`. It waits as long as that of a closed storage, which no quick retry opens again. */
export const closed: StoreError = unavailable('closed', 1000)

const mark = Symbol.for('colloquy/ConversationError')

/**
 * What the promise face rejects with: the reason, never content. `instanceof` knows also those that another copy of
 * the library made, as bundlers and hot reloads load it.
 */
export class ConversationError extends Error {
  override readonly name = 'ConversationError'
  readonly reason: Reason
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && Reflect.get(value, mark) === true
  }
  get [mark](): true {
    return true
  }
  constructor(reason: Reason) {
    super(describe(reason))
    this.reason = reason
  }
}

/** A reason in words, for an operator: it holds no content. */
export const describe = ({ _tag, ...rest }: Reason): string => {
  const details = Object.entries(rest).map(([name, value]) => `${name}: ${String(value)}`)
  return details.length === 0 ? _tag : `${_tag} (${details.join(', ')})`
}

/** The value, or else its reason thrown as a `ConversationError`. Only the faces throw. */
export const valueOf = <A>(result: Either<Reason, A>): A => {
  if (E.isRight(result)) return result.right
  throw new ConversationError(result.left)
}
