import type { Access } from './whenFree.ts'

/** How often to look whether another process committed, in milliseconds. */
const every = 150

/** Calls listeners when another connection committed: the database counts that in a number that is cheap to read. */
export const hints = (
  access: Access,
): { readonly hint: (wake: () => void) => () => void; readonly stop: () => void } => {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | null = null
  let known: unknown = null

  const look = (): void => {
    try {
      if (!access.isFree()) return
      const version = access.connection().handle.pragma('data_version', { simple: true })
      if (known !== null && version !== known) for (const wake of listeners) wake()
      known = version
    } catch {
      // Whoever reads next is told what is wrong; a hint may be missed.
    }
  }
  const stop = (): void => {
    if (timer !== null) clearInterval(timer)
    timer = null
    listeners.clear()
  }
  return {
    hint: (wake) => {
      // A listener of its own for each call, even where one function is given twice.
      const own = (): void => wake()
      listeners.add(own)
      if (timer === null) {
        look()
        timer = setInterval(look, every)
        timer.unref()
      }
      return () => {
        listeners.delete(own)
        if (listeners.size === 0) stop()
      }
    },
    stop,
  }
}
