/**
 * The values a decision may read. A key is present, known to be absent, or not loaded; reading one that was not loaded
 * throws, because the decision would be a guess.
 */
export type Lookup<A> = {
  readonly known: ReadonlyMap<string, A | null>
  /** The state of all keys that are not in `known`. */
  readonly others: 'absent' | 'unloaded'
}

/** A complete lookup: other keys are absent. */
export const whole = <A>(entries: Iterable<readonly [string, A]> = []): Lookup<A> => ({
  known: new Map(entries),
  others: 'absent',
})

/** A lookup of the keys that were loaded: reading any other throws. */
export const restricted = <A>(entries: Iterable<readonly [string, A | null]>): Lookup<A> => ({
  known: new Map(entries),
  others: 'unloaded',
})

/** The value at `key`; null where it is absent. Throws for a key that was not loaded. */
export const find = <A>(lookup: Lookup<A>, key: string): A | null => {
  const value = lookup.known.get(key)
  if (value !== undefined) return value
  if (lookup.others === 'unloaded')
    throw new Error(`not loaded: ${key}; name it in the command's needs (and, for folding, in touched)`)
  return null
}

/** All loaded values by key. Callers must not depend on their order. */
export const loaded = <A>(lookup: Lookup<A>): ReadonlyArray<A> =>
  [...lookup.known]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, value]) => (value === null ? [] : [value]))

/** The lookup with one value set; null: known to be absent. */
export const set = <A>(lookup: Lookup<A>, key: string, value: A | null): Lookup<A> => ({
  known: new Map(lookup.known).set(key, value),
  others: lookup.others,
})
