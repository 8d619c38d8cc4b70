import type { Connection } from './Connection.ts'
import { codeOf, CommitFailed } from './errors.ts'
import { mayWrite } from './schema.ts'

/** Runs something in one durable transaction that holds the write lock from its beginning. */
export const alone = <A>(connection: Connection, run: (connection: Connection) => A): A =>
  inTransaction(connection, 'begin immediate', run)

/** The same for whatever writes rows: not where a later version lets this code write no more. */
export const writing = <A>(connection: Connection, run: (connection: Connection) => A): A =>
  alone(connection, (open) => {
    mayWrite(open)
    return run(open)
  })

/** Runs something on one snapshot. */
export const reading = <A>(connection: Connection, run: (connection: Connection) => A): A =>
  inTransaction(connection, 'begin', run)

const inTransaction = <A>(connection: Connection, begin: string, run: (connection: Connection) => A): A => {
  withoutWaiting(connection, () => connection.prepare(begin).run())
  try {
    const result = run(connection)
    end(connection)
    return result
  } catch (error) {
    // A full disk has already rolled back by itself.
    if (connection.handle.inTransaction) connection.prepare('rollback').run()
    throw error
  }
}

/** A host's handle may be set to wait for a lock inside the driver, which would freeze the host. */
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

/** Runs something inside a transaction of the host's, wholly or not at all. */
export const nested = <A>(connection: Connection, run: (connection: Connection) => A): A => {
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
