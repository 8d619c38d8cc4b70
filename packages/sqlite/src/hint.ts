import type { Access } from './Access.ts'
import { clearInterval, setInterval } from './timers.ts'

/** Numbers that change when another connection, or this one, committed: cheap to read, however much there is. */
const changes = `select data_version || ' ' || total_changes() from pragma_data_version`

/**
 * Calls listeners when somebody committed: another process, or whoever shares this connection. Whoever committed here
 * has told those who listen to them already.
 */
export const hints = (
  access: Access,
  /** How often to look, in milliseconds. */
  every: number,
): { readonly hint: (wake: () => void) => () => void; readonly stop: () => void } => {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | null = null
  let known: unknown = null

  const look = (): void => {
    try {
      if (!access.isFree()) return
      const [found] = Object(access.connection().raw(changes).get())
      if (known !== null && found !== known) for (const wake of listeners) wake()
      known = found
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
