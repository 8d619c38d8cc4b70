/** What went wrong in the storage: for the operator, a retry or, of a handle, the programmer. Never holds content. */
export type StoreError =
  /** Somebody else changed the conversation at the same time, more often than we tried again. */
  | { readonly _tag: 'Conflict' }
  /** Busy or out of reach: nothing was written, try again. */
  | { readonly _tag: 'Unavailable'; readonly retryAfter: number; readonly detail: string }
  /** The reply to a commit was lost: it may have been written. The same command id tells. */
  | { readonly _tag: 'OutcomeUnknown' }
  /** What is stored can't be read. `place` names where, without content. */
  | { readonly _tag: 'Corrupt'; readonly place: string }
  /** The schema is not the one this code needs. */
  | { readonly _tag: 'SchemaOutdated'; readonly found: number; readonly needed: number }
  /** What was given is no open transaction of this database. `detail` says what to give instead. */
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
