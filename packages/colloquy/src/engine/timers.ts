// Taken once, at load: test runners put fake timers in their place later, and a command would wait for these for ever.
export const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate } = globalThis
/** Milliseconds of a clock that never jumps. */
export const elapsed = performance.now.bind(performance)

/** Waits so many milliseconds. It keeps the process alive: somebody awaits what comes after. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds))

/** The same for work that nobody awaits: the process may end meanwhile. */
export const pauseUnheld = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref())

/** Lets everything else have its turn: a storage that answers at once would otherwise keep the loop to us. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** The longest time that a timer can be set to. */
export const longest = 2 ** 31 - 1

/** Waits for something, but no longer than this; the wait alone does not keep the process alive. */
export const orAfter = async <A>(something: Promise<A>, milliseconds: number): Promise<A | 'late'> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, Math.min(milliseconds, longest), 'late' as const).unref()
  })
  return Promise.race([something, late]).finally(() => clearTimeout(timer))
}
