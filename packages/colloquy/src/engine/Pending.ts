import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Reason } from './Reason.ts'

/**
 * A value, or a promise of it. Inside a transaction of a synchronous driver there must be no promise; elsewhere there is
 * one. Each call is defined once for both.
 */
export type Pending<A> = A | Promise<A>

/** What a call answers, now or later: its value, or why not. */
export type Answer<A> = Pending<Either<Reason, A>>

export const isLater = <A>(pending: Pending<A>): pending is Promise<A> => pending instanceof Promise

/** Maps the value, at once where it is no promise. */
export const after = <A, B>(pending: Pending<A>, next: (value: A) => Pending<B>): Pending<B> =>
  isLater(pending) ? pending.then(next) : next(pending)

/** Chains another step to an answer; a refusal stays as it is. */
export const andThen = <A, B>(answer: Answer<A>, next: (value: A) => Answer<B>): Answer<B> =>
  after(answer, (result) => (E.isLeft(result) ? result : next(result.right)))

export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** The same calls, which answer by promises. */
export type Later<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...given: infer Given) => infer Answered
    ? (...given: Given) => Promise<Answered>
    : never
}
