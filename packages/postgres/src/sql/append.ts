import { insertEventsUnnumbered } from './insertEvents.ts'
import { insertReceipts } from './insertReceipts.ts'
import { insertSubjects } from './insertSubjects.ts'
import { positionsOf } from './positionOf.ts'
import { putRows } from './putRows.ts'
import { putTerms } from './putTerms.ts'

/**
 * What a batch appends, in this order, which is the same for everybody: no two wait for each other. Together they are
 * one function. Events are among them inside a host's transaction alone; in ours they come last.
 */
export const appending = {
  conversation: putRows('conversation'),
  seat: putRows('seat'),
  message: putRows('message'),
  own: putRows('own'),
  link: putRows('link'),
  label: putRows('label'),
  recordFollower: putRows('recordFollower'),
  term: putTerms,
  receipts: insertReceipts,
  subjects: insertSubjects,
  unnumbered: insertEventsUnnumbered,
  positions: positionsOf,
} as const

export type Appended = keyof typeof appending
export const appended = Object.keys(appending) as ReadonlyArray<Appended>
/** Those that answer rows. */
export const answering: ReadonlySet<Appended> = new Set(['positions'])
