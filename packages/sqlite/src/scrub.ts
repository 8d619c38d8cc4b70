import type { StoreError } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Connection } from './Connection.ts'
import { turn } from './timers.ts'
import { type ConnectionProvider, whenFree } from './ConnectionProvider.ts'

/** The pages of the search index that are merged at a time; other work runs in between. */
const pages = 500

const merge = `insert into colloquy_term (colloquy_term, rank) values ('merge', ?)`

const changes = (connection: Connection): number =>
  Number(connection.handle.prepare('select total_changes()').pluck().get())

/** One step of merging the search index; answers whether more steps are needed. */
const mergeStep = (connection: Connection, first: boolean): boolean => {
  const before = changes(connection)
  connection.prepare(merge).run(first ? -pages : pages)
  return changes(connection) - before >= 2
}

/**
 * Merges the search index, which keeps deleted words until then, and truncates the WAL, which keeps old pages; freed
 * pages are overwritten by `secure_delete`. A reader can prevent the truncation: then the result is incomplete, and has
 * to be repeated.
 */
export const scrub =
  (provider: ConnectionProvider): TaskEither<StoreError, { readonly complete: boolean }> =>
  async () => {
    for (let first = true, more = true; more; first = false) {
      const step = await whenFree(provider, (connection) => mergeStep(connection, first))()
      if (E.isLeft(step)) return step
      more = step.right
      await turn()
    }
    return await whenFree(provider, (connection) => ({ complete: emptyJournal(connection) }))()
  }

/** Whether the whole WAL was copied back and truncated. */
const emptyJournal = (connection: Connection): boolean => {
  const [busy] = Object.values(Object(connection.prepare('pragma wal_checkpoint(truncate)').get()))
  return busy === 0
}
