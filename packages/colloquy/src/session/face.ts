import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Answers } from './answers.ts'
import type { Result } from './Calls.ts'
import { isLater } from '../engine/Pending.ts'
import type { Reason } from '../engine/Reason.ts'
import { valueOf } from '../engine/Reason.ts'

type Given = ReadonlyArray<unknown>

const eachOf = <A>(answers: Answers, face: (call: Answers[string]) => A): { readonly [name: string]: A } =>
  Object.fromEntries(Object.entries(answers).map(([name, call]) => [name, face(call)]))

const resultOf = <A>(result: Either<Reason, A>): Result<A> =>
  E.isRight(result) ? { ok: true, value: result.right } : { ok: false, error: result.left }

/** Promises that are rejected with a `ConversationError`; under `try`, promises that are not rejected. */
export const promising = (answers: Answers) => ({
  ...eachOf(
    answers,
    (call) =>
      async (...given: Given) =>
        valueOf(await call(...given)),
  ),
  try: eachOf(
    answers,
    (call) =>
      async (...given: Given) =>
        resultOf(await call(...given)),
  ),
})

/** Plain values that throw a `ConversationError`; under `try`, plain results. */
export const immediate = (answers: Answers) => {
  const atOnce = (call: Answers[string], given: Given): Either<Reason, unknown> => {
    const answer = call(...given)
    // Nothing waits inside a transaction of a driver that does not.
    return isLater(answer) ? E.left(notNow) : answer
  }
  return {
    ...eachOf(
      answers,
      (call) =>
        (...given: Given) =>
          valueOf(atOnce(call, given)),
    ),
    try: eachOf(
      answers,
      (call) =>
        (...given: Given) =>
          resultOf(atOnce(call, given)),
    ),
  }
}

/** The host's directory or records can't be waited for. */
export const notNow: Reason = {
  _tag: 'Unavailable',
  retryAfter: 0,
  detail: 'the directory or the records answered later: inside this transaction they must answer at once',
}

export const tasks = (
  answers: Answers,
): { readonly [name: string]: (...given: Given) => TaskEither<Reason, unknown> } =>
  eachOf(
    answers,
    (call) =>
      (...given: Given) =>
      async () =>
        call(...given),
  )
