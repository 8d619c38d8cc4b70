import {
  conflict,
  corrupt,
  outcomeUnknown,
  type StoreError,
  unavailable,
  Unreadable,
} from '@colloquy/core/storage'

/** The SQLite error code; null for errors from elsewhere. */
export const codeOf = (error: unknown): string | null =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('SQLITE_')
    ? error.code
    : null

/** Why the storage can't be used as it is; its message says what to do. */
export class Unusable extends Error {}

/** The driver's error, without a code, when the host is inside a statement on the handle. */
const amidStatement = /^This (?:database connection|statement) is busy/u

const isAmidStatement = (error: unknown): boolean =>
  error instanceof TypeError && amidStatement.test(error.message)

/** Another writer has the lock, or the host reads on this handle: retry soon. */
export const isBusy = (error: unknown): boolean => {
  if (isAmidStatement(error)) return true
  const code = codeOf(error)
  return code !== null && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
}

/** The disk failed during a commit: only reading again shows whether it was written. */
export class CommitFailed extends Error {}

/**
 * Maps an error to a `StoreError`. The driver's message is left out where it could quote a value; its code tells the
 * operator enough. Errors from elsewhere are bugs and are rethrown.
 */
export const storeError = (error: unknown): StoreError => {
  if (error instanceof Unreadable) return corrupt(error.place)
  if (error instanceof Unusable) return unavailable(error.message, 1000)
  if (error instanceof CommitFailed) return outcomeUnknown
  if (isAmidStatement(error)) {
    return unavailable('the handle is amid a statement of the host: end its iteration first')
  }
  if (isBusy(error)) return unavailable('the database is busy: another process writes')
  const code = codeOf(error)
  if (code === null) throw error
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return corrupt(`the file (${code})`)
  // The log's constraints refuse an event that is not the next of its stream: another commit was first.
  if (code.startsWith('SQLITE_CONSTRAINT')) return conflict
  if (code.startsWith('SQLITE_FULL'))
    return unavailable('the disk or the database is full (SQLITE_FULL)', 1000)
  if (code.startsWith('SQLITE_READONLY')) return unavailable(`the file is read-only (${code})`, 1000)
  return unavailable(`the database answered ${code}`, 1000)
}
