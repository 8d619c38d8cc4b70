import type { StoreError } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Connection } from './Connection.ts'
import { turn } from './timers.ts'
import { type Access, whenFree } from './Access.ts'

/** Pages of the search index that are rewritten at a time, between which others get their turn. */
const pages = 500

const merge = `insert into colloquy_term (colloquy_term, rank) values ('merge', ?)`

const changes = (connection: Connection): number =>
  Number(connection.handle.prepare('select total_changes()').pluck().get())

/** One step of bringing the search index together; answers whether there is more to do. */
const mergeStep = (connection: Connection, first: boolean): boolean => {
  const before = changes(connection)
  connection.prepare(merge).run(first ? -pages : pages)
  return changes(connection) - before >= 2
}

/**
 * Deleted words stay in the search index until its parts are merged, and old pages in the journal until it is
 * emptied; freed pages are overwritten as they are freed. A reader that stays can keep the journal from being
 * emptied: then it is not complete, and to be asked for again.
 */
export const scrub =
  (access: Access): TaskEither<StoreError, { readonly complete: boolean }> =>
  async () => {
    for (let first = true, more = true; more; first = false) {
      const step = await whenFree(access, (connection) => mergeStep(connection, first))()
      if (E.isLeft(step)) return step
      more = step.right
      await turn()
    }
    return await whenFree(access, (connection) => ({ complete: emptyJournal(connection) }))()
  }

/** Whether all of the journal is in the database, and the journal empty. */
const emptyJournal = (connection: Connection): boolean => {
  const [busy] = Object.values(Object(connection.prepare('pragma wal_checkpoint(truncate)').get()))
  return busy === 0
}
