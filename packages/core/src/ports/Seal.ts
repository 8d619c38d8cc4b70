/**
 * Makes tokens that callers can carry but not read, forge or compare. Keyed by the instance's secret, and
 * deterministic: the same content gives the same bytes on every storage.
 */
export type Seal = {
  /** Encrypts a small plain value for a purpose (`'cursor:timeline'`); equal length for contents of equal class. */
  readonly close: (purpose: string, content: ReadonlyArray<string | number | null>) => string
  /** The same, but never the same token twice: nobody can tell whether two of them hold the same. */
  readonly closeOnce: (purpose: string, content: ReadonlyArray<string | number | null>) => string
  /** The content, or null for anything not made here with the same secret and purpose. */
  readonly open: (purpose: string, token: string) => ReadonlyArray<string | number | null> | null
}
