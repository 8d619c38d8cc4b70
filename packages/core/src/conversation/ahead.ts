import type { Time } from './Ids.ts'

/** How far ahead of the clock a given time may be, in milliseconds, because clocks differ. */
export const aheadAtMost = 5 * 60_000

/** The same, in words. */
export const notAhead = `at most ${aheadAtMost / 60_000} minutes ahead of the clock`

export const isTooFarAhead = (time: Time, now: Time): boolean => time - now > aheadAtMost
