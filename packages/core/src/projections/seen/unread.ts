import type { ConversationBrief, SeatBrief } from '../rows/Tables.ts'

const reads = (row: ConversationBrief, seat: SeatBrief | null): seat is SeatBrief =>
  seat !== null && seat.member && seat.placed && row.status !== 'removed'

/**
 * The number of messages after a reader's cursor that they see, did not write, and that were not removed. It is
 * subtracted from counters and never counted, so its cost is constant.
 */
export const unread = (row: ConversationBrief, seat: SeatBrief | null): number => {
  if (!reads(row, seat)) return 0
  const head = seat.side === 'staff' ? row.staffN : row.customerN
  return head - seat.readN - (seat.ownN - seat.readOwnN) - seat.removedN
}

/** The same for messages by customers only; for staff. */
export const unreadFromCustomer = (row: ConversationBrief, seat: SeatBrief | null): number => {
  if (!reads(row, seat) || seat.side === 'customer') return 0
  return (
    row.fromCustomerN -
    seat.readCustomerN -
    (seat.ownCustomerN - seat.readOwnCustomerN) -
    seat.removedCustomerN
  )
}

/** Whether it shows as unread: by its count, or by the unread mark. */
export const isUnread = (row: ConversationBrief, seat: SeatBrief | null): boolean =>
  seat !== null && seat.member && row.status !== 'removed' && (seat.flag || unread(row, seat) > 0)
