import { insertEvents, insertEventsUnnumbered, positionsOf } from './events.ts'
import { insertReceipts } from './receipts.ts'
import { putRows } from './rows.ts'
import { insertSubjects } from './erasing.ts'
import { putTerms } from './terms.ts'

/**
 * What a batch appends, always in this order, so that two batches can't deadlock. Together they are one function.
 * Events are among them only inside a host's transaction; in ours they come last.
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
/** The parts that return rows. */
export const answering: ReadonlySet<Appended> = new Set(['positions'])

/**
 * The last part of our own transaction, with the commit: taking the tenant's next positions locks out the tenant's
 * other commits until then.
 */
export const lastly = { events: insertEvents, positions: positionsOf } as const

export type Last = keyof typeof lastly
export const last = Object.keys(lastly) as ReadonlyArray<Last>
