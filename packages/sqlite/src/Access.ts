import { schemaOutdated, type StoreError, unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Connection } from './Connection.ts'
import { codeOf, isBusy, storeError } from './errors.ts'
import { foundSchema, needed, Outdated } from './schema.ts'
import { elapsed, setTimeout } from './timers.ts'

/** How long to wait for other writers altogether, in milliseconds. */
const patience = 8_000
/** The longest single wait. */
const longest = 40

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** Whether something can run now; a host's own transaction on the handle keeps us off it. */
export type Access = { readonly isFree: () => boolean; readonly connection: () => Connection }

/**
 * Tries something until nobody else writes, waiting outside the driver so that the host's event loop goes on. A
 * host's handle amid a transaction of the host's is busy too: what we wrote there would be the host's to undo.
 */
export const whenFree =
  <A>(access: Access, run: (connection: Connection) => A): TaskEither<StoreError, A> =>
  async () => {
    const until = elapsed() + patience
    for (let wait = 1; ; wait = Math.min(longest, wait * 2)) {
      try {
        if (access.isFree()) return E.right(run(access.connection()))
      } catch (error) {
        if (!isBusy(error)) return E.left(failureOf(access, error))
      }
      if (elapsed() > until) return E.left(unavailable(held, 1_000))
      // Jitter, so that two processes that met once do not meet again.
      await pause(wait * (0.5 + Math.random()))
    }
  }

const held =
  'somebody holds the database: another writer, or a transaction of the host on this very handle (use within)'

/**
 * A missing table or column means another schema than this code's, as does a later version that lets it write no more.
 */
export const failureOf = (access: Access, error: unknown): StoreError => {
  if (codeOf(error) !== 'SQLITE_ERROR' && !(error instanceof Outdated)) return storeError(error)
  try {
    const found = foundSchema(access.connection())
    return found === needed ? storeError(error) : schemaOutdated(found, needed)
  } catch {
    return storeError(error)
  }
}
