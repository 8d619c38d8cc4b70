/** What was taken and has to be given back, whatever happens. */
export type Holding = {
  readonly keep: (giveBack: () => unknown) => void
  /** Gives all back, the last first. Rejects in the end where something could not be. */
  readonly release: () => Promise<void>
}

export const newHolding = (): Holding => {
  const kept: Array<() => unknown> = []
  return {
    keep: (giveBack) => void kept.push(giveBack),
    release: async () => {
      const failures: Array<unknown> = []
      for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
        try {
          await last()
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}
