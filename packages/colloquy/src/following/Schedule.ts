import { clearInterval, setInterval, setTimeout } from '../engine/timers.ts'

/** When the tail looks without having been told to. None of it keeps the process alive. */
export type Schedule = {
  /** Looks again and again from now on. */
  readonly start: () => void
  /** Looks once more in a while: what failed is not hinted at again. */
  readonly retry: () => void
  /** Looks soon, and ever less often until the next look would have come anyway. */
  readonly expect: () => void
  readonly stop: () => void
}

const every = 1000
/** Where the storage itself looks that often, once more would be twice the work for a process that is idle. */
const rarely = 30_000
/** The first look at what is expected; each next one waits twice as long. */
const soon = 20

export const scheduleOf = (look: () => void, hintsAll: boolean): Schedule => {
  let poll: NodeJS.Timeout | null = null
  let stopped = false
  /** How long until the next look at what is expected; 0 where nothing is. */
  let wait = 0

  const lookIn = (): void =>
    void setTimeout(() => {
      look()
      wait *= 2
      if (wait < every && !stopped) lookIn()
      else wait = 0
    }, wait).unref()

  return {
    start: () => {
      poll = setInterval(look, hintsAll ? rarely : every).unref()
    },
    retry: () => void setTimeout(look, every).unref(),
    expect: () => {
      const isExpecting = wait > 0
      wait = soon
      if (!isExpecting) lookIn()
    },
    stop: () => {
      stopped = true
      if (poll !== null) clearInterval(poll)
    },
  }
}
