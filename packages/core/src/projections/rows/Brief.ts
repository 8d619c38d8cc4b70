import { type Column, columnOf } from './Column.ts'
import type { ConversationRow, SeatRow } from './Tables.ts'

/** The columns that a row of a list is made of: half of what there is, and most of what a page costs. */
const fields = {
  conversation: [
    'conversation',
    'type',
    'status',
    'locked',
    'initiatorSide',
    'initiator',
    'customer',
    'assignee',
    'queue',
    'sourceType',
    'source',
    'channel',
    'attributes',
    'labels',
    'links',
    'forkedFrom',
    'forkedTo',
    'staffN',
    'customerN',
    'fromCustomerN',
    'lastStaffId',
    'lastStaffN',
    'staffAt',
    'lastCustomerId',
    'lastCustomerN',
    'customerAt',
    'waitingAt',
    'createdAt',
    'closedAt',
  ],
  seat: [
    'conversation',
    'side',
    'version',
    'participant',
    'follower',
    'member',
    'muted',
    'hiddenN',
    'placed',
    'flag',
    'ownN',
    'ownCustomerN',
    'readN',
    'readOwnN',
    'removedN',
    'readCustomerN',
    'readOwnCustomerN',
    'removedCustomerN',
  ],
} as const satisfies {
  readonly conversation: ReadonlyArray<keyof ConversationRow>
  readonly seat: ReadonlyArray<keyof SeatRow>
}

/** A conversation's row, as far as it is shown. */
export type ConversationBrief = Pick<ConversationRow, (typeof fields.conversation)[number]>
/** A seat, as far as it says what its holder has read. */
export type SeatBrief = Pick<SeatRow, (typeof fields.seat)[number]>
/** Rows of which less is asked than there is. */
export type Briefs = { readonly conversation: ConversationBrief; readonly seat: SeatBrief }

const columnsOf = (table: keyof Briefs): ReadonlyArray<Column> =>
  fields[table].map((field) => columnOf(table, field))

/** The columns of each, in the order in which a storage selects them. */
export const briefColumns: { readonly [T in keyof Briefs]: ReadonlyArray<Column> } = {
  conversation: columnsOf('conversation'),
  seat: columnsOf('seat'),
}

const blanks = {
  conversation: Object.fromEntries(fields.conversation.map((field) => [field, null])),
  seat: Object.fromEntries(fields.seat.map((field) => [field, null])),
}

/** A new one with nothing in it, to be filled in. */
export const blankBrief = (table: keyof Briefs): { [field: string]: unknown } => ({ ...blanks[table] })

const picked = (row: object, table: keyof Briefs): object => {
  const all = Object.entries(row)
  const wanted: ReadonlyArray<string> = fields[table]
  return Object.fromEntries(all.filter(([field]) => wanted.includes(field)))
}

/** What of a conversation's row is shown. */
export const briefConversation = (row: ConversationRow): ConversationBrief =>
  picked(row, 'conversation') as ConversationBrief
/** What of a seat says how far its holder has read. */
export const briefSeat = (row: SeatRow): SeatBrief => picked(row, 'seat') as SeatBrief
