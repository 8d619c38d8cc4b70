/** Every option of a type's alternatives; a missing entry does not compile. */
export type OptionNames<O> = { readonly [N in O extends unknown ? keyof O : never]: true }

/**
 * Throws for an unknown option, because a misspelt one would silently get its default. A wrong option is a programmer's
 * error.
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
