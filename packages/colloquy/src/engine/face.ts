import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { IOEither } from 'fp-ts/lib/IOEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Answer } from './Pending.ts'
import { isLater } from './Pending.ts'
import type { Reason } from './Reason.ts'
import { valueOf } from './Reason.ts'

/** What `try` answers: the value, or why not. */
export type Result<A, R = Reason> =
  | { readonly ok: true; readonly value: A }
  | { readonly ok: false; readonly error: R }

/** How a call may answer: each face of the library is one or two of these. */
type Ways<R, A> = {
  /** Rejected with a `ConversationError`. */
  readonly promise: Promise<A>
  /** Never rejected. */
  readonly try: Promise<Result<A, R>>
  /** At once, inside the transaction of a synchronous driver; throws a `ConversationError`. */
  readonly value: A
  readonly tryAtOnce: Result<A, R>
  /** Nothing happens until it is run, and nothing is thrown. */
  readonly task: TaskEither<R, A>
  /** The same at once. */
  readonly io: IOEither<R, A>
}

/** Calls in one of the ways in which they may answer. They are told of as if they answered an `Either` at once. */
export type Faced<Calls, Way extends keyof Ways<Reason, unknown>> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...given: infer Given) => infer Answered
    ? Awaited<Answered> extends Either<infer R, infer A>
      ? (...given: Given) => Ways<R, A>[Way]
      : never
    : never
}

const resultOf = <A>(result: Either<Reason, A>): Result<A> =>
  E.isRight(result) ? { ok: true, value: result.right } : { ok: false, error: result.left }

/** Inside a transaction of a synchronous driver nothing can be waited for. */
const now = <A>(answer: Answer<A>): Either<Reason, A> => (isLater(answer) ? E.left(notNow) : answer)

/** Why the host's directory or records were not asked inside such a transaction. */
export const notNow: Reason = {
  _tag: 'Unavailable',
  retryAfter: 0,
  detail: 'the directory or the records answered later: inside this transaction they must answer at once',
}

const ways: { readonly [Way in keyof Ways<Reason, unknown>]: (ask: () => Answer<unknown>) => unknown } = {
  promise: async (ask) => valueOf(await ask()),
  try: async (ask) => resultOf(await ask()),
  value: (ask) => valueOf(now(ask())),
  tryAtOnce: (ask) => resultOf(now(ask())),
  task: (ask) => async () => ask(),
  io: (ask) => () => now(ask()),
}

/** Puts a face on calls. */
export const faced = <Calls extends object, Way extends keyof Ways<Reason, unknown>>(
  calls: Calls,
  way: Way,
): Faced<Calls, Way> => {
  const face =
    (call: (...given: ReadonlyArray<unknown>) => Answer<unknown>) =>
    (...given: ReadonlyArray<unknown>) =>
      ways[way](() => call(...given))
  // Each name keeps its call, and `ways` answers as `Ways` says.
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, face(call)])) as Faced<
    Calls,
    Way
  >
}
