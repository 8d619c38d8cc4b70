import { startHashes } from './events.ts'
import { reaches } from './reaches.ts'
import { receipts } from './receipts.ts'
import {
  headers,
  linksNamed,
  linksOfAll,
  lockAll,
  lockFree,
  messagesWithHash,
  recordFollowers,
  seatsNamed,
  seatsOfAll,
  seatsOfAssignees,
} from './state.ts'

/**
 * What a batch loads, in this order: each statement sees what was committed before the locks were granted. Together
 * they are one function, and take one round trip.
 */
export const loading = {
  lockFree,
  lockAll,
  headers,
  seatsNamed,
  seatsOfAssignees,
  seatsOfAll,
  messagesWithHash,
  linksNamed,
  linksOfAll,
  recordFollowers,
  startHashes,
  reaches,
  receipts,
} as const

export type Part = keyof typeof loading
export const parts = Object.keys(loading) as ReadonlyArray<Part>
