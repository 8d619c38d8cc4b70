// Taken at load, since test runners replace the global timers by fake ones later: a command would then wait for ever.
export const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate } = globalThis
/** Milliseconds of the monotonic clock. */
export const elapsed = performance.now.bind(performance)

/** Waits so many milliseconds. The timer keeps the process alive, for a caller awaits the result. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds))

/** The same in the background: the timer does not keep the process alive. */
export const pauseUnheld = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref())

/** Yields to the event loop: a storage that answers synchronously would otherwise block it. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** The largest delay that Node's timers take. */
export const longest = 2 ** 31 - 1

/** Waits for a promise with a timeout; the timer does not keep the process alive. */
export const orAfter = async <A>(something: Promise<A>, milliseconds: number): Promise<A | 'late'> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, Math.min(milliseconds, longest), 'late' as const).unref()
  })
  return Promise.race([something, late]).finally(() => clearTimeout(timer))
}
