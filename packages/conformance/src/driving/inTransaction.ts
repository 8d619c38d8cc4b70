import type { Command } from '@colloquy/core/engine'
import type { Inside, Query, StoreError, Viewer } from '@colloquy/core/storage'
import { handle } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Hosted } from '../StorageUnderTest.ts'

/** A step inside a host's transaction. */
export type Step =
  | { readonly command: Command }
  | { readonly query: Query; readonly viewer: Viewer }
  | { readonly log: Parameters<Inside['read']>[0] }
  /** Work outside the transaction, begun while it is open; it answers the promise of its result. */
  | { readonly beside: () => Promise<unknown> }

type Result = E.Either<StoreError, unknown>
export type Outcome = ReadonlyArray<Result>

/** The host's error that rolls back. */
const second = new Error('the host changed its mind')

/**
 * Runs steps in one transaction of the host's, synchronously where the storage is synchronous, and commits or rolls it
 * back. Answers the result of each step.
 */
export const inTransaction = async (
  host: Hosted,
  steps: ReadonlyArray<Step>,
  then: 'commit' | 'rollback',
): Promise<Outcome> => {
  const results: Array<Result> = []
  const work = (handle: unknown): unknown => {
    const inside = host.storage.within(handle)
    if (E.isLeft(inside)) {
      results.push(inside)
      return undefined
    }
    if (inside.right.mode === 'async') return waiting(inside.right, steps, results, then)
    for (const step of steps) results.push(atOnce(inside.right, step))
    if (then === 'rollback') throw second
    return undefined
  }
  try {
    await host.transaction(work)
  } catch (error) {
    if (error !== second) throw error
  }
  return results
}

const accepted = (command: Command) => {
  const batch = handle([command])
  const outcome = (committed: E.Either<StoreError, Parameters<typeof batch.outcomes>[0]>): Result => {
    if (E.isLeft(committed)) return committed
    const [one] = batch.outcomes(committed.right)
    return E.right(one)
  }
  return { batch, outcome }
}

const atOnce = (inside: Extract<Inside, { mode: 'sync' }>, step: Step): Result => {
  if ('query' in step) return inside.query(step.query, step.viewer)
  if ('log' in step) return inside.read(step.log, 1000)
  if ('beside' in step) return E.right(step.beside())
  const { batch, outcome } = accepted(step.command)
  return outcome(inside.commit(batch.needs, batch.settle))
}

const waiting = async (
  inside: Extract<Inside, { mode: 'async' }>,
  steps: ReadonlyArray<Step>,
  results: Array<Result>,
  then: 'commit' | 'rollback',
): Promise<void> => {
  for (const step of steps) {
    if ('query' in step) results.push(await inside.query(step.query, step.viewer)())
    else if ('log' in step) results.push(await inside.read(step.log, 1000)())
    else if ('beside' in step) results.push(E.right(await step.beside()))
    else {
      const { batch, outcome } = accepted(step.command)
      results.push(outcome(await inside.commit(batch.needs, batch.settle)()))
    }
  }
  if (then === 'rollback') throw second
}
