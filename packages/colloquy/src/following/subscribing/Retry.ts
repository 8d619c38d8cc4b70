import type { Held, Time } from '@colloquy/core/storage'

/** When an event that failed is tried again. Times are in milliseconds. */
export type Retry = {
  /** Least time before the second try; each further wait is about twice as long. Default 1,000. */
  readonly first: number
  /** Longest time between two tries. Default 900,000: 15 minutes. */
  readonly most: number
  /** For how long it is tried before its conversation is parked; 0: parked at once. Default 259,200,000: three days. */
  readonly for: number
  /** How often a parked conversation is tried again; false: only by `release`. Default 3,600,000: hourly. */
  readonly parked: number | false
}

const second = 1000
const hour = 3600 * second

export const defaultRetry: Retry = { first: second, most: 900 * second, for: 72 * hour, parked: hour }

/** What is stored of a failure beside its place and kind. */
export type Failure = Pick<Held, 'attempts' | 'since' | 'due' | 'waited' | 'parked'>

/**
 * The state after one more failure of an event; `before`: null for its first. Exponential backoff from `first` to `most`
 * with jitter: each wait is random within its upper half, so that events that failed together are not retried together.
 * Only these waits count against `for`: while no process runs, nothing comes closer to being parked.
 */
export const afterFailure = (before: Failure | null, retry: Retry, now: Time, random: number): Failure => {
  const attempts = (before?.attempts ?? 0) + 1
  const since = before?.since ?? now
  const waited = before?.waited ?? 0
  if (before?.parked === true || waited >= retry.for) {
    const due = retry.parked === false ? null : (Math.ceil(now + retry.parked) as Time)
    return { attempts, since, due, waited, parked: true }
  }
  const whole = Math.min(retry.most, retry.first * 2 ** attempts)
  const least = Math.max(retry.first, whole / 2)
  // The last retry is due exactly at the end of `for`.
  const wait = Math.ceil(Math.min(least + random * (whole - least), retry.for - waited))
  return { attempts, since, due: (now + wait) as Time, waited: waited + wait, parked: false }
}
