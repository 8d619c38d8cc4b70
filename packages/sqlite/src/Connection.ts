import Database from 'better-sqlite3'
import { codeOf, Unusable } from './errors.ts'

export type Handle = Database.Database
export type Row = ReadonlyArray<unknown>
type Given = ReadonlyArray<unknown>
/** What is used of a prepared statement: values by place, or one record of them by name. */
export type Statement = {
  readonly run: (...values: Given) => {
    readonly lastInsertRowid: number | bigint
    readonly changes: number
  }
  readonly get: (...values: Given) => unknown
}
/** What is used of one whose rows come as arrays, in the order of the columns. */
export type RowStatement = {
  readonly get: (...values: Given) => Row | undefined
  readonly all: (...values: Given) => ReadonlyArray<Row>
  readonly iterate: (...values: Given) => Iterable<Row>
}

/** An open database with its prepared statements. */
export type Connection = {
  readonly handle: Handle
  /** Whether this library opened it, and so configures and closes it. */
  readonly own: boolean
  /** A statement prepared once, whose rows come as objects. */
  readonly prepare: (sql: string) => Statement
  /** The same with rows as arrays: cheaper where there are many. */
  readonly raw: (sql: string) => RowStatement
}

/** WAL was unsafe before: a reset of it could lose writes. */
const oldest = [3, 51, 3] as const

/** Kept in memory, in KiB: the indexes of a busy day. */
const cache = 64_000

/** How many pages the journal of a database of our own grows to before it is copied back; 1,000 costs half the speed. */
const checkpointPages = 20_000

/**
 * To how many bytes a journal shrinks that grew beyond them while somebody read for long. As many as it has in regular
 * use: making a file longer again costs each commit more.
 */
const journalBytes = checkpointPages * 4096

/** A host may have its handle give big integers; ours are all far below 2^53. */
const plain = <R>(statement: Database.Statement<Array<unknown>, R>): Database.Statement<Array<unknown>, R> =>
  statement.safeIntegers(false)

/**
 * A parameter with a plus before it, which changes nothing but this: SQLite 3.54 plans a statement anew whenever a
 * bare one is bound that a plan could depend on, limits among them, which took up to ten times as long as to run it.
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

/** Sets a handle up as the storage needs it. Throws what the driver throws. */
const configure = (handle: Handle, own: boolean): void => {
  requireVersion(handle)
  // Waiting inside the driver would freeze the host's event loop; we wait outside it.
  if (own) handle.pragma('busy_timeout = 0')
  handle.pragma('journal_mode = WAL')
  // In WAL the default loses acknowledged commits with the power, whatever the pragma seems to say before first use.
  handle.pragma('synchronous = FULL')
  handle.pragma('secure_delete = ON')
  // Otherwise the journal keeps its greatest length for ever. A limit of the host's stays.
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
    // The driver checks the folder itself, and says so without a code.
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

/** A configured connection. Throws what the driver throws. */
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
