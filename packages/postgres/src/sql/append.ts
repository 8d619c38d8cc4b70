import { insertEvents, insertEventsUnnumbered } from './insertEvents.ts'
import { insertReceipts } from './insertReceipts.ts'
import { insertSubjects } from './insertSubjects.ts'
import { positionsOf } from './positionOf.ts'
import { putRows } from './putRows.ts'
import { putTerms } from './putTerms.ts'

/**
 * What a batch appends, in this order, which is the same for everybody: no two wait for each other. Events come last,
 * because with them the tenant's next positions are taken. Together they are the function `colloquy_append`.
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
  events: insertEvents,
  unnumbered: insertEventsUnnumbered,
  positions: positionsOf,
} as const

export type Appended = keyof typeof appending
export const appended = Object.keys(appending) as ReadonlyArray<Appended>
/** Those that answer rows. */
export const answering: ReadonlySet<Appended> = new Set(['events', 'positions'])

/** All parts at once: what is not given is null. `changes`: statements that come before, each with its rows. */
const calling = (tenant: string): string =>
  `select json_build_array(colloquy_append(${tenant}, @changes::json, ${appended.map((part) => `@${part}::json`).join(', ')})) as row`

export const append = calling('@tenant')

/**
 * The same in a certain transaction alone: should its host have ended it meanwhile, there is no tenant, and without one
 * no row can be written.
 */
export const appendInside = calling(
  'case when pg_current_xact_id_if_assigned()::text = @inside::text then @tenant::text end',
)
