import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Reason } from './Reason.ts'

/**
 * Something that is there at once, inside a transaction of a synchronous driver, or later. One definition of each
 * call serves both, without a promise where none may be.
 */
export type Pending<A> = A | Promise<A>

/** What a call comes to. */
export type Answer<A> = Pending<Either<Reason, A>>

export const isLater = <A>(pending: Pending<A>): pending is Promise<A> => pending instanceof Promise

/** Does `next` with the value, at once where it is there. */
export const after = <A, B>(pending: Pending<A>, next: (value: A) => Pending<B>): Pending<B> =>
  isLater(pending) ? pending.then(next) : next(pending)

/** Goes on with what was answered; a refusal stays as it is. */
export const andThen = <A, B>(answer: Answer<A>, next: (value: A) => Answer<B>): Answer<B> =>
  after(answer, (result) => (E.isLeft(result) ? result : next(result.right)))

export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** Calls that are typed as if they answered at once, as they are: they answer later. */
export type Later<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...given: infer Given) => infer Answered
    ? (...given: Given) => Promise<Answered>
    : never
}
