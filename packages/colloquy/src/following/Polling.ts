import { clearInterval, setInterval, setTimeout } from '../engine/timers.ts'

/** When the tail polls the log without a hint. Its timers do not keep the process alive. */
export type Polling = {
  /** Polls at an interval from now on. */
  readonly start: () => void
  /** Polls once more after a second: a failed read gets no second hint. */
  readonly retry: () => void
  /** Polls soon, and then with doubling waits until the regular interval takes over. */
  readonly expect: () => void
  readonly stop: () => void
}

const every = 1000
/** Interval where the storage hints at every commit, as a safety net: polling each second would only cost idle load. */
const rarely = 30_000
/** The first wait of `expect`; each next one is twice as long. */
const soon = 20

export const polling = (look: () => void, hintsAll: boolean): Polling => {
  let poll: NodeJS.Timeout | null = null
  let stopped = false
  /** The current wait of `expect`; 0 where nothing is expected. */
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
