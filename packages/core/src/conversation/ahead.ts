import type { Time } from './Ids.ts'

/**
 * How far a given time may lie ahead of the clock, in milliseconds: clocks differ, and what is to come has not
 * happened.
 */
export const aheadAtMost = 5 * 60_000

/** The same, in words. */
export const notAhead = `at most ${aheadAtMost / 60_000} minutes ahead of the clock`

export const isTooFarAhead = (time: Time, now: Time): boolean => time - now > aheadAtMost
