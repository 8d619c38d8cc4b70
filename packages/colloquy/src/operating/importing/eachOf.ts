import { types } from 'node:util'
import type { Rejection } from '@colloquy/core/engine'
import { expected } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'

/** What a source gave, to be decoded; or that it is a line without JSON. */
export type Item = Either<Rejection, unknown>

/** Where a source failed: the number that would have been next. */
export type Broken = { readonly number: number; readonly error: unknown }

/**
 * Works on what a source gives, some at a time, and answers how many there were. A source that fails ends it, once what
 * it gave before is done. Rejects where the work does: that is never the fault of what was given.
 */
export const eachOf = async (
  source: Iterable<unknown> | AsyncIterable<unknown>,
  concurrency: number,
  work: (number: number, item: Item) => Promise<void>,
): Promise<Either<Broken, number>> => {
  if (!isIterable(source))
    throw new TypeError('import: give conversations, as an array or something else to iterate over')
  const underWay = new Set<Promise<void>>()
  const mistakes: Array<unknown> = []
  let count = 0
  const all = async (): Promise<Either<Broken, number>> => {
    try {
      for await (const { given } of eachGiven(source)) {
        count += 1
        const { number, item } = numbered(given, count)
        // Somebody waits for each of them only later: none may be rejected meanwhile.
        const done: Promise<void> = work(number, item)
          .catch((error: unknown) => void mistakes.push(error))
          .finally(() => underWay.delete(done))
        underWay.add(done)
        if (underWay.size >= concurrency) await Promise.race(underWay)
        if (mistakes.length > 0) break
      }
      return E.right(count)
    } catch (error) {
      return E.left({ number: count + 1, error })
    }
  }
  const result = await all()
  await Promise.all(underWay)
  if (mistakes.length > 0) throw mistakes[0]
  return result
}

/**
 * Each item is wrapped in an object, since awaiting it directly would read its `then`, which may throw. A promise in an
 * array is awaited, and fails alone.
 */
async function* eachGiven(
  source: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<{ readonly given: unknown }> {
  if (Symbol.asyncIterator in source) {
    const given = source[Symbol.asyncIterator]()
    try {
      for (let next = await given.next(); next.done !== true; next = await given.next())
        yield { given: next.value }
    } finally {
      await given.return?.()
    }
  } else
    for (const given of source)
      yield { given: types.isPromise(given) ? await given.catch(() => null) : given }
}

/** Lines have their own numbers. An item whose getters throw is refused by the decoder, like other invalid ones. */
const numbered = (given: unknown, count: number): { readonly number: number; readonly item: Item } => {
  try {
    if (typeof given !== 'object' || given === null || !('_tag' in given))
      return { number: count, item: E.right(given) }
    if (given._tag === 'Left' && 'left' in given)
      return { number: lineOf(given.left) ?? count, item: E.left(expected('line', 'one value of JSON')) }
    if (given._tag === 'Right' && 'right' in given && lineOf(given.right) !== null)
      return { number: lineOf(given.right) ?? count, item: E.right(valueOf(given.right)) }
    return { number: count, item: E.right(given) }
  } catch {
    return { number: count, item: E.left(expected('conversation', 'an object that can be read')) }
  }
}

const lineOf = (side: unknown): number | null =>
  typeof side === 'object' && side !== null && 'line' in side && typeof side.line === 'number'
    ? side.line
    : null

const valueOf = (side: unknown): unknown =>
  typeof side === 'object' && side !== null && 'value' in side ? side.value : undefined

const isIterable = (source: unknown): boolean =>
  typeof source === 'object' &&
  source !== null &&
  (Symbol.iterator in source || Symbol.asyncIterator in source)
