/**
 * An error of the storage, for the operator to fix, the caller to retry or, for a wrong handle, the programmer. Never
 * holds content.
 */
export type StoreError =
  /** Another writer changed the conversation at the same time, in every retry. */
  | { readonly _tag: 'Conflict' }
  /** Busy or unreachable: nothing was written, retry later. */
  | { readonly _tag: 'Unavailable'; readonly retryAfter: number; readonly detail: string }
  /** The reply to a commit was lost, so it may have been written. A retry with the same command id tells. */
  | { readonly _tag: 'OutcomeUnknown' }
  /** A stored value can't be decoded. `place` names it, without content. */
  | { readonly _tag: 'Corrupt'; readonly place: string }
  /** The schema has another version than this code needs. */
  | { readonly _tag: 'SchemaOutdated'; readonly found: number; readonly needed: number }
  /** The handle is no open transaction of this database. `detail` says what to give instead. */
  | { readonly _tag: 'TransactionRefused'; readonly detail: string }

export const conflict: StoreError = { _tag: 'Conflict' }
export const unavailable = (detail: string, retryAfter = 50): StoreError => ({
  _tag: 'Unavailable',
  retryAfter,
  detail,
})
export const outcomeUnknown: StoreError = { _tag: 'OutcomeUnknown' }
export const corrupt = (place: string): StoreError => ({ _tag: 'Corrupt', place })
export const schemaOutdated = (found: number, needed: number): StoreError => ({
  _tag: 'SchemaOutdated',
  found,
  needed,
})
export const transactionRefused = (detail: string): StoreError => ({ _tag: 'TransactionRefused', detail })
