import { insertEvents, insertEventsUnnumbered, positionsOf } from './events.ts'
import { insertReceipts } from './receipts.ts'
import { putRows } from './rows.ts'
import { insertSubjects } from './erasing.ts'
import { putTerms } from './terms.ts'

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

/**
 * What comes last in a transaction of our own, with the commit: taking the tenant's next positions, which holds up
 * everybody else of the tenant until then.
 */
export const lastly = { events: insertEvents, positions: positionsOf } as const

export type Last = keyof typeof lastly
export const last = Object.keys(lastly) as ReadonlyArray<Last>
