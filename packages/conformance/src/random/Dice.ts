/** A pseudo-random generator: all numbers follow from the seed. */
export class Dice {
  private state: number
  constructor(seed: number) {
    this.state = seed
  }
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    const mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    const more = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((more ^ (more >>> 14)) >>> 0) % sides
  }
  pick<A>(list: ReadonlyArray<A>): A {
    return list[this.roll(list.length)] as A
  }
  /** True with a probability of one in `times`. */
  oneIn(times: number): boolean {
    return this.roll(times) === times - 1
  }
}
