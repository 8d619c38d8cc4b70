import { conflict, corrupt, outcomeUnknown, type StoreError, unavailable } from '@colloquy/core'
import { Unusable } from './Connection.ts'

/** The database's own name for what went wrong; null for anything that did not come from it. */
export const codeOf = (error: unknown): string | null =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('SQLITE_')
    ? error.code
    : null

/** Somebody else writes now: worth another try soon. */
export const isBusy = (error: unknown): boolean => {
  const code = codeOf(error)
  return code !== null && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
}

/** A value of the storage that the code cannot read, found while something else was going on. */
export class Unreadable extends Error {
  readonly place: string
  constructor(place: string) {
    super(`unreadable: ${place}`)
    this.place = place
  }
}

/** The disk failed amid a commit: what it holds will show when it is read again. */
export class CommitFailed extends Error {}

/**
 * What went wrong as a value. The driver's message is left out where it could quote a value: its code says what
 * an operator needs.
 */
export const storeError = (error: unknown): StoreError => {
  if (error instanceof Unreadable) return corrupt(error.place)
  if (error instanceof Unusable) return unavailable(error.message, 1000)
  if (error instanceof CommitFailed) return outcomeUnknown
  const code = codeOf(error)
  if (code === null) return corrupt(error instanceof Error ? `${error.name} in the code` : 'the code')
  if (isBusy(error)) return unavailable('the database is busy: another process writes')
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return corrupt(`the file (${code})`)
  // The log refuses an event that is not the next of its stream: somebody else was first.
  if (code.startsWith('SQLITE_CONSTRAINT')) return conflict
  if (code.startsWith('SQLITE_FULL'))
    return unavailable('the disk or the database is full (SQLITE_FULL)', 1000)
  if (code.startsWith('SQLITE_READONLY')) return unavailable(`the file is read-only (${code})`, 1000)
  return unavailable(`the database answered ${code}`, 1000)
}
