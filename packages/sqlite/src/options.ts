import { requireKnown } from '@colloquy/core/storage'
import type { Handle } from './Connection.ts'

/**
 * `filename`: a file of our own, on a local disk, closed by `close`; `':memory:'` for a database that is gone with the
 * process. `database`: an open better-sqlite3 handle of the host's, for one transaction with the host's rows; it stays
 * open. On it, too, commits are made durable (`synchronous = FULL`), deleted content is overwritten
 * (`secure_delete`), and the journal is a WAL.
 */
export type SqliteOptions = ({ readonly filename: string } | { readonly database: Handle }) & {
  /**
   * The interval of polling for other processes' commits, in milliseconds, while this process listens: default 1,000.
   * This process's own commits are announced at once.
   */
  readonly pollInterval?: number
}

/** The longest delay of a timer. */
const longestInterval = 2 ** 31 - 1

/** Throws a `TypeError` for options that would lose acknowledged writes or have no effect. */
export const checkedOptions = (options: SqliteOptions): SqliteOptions => {
  requireKnown<SqliteOptions>('sqlite', options, { filename: true, database: true, pollInterval: true })
  if ('filename' in options && 'database' in options) {
    throw new TypeError('sqlite: give filename or database, not both')
  }
  if ('database' in options) checkHandle(options.database)
  else checkFilename(options.filename)
  const { pollInterval } = options
  if (pollInterval !== undefined && !isInterval(pollInterval)) {
    throw new TypeError(`sqlite: pollInterval: give milliseconds, from 1 to ${longestInterval}`)
  }
  return options
}

/** For a blank name the driver makes a temporary database, which it deletes when it is closed. */
const checkFilename = (filename: unknown): void => {
  if (typeof filename !== 'string' || filename.trim() === '' || filename.includes('\u0000')) {
    throw new TypeError(
      "sqlite: filename: give the path of a file, or ':memory:' for a database that is gone with the process",
    )
  }
}

/** Without `inTransaction` the storage could not tell the host's transactions from its own. */
const checkHandle = (handle: unknown): void => {
  const given: { readonly [name: string]: unknown } = Object(handle)
  const isHandle =
    ['prepare', 'exec', 'pragma', 'close'].every((name) => typeof given[name] === 'function') &&
    ['open', 'inTransaction'].every((name) => typeof given[name] === 'boolean')
  if (!isHandle) {
    throw new TypeError(
      'sqlite: database: give a handle of better-sqlite3, with prepare, exec, pragma, close, open and inTransaction',
    )
  }
  if (given['name'] === '') {
    throw new TypeError(
      "sqlite: database: the handle is of a database without a name, which is gone when it is closed; open a file, or ':memory:'",
    )
  }
}

const isInterval = (given: unknown): boolean =>
  typeof given === 'number' && given >= 1 && given <= longestInterval
