import { schemaOutdated, type StoreError, unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Connection } from './Connection.ts'
import { codeOf, isBusy, storeError } from './errors.ts'
import { foundSchema, needed, Outdated } from './schema.ts'
import { elapsed, setTimeout } from './timers.ts'

/** The total time to wait for other writers, in milliseconds. */
const patience = 8_000
/** The longest backoff, in milliseconds. */
const longest = 40

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** The connection, and whether the storage may use it now: not inside a host's own transaction on the handle. */
export type ConnectionProvider = { readonly isFree: () => boolean; readonly connection: () => Connection }

/**
 * Retries with backoff while another writer has the lock, waiting outside the driver so that the event loop goes on. A
 * handle inside the host's own transaction counts as busy, because the host could roll our writes back.
 */
export const whenFree =
  <A>(provider: ConnectionProvider, run: (connection: Connection) => A): TaskEither<StoreError, A> =>
  async () => {
    const until = elapsed() + patience
    for (let wait = 1; ; wait = Math.min(longest, wait * 2)) {
      try {
        if (provider.isFree()) return E.right(run(provider.connection()))
      } catch (error) {
        if (!isBusy(error)) return E.left(failureOf(provider, error))
      }
      if (elapsed() > until) return E.left(unavailable(held, 1_000))
      // Jitter, so that two processes do not collide again.
      await pause(wait * (0.5 + Math.random()))
    }
  }

const held =
  'somebody holds the database: another writer, or a transaction of the host on this very handle (use within)'

/** A missing table or column, or a version that forbids writing, means another schema than this code's. */
export const failureOf = (provider: ConnectionProvider, error: unknown): StoreError => {
  if (codeOf(error) !== 'SQLITE_ERROR' && !(error instanceof Outdated)) return storeError(error)
  try {
    const found = foundSchema(provider.connection())
    return found === needed ? storeError(error) : schemaOutdated(found, needed)
  } catch {
    return storeError(error)
  }
}
