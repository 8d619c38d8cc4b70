/**
 * Seals tokens that callers can't read, forge or compare. Keyed by the instance's secret, and deterministic: the same
 * content gives the same bytes on every storage.
 */
export type Seal = {
  /**
   * Encrypts a small plain value for a purpose such as `'cursor:timeline'`. Contents are padded: those of about the same
   * length have tokens of the same length.
   */
  readonly close: (purpose: string, content: ReadonlyArray<string | number | null>) => string
  /** The same with a random nonce, so that nobody can tell whether two tokens hold the same content. */
  readonly closeOnce: (purpose: string, content: ReadonlyArray<string | number | null>) => string
  /** The content; null for a token of another secret or purpose. */
  readonly open: (purpose: string, token: string) => ReadonlyArray<string | number | null> | null
}
