/** Every option that a type names, of each of its alternatives; one without an entry does not compile. */
export type OptionNames<O> = { readonly [N in O extends unknown ? keyof O : never]: true }

/**
 * Refuses an option that there is not: a misspelt one would be taken for one that was left out. Whoever gives options
 * is a programmer, and is told at once.
 */
export const requireKnown = <O>(
  where: string,
  options: unknown,
  names: { readonly [N in keyof OptionNames<O>]: unknown },
): void => {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${where}: give an object of options; there are ${Object.keys(names).join(', ')}`)
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name))
  if (unknown !== undefined) {
    throw new TypeError(`${where}: there is no option ${unknown}; there are ${Object.keys(names).join(', ')}`)
  }
}
