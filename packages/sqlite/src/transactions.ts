import type { Connection } from './Connection.ts'
import { codeOf, CommitFailed } from './errors.ts'
import { mayWrite } from './schema.ts'

/** Runs `run` in one durable transaction that holds the write lock from its beginning. */
export const inLockedTransaction = <A>(connection: Connection, run: (connection: Connection) => A): A =>
  inTransaction(connection, 'begin immediate', run)

/** The same for writing rows, which a later version of the code may forbid. */
export const inWriteTransaction = <A>(connection: Connection, run: (connection: Connection) => A): A =>
  inLockedTransaction(connection, (open) => {
    mayWrite(open)
    return run(open)
  })

/** Runs `run` in a read transaction, on one snapshot. */
export const inReadTransaction = <A>(connection: Connection, run: (connection: Connection) => A): A =>
  inTransaction(connection, 'begin', run)

const inTransaction = <A>(connection: Connection, begin: string, run: (connection: Connection) => A): A => {
  withoutWaiting(connection, () => connection.prepare(begin).run())
  try {
    const result = run(connection)
    end(connection)
    return result
  } catch (error) {
    // SQLite has already rolled back after a full disk.
    if (connection.handle.inTransaction) connection.prepare('rollback').run()
    throw error
  }
}

/** A host's handle may have a busy timeout, which would block the host's event loop. */
const withoutWaiting = (connection: Connection, run: () => void): void => {
  const { handle, own } = connection
  const waits = own ? 0 : Number(handle.pragma('busy_timeout', { simple: true }))
  if (waits === 0) return run()
  handle.pragma('busy_timeout = 0')
  try {
    run()
  } finally {
    handle.pragma(`busy_timeout = ${waits}`)
  }
}

const end = (connection: Connection): void => {
  try {
    connection.prepare('commit').run()
  } catch (error) {
    if (codeOf(error)?.startsWith('SQLITE_IOERR') === true) throw new CommitFailed()
    throw error
  }
}

/** Runs `run` in a savepoint of the host's transaction: all of it or nothing. */
export const inSavepoint = <A>(connection: Connection, run: (connection: Connection) => A): A => {
  connection.prepare('savepoint colloquy').run()
  try {
    const result = run(connection)
    connection.prepare('release colloquy').run()
    return result
  } catch (error) {
    if (connection.handle.inTransaction) {
      connection.prepare('rollback to colloquy').run()
      connection.prepare('release colloquy').run()
    }
    throw error
  }
}
