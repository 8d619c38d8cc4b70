import type { Connection, Handle } from './Connection.ts'

/** The number of host transactions entered on each handle. */
const counts = new WeakMap<Handle, number>()

/**
 * SQLite has no transaction ids, and the driver reports no end of a transaction. This is the only setting that every
 * commit and rollback resets, so its value shows whether the transaction is still the same. It defers the check of
 * foreign keys to the commit, which refuses what the statement would have refused.
 */
const isMarked = (connection: Connection): boolean =>
  connection.raw('select defer_foreign_keys from pragma_defer_foreign_keys').get()?.[0] === 1

/** Marks the host's open transaction; the result tells whether it is still open. */
export const entered = (connection: Connection): (() => boolean) => {
  const { handle } = connection
  if (!isMarked(connection)) {
    handle.pragma('defer_foreign_keys = on')
    counts.set(handle, (counts.get(handle) ?? 0) + 1)
  }
  const own = counts.get(handle)
  return () => handle.inTransaction && isMarked(connection) && counts.get(handle) === own
}
