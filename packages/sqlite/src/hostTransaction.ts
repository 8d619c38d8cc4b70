import type { Connection, Handle } from './Connection.ts'

/** How many transactions of a host were entered on a handle. */
const counts = new WeakMap<Handle, number>()

/**
 * SQLite names no transaction, and the driver tells of no end of one. This is the one setting that every commit and
 * every rollback resets: who finds it as they left it is in the same transaction still. It puts the check of foreign
 * keys off until the commit, which refuses what the statement would have refused.
 */
const isMarked = (connection: Connection): boolean =>
  connection.raw('select defer_foreign_keys from pragma_defer_foreign_keys').get()?.[0] === 1

/** Remembers the host's open transaction; answers whether it is still the one that is open. */
export const entered = (connection: Connection): (() => boolean) => {
  const { handle } = connection
  if (!isMarked(connection)) {
    handle.pragma('defer_foreign_keys = on')
    counts.set(handle, (counts.get(handle) ?? 0) + 1)
  }
  const own = counts.get(handle)
  return () => handle.inTransaction && isMarked(connection) && counts.get(handle) === own
}
