/**
 * What deciding may look at. A key is found, known to be absent, or was never loaded; reading one that was
 * never loaded is a programmer's error, because a decision on it would be a guess.
 */
export type Lookup<A> = {
  readonly known: ReadonlyMap<string, A | null>
  /** What holds for keys that are not in `known`. */
  readonly others: 'absent' | 'unloaded'
}

/** A lookup over everything there is: keys not in it are absent. */
export const whole = <A>(entries: Iterable<readonly [string, A]> = []): Lookup<A> => ({
  known: new Map(entries),
  others: 'absent',
})

/** A lookup over the keys that were asked for: others throw. */
export const restricted = <A>(entries: Iterable<readonly [string, A | null]>): Lookup<A> => ({
  known: new Map(entries),
  others: 'unloaded',
})

/** The value at `key`, or null where there is none. Throws for a key that was not loaded. */
export const find = <A>(lookup: Lookup<A>, key: string): A | null => {
  const value = lookup.known.get(key)
  if (value !== undefined) return value
  if (lookup.others === 'unloaded')
    throw new Error(`not loaded: ${key}; name it in the command's needs (and, for folding, in touched)`)
  return null
}

/** All loaded values by their keys: what is made of them must not depend on the order in which they were loaded. */
export const loaded = <A>(lookup: Lookup<A>): ReadonlyArray<A> =>
  [...lookup.known]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, value]) => (value === null ? [] : [value]))

/** The same lookup with one value put in, or (null) known to be absent. */
export const set = <A>(lookup: Lookup<A>, key: string, value: A | null): Lookup<A> => ({
  known: new Map(lookup.known).set(key, value),
  others: lookup.others,
})
