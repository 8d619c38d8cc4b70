import Database from 'better-sqlite3'
import { codeOf, Unusable } from './errors.ts'

export type Handle = Database.Database
export type Row = ReadonlyArray<unknown>
type Given = ReadonlyArray<unknown>
/** The part of a prepared statement that is used: parameters by place, or one object of them by name. */
export type Statement = {
  readonly run: (...values: Given) => {
    readonly lastInsertRowid: number | bigint
    readonly changes: number
  }
  readonly get: (...values: Given) => unknown
}
/** The same for statements with rows as arrays, in the order of the columns. */
export type RowStatement = {
  readonly get: (...values: Given) => Row | undefined
  readonly all: (...values: Given) => ReadonlyArray<Row>
  readonly iterate: (...values: Given) => Iterable<Row>
}

/** An open database with its prepared statements. */
export type Connection = {
  readonly handle: Handle
  /** Whether this library opened it, and therefore configures and closes it. */
  readonly own: boolean
  /** A cached prepared statement with rows as objects. */
  readonly prepare: (sql: string) => Statement
  /** The same with rows as arrays, which are cheaper where there are many. */
  readonly raw: (sql: string) => RowStatement
}

/** Earlier versions could lose writes when the WAL was reset. */
const oldest = [3, 51, 3] as const

/** The page cache in KiB: enough for the indexes of a busy day. */
const cache = 64_000

/**
 * The size in pages at which the WAL of our own database is copied back into it; at the default of 1,000, writing takes
 * twice as long.
 */
const checkpointPages = 20_000

/**
 * The size in bytes to which the WAL is truncated after a long reader made it grow. Not smaller than its regular size,
 * because extending the file again costs each commit more.
 */
const journalBytes = checkpointPages * 4096

/** A host's handle may return bigints; our integers are far below 2^53. */
const plain = <R>(statement: Database.Statement<Array<unknown>, R>): Database.Statement<Array<unknown>, R> =>
  statement.safeIntegers(false)

/**
 * A parameter with a unary plus, which has no other effect: SQLite 3.54 re-plans a statement whenever a bare parameter
 * is bound that its plan could depend on, such as a limit, which took up to ten times as long as running it.
 */
const unplanned = (sql: string): string =>
  sql.replace(/([=<>]\s*|\b(?:is|limit|offset)\s+)(\?|@\w)/gu, '$1+$2')

const cached = <S>(prepare: (sql: string) => S): ((sql: string) => S) => {
  const statements = new Map<string, S>()
  return (sql) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const made = prepare(sql)
    statements.set(sql, made)
    return made
  }
}

/** Configures a handle. Throws the driver's errors. */
const configure = (handle: Handle, own: boolean): void => {
  requireVersion(handle)
  // Waiting inside the driver would block the host's event loop, so the storage waits outside it.
  if (own) handle.pragma('busy_timeout = 0')
  handle.pragma('journal_mode = WAL')
  // In WAL mode the default loses acknowledged commits at a power failure, whatever the pragma reports before the first
  // use.
  handle.pragma('synchronous = FULL')
  handle.pragma('secure_delete = ON')
  // Without a limit the WAL never shrinks. A limit of the host's is kept.
  if (own || Number(handle.pragma('journal_size_limit', { simple: true })) < 0) {
    handle.pragma(`journal_size_limit = ${journalBytes}`)
  }
  if (!own) return
  handle.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  handle.pragma(`cache_size = -${cache}`)
}

const requireVersion = (handle: Handle): void => {
  const version = String(handle.prepare('select sqlite_version()').pluck().get())
  if (!/^\d+\.\d+\.\d+/u.test(version)) {
    throw new Unusable(
      `the driver does not tell its version of SQLite: ${oldest.join('.')} or later is needed`,
    )
  }
  const parts = version.split('.').map(Number)
  const differing = oldest.findIndex((part, i) => parts[i] !== part)
  if (differing !== -1 && (parts[differing] ?? 0) < (oldest[differing] ?? 0)) {
    throw new Unusable(`SQLite ${version} is too old: ${oldest.join('.')} or later is needed`)
  }
}

const opened = (filename: string): Handle => {
  try {
    return new Database(filename, { timeout: 0 })
  } catch (error) {
    if (codeOf(error) !== null) throw error
    // The driver reports a missing folder as a TypeError without a code.
    if (error instanceof TypeError) throw new Unusable('the folder of the database file does not exist')
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'without a code'
    throw new Unusable(
      `the native part of better-sqlite3 could not be loaded (${code}): install it anew here`,
    )
  }
}

/** The host may close its own handle at any time. */
export const requireOpen = (handle: Handle): void => {
  if (!handle.open) throw new Unusable('the database handle was closed: open the storage on one that is open')
}

/** A configured connection. Throws the driver's errors. */
export const connect = (
  options: { readonly filename: string } | { readonly database: Handle },
): Connection => {
  const own = 'filename' in options
  const handle = own ? opened(options.filename) : options.database
  try {
    requireOpen(handle)
    configure(handle, own)
  } catch (error) {
    if (own) handle.close()
    throw error
  }
  return {
    handle,
    own,
    prepare: cached((sql) => plain(handle.prepare<Array<unknown>>(unplanned(sql)))),
    raw: cached((sql) => plain(handle.prepare<Array<unknown>, Row>(unplanned(sql))).raw()),
  }
}
