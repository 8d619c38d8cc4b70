/** Releases the permit; calling it again has no effect. */
export type Permit = () => void

/** A counting semaphore: it limits how many handlers run concurrently. */
export type Semaphore = {
  /** Waits for a permit; null after `close`. */
  readonly take: () => Promise<Permit | null>
  /** A permit at once, or null. */
  readonly tryTake: () => Permit | null
  /** Gives out no more permits. */
  readonly close: () => void
}

export const semaphore = (count: number): Semaphore => {
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
