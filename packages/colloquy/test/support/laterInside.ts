import type { Committed, Inside, Storage, StoreError } from '@colloquy/core/storage'
import { transactionRefused } from '@colloquy/core/storage'
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'

/**
 * SQLite, answering inside a host's transaction as a server does: with promises, each call telling whether the handle
 * is any good, and without positions, which come with the commit. Nobody is told of a commit.
 */
export const laterInside = () => {
  const database = new Database(':memory:')
  const inner = sqlite({ database })
  let reads = 0
  let heads = 0

  const ask =
    <A>(handle: unknown, run: (inside: Extract<Inside, { mode: 'sync' }>) => E.Either<StoreError, A>) =>
    async (): Promise<E.Either<StoreError, A>> => {
      const inside = inner.within(handle)
      if (E.isLeft(inside)) return inside
      if (inside.right.mode !== 'sync') throw new Error('not synchronous')
      return run(inside.right)
    }
  const without = ({ positions, positionsOf }: Committed): Committed => ({
    positions: positions.map(() => null),
    positionsOf: positionsOf.map(() => null),
  })
  const storage = {
    ...inner,
    capabilities: { transaction: 'async', batch: 'tenant', durable: true },
    hint: () => () => undefined,
    heads: () => {
      heads += 1
      return inner.heads()
    },
    read: (of, limit) => {
      reads += 1
      return inner.read(of, limit)
    },
    within: (handle) =>
      typeof handle !== 'object' || handle === null
        ? E.left(transactionRefused('give a handle'))
        : E.right({
            mode: 'async',
            commit: (needs, settle) =>
              ask(handle, (inside) => pipe(inside.commit(needs, settle), E.map(without))),
            query: (query, viewer) => ask(handle, (inside) => inside.query(query, viewer)),
            read: (of, limit) => ask(handle, (inside) => inside.read(of, limit)),
          }),
  } as const satisfies Storage
  return { database, storage, heads: () => heads, reads: () => reads }
}
