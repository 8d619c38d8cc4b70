import type { Committed, Needs, Settle, Settled, Storage, StoreError } from '@colloquy/core/storage'
import { outcomeUnknown, unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'

/**
 * What becomes of a commit. `written`: it came through, and its reply was lost. `dropped`: it was settled and never arrived. `unreachable`:
 * it did not even set out. `later`: its reply was lost while it was still under way; it comes through, or fails, after
 * as many more commits as `delay` says.
 */
export type Fate =
  | 'well'
  | 'written'
  | 'dropped'
  | 'unreachable'
  | { readonly later: (written: Batch) => number }

export type Batch = Exclude<Settled, { readonly more: ReadonlyArray<Needs> }>

/** A storage behind a connection that breaks; what it keeps is kept by the real one. */
export const losing = (inner: Storage, fateOf: (afterLoss: boolean) => Fate) => {
  const tally = { well: 0, written: 0, dropped: 0, unreachable: 0, later: 0, 'later in vain': 0 }
  // Of each line of commands by itself: who lost nothing would rightly say that the storage is out of reach.
  const lost = new Set<string>()
  const lineOf = (needs: ReadonlyArray<Needs>): string =>
    inner.capabilities.batch === 'store' ? '' : (needs[0]?.stream.tenant ?? '')
  let underWay: { readonly delay: number; readonly end: () => Promise<void> } | null = null

  const arrive = async (): Promise<void> => {
    const one = underWay
    if (one === null) return
    underWay = one.delay === 0 ? null : { ...one, delay: one.delay - 1 }
    if (one.delay === 0) await one.end()
  }

  const commit: Storage['commit'] = (needs, settle) => async (): Promise<E.Either<StoreError, Committed>> => {
    await arrive()
    const fate = fateOf(lost.has(lineOf(needs)))
    if (fate === 'well') lost.delete(lineOf(needs))
    else lost.add(lineOf(needs))
    if (typeof fate === 'object') {
      const written = await settledBy(inner, needs, settle)
      const end = async (): Promise<void> => {
        const ended = await inner.commit(needs, () => written)()
        tally[E.isRight(ended) ? 'later' : 'later in vain'] += 1
      }
      // Two under way at once would be two of us.
      while (underWay !== null) await arrive()
      underWay = { delay: fate.later(written), end }
      return E.left(outcomeUnknown)
    }
    tally[fate] += 1
    if (fate === 'unreachable') return E.left(unavailable('nobody there', 1000))
    if (fate === 'dropped') {
      await settledBy(inner, needs, settle)
      return E.left(outcomeUnknown)
    }
    const committed = await inner.commit(needs, settle)()
    return fate === 'written' && E.isRight(committed) ? E.left(outcomeUnknown) : committed
  }
  const storage: Storage = { ...inner, commit }
  return { storage, tally, settled: async () => void (underWay !== null && (await arrive())) }
}

/** What a commit would write, without writing it. */
export const settledBy = async (
  inner: Storage,
  needs: ReadonlyArray<Needs>,
  settle: Settle,
): Promise<Batch> => {
  const settled: Array<Batch> = []
  await inner.commit(needs, (loaded) => {
    const one = settle(loaded)
    if ('more' in one) return one
    settled.push(one)
    return { events: [], changes: [], receipts: [], positionsOf: [] }
  })()
  const written = settled.at(-1)
  if (written === undefined) throw new Error('nothing was settled')
  return written
}
