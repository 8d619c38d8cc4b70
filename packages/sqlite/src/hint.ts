import type { ConnectionProvider } from './ConnectionProvider.ts'
import { clearInterval, setInterval } from './timers.ts'

/**
 * A value that changes with every commit of this or another connection; cheap to read, whatever the size of the
 * database.
 */
const changes = `select data_version || ' ' || total_changes() from pragma_data_version`

/**
 * Calls listeners after a commit of another process, or of the host on this connection. This process's own commits are
 * announced without it.
 */
export const hints = (
  provider: ConnectionProvider,
  /** The polling interval in milliseconds. */
  every: number,
): { readonly hint: (wake: () => void) => () => void; readonly stop: () => void } => {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | null = null
  let known: unknown = null

  const poll = (): void => {
    try {
      if (!provider.isFree()) return
      const [found] = Object(provider.connection().raw(changes).get())
      if (known !== null && found !== known) for (const wake of listeners) wake()
      known = found
    } catch {
      // The next read reports the error; a hint may be missed.
    }
  }
  const stop = (): void => {
    if (timer !== null) clearInterval(timer)
    timer = null
    listeners.clear()
  }
  return {
    hint: (wake) => {
      // A new function for each call, so that the same listener can be registered twice.
      const own = (): void => wake()
      listeners.add(own)
      if (timer === null) {
        poll()
        timer = setInterval(poll, every)
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
