/** Who has one may work, and gives it back once. */
export type Permit = () => void

/** So many may work at a time. */
export type Permits = {
  /** Waits for one; null once nobody may begin any more. */
  readonly take: () => Promise<Permit | null>
  /** One at once, or null. */
  readonly tryTake: () => Permit | null
  /** Nobody begins any more. */
  readonly close: () => void
}

export const permitsOf = (count: number): Permits => {
  let free = count
  let closed = false
  let queue: Array<(permit: Permit | null) => void> = []

  const permit = (): Permit => {
    free -= 1
    let isOut = true
    return () => {
      if (!isOut) return
      isOut = false
      free += 1
      if (!closed) queue.shift()?.(permit())
    }
  }

  return {
    take: () => {
      if (closed) return Promise.resolve(null)
      if (free > 0) return Promise.resolve(permit())
      return new Promise((resolve) => queue.push(resolve))
    },
    tryTake: () => (closed || free === 0 ? null : permit()),
    close: () => {
      closed = true
      for (const refuse of queue) refuse(null)
      queue = []
    },
  }
}
