/** Numbers that a seed repeats: what a failing run printed can be run again. */
export type Random = {
  readonly seed: number
  /** From 0 up to, but not, 1. */
  readonly fraction: () => number
  /** A whole number from 0 up to, but not, `below`. */
  readonly below: (below: number) => number
  readonly oneOf: <A>(items: ReadonlyArray<A>) => A
}

/** The seed that `COLLOQUY_SEED` names, otherwise another one each time. */
export const freshSeed = (): number => Number(process.env['COLLOQUY_SEED'] ?? Date.now() % 1_000_000_000)

/** mulberry32. */
export const random = (seed: number): Random => {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(fraction() * limit)
  const oneOf = <A>(items: ReadonlyArray<A>): A => {
    const item = items[below(items.length)]
    if (item === undefined) throw new Error('nothing to choose from')
    return item
  }
  return { seed, fraction, below, oneOf }
}
