import type { StoreError } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** The value; fails the test with the error's tag and place. */
export const right = <A>(result: E.Either<StoreError, A>): A => {
  if (E.isRight(result)) return result.right
  throw new Error(`the storage answered ${JSON.stringify(result.left)}`)
}

export const value = async <A>(task: TaskEither<StoreError, A>): Promise<A> => right(await task())

/** The tag of a task's error; null for a value. */
export const failure = async <A>(task: TaskEither<StoreError, A>): Promise<StoreError['_tag'] | null> => {
  const result = await task()
  return E.isLeft(result) ? result.left._tag : null
}
