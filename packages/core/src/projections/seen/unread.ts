import type { ConversationBrief, SeatBrief } from '../rows/Tables.ts'

const reads = (row: ConversationBrief, seat: SeatBrief | null): seat is SeatBrief =>
  seat !== null && seat.member && seat.placed && row.status !== 'removed'

/**
 * How many messages lie after somebody's cursor that they see, did not write and that were not removed:
 * by subtraction, never by counting.
 */
export const unread = (row: ConversationBrief, seat: SeatBrief | null): number => {
  if (!reads(row, seat)) return 0
  const head = seat.side === 'staff' ? row.staffN : row.customerN
  return head - seat.readN - (seat.ownN - seat.readOwnN) - seat.removedN
}

/** The same, counting only what customers wrote; for staff. */
export const unreadFromCustomer = (row: ConversationBrief, seat: SeatBrief | null): number => {
  if (!reads(row, seat) || seat.side === 'customer') return 0
  return (
    row.fromCustomerN -
    seat.readCustomerN -
    (seat.ownCustomerN - seat.readOwnCustomerN) -
    seat.removedCustomerN
  )
}

/** Whether it shows as unread: by its count, or because somebody marked it so. */
export const isUnread = (row: ConversationBrief, seat: SeatBrief | null): boolean =>
  seat !== null && seat.member && row.status !== 'removed' && (seat.flag || unread(row, seat) > 0)
