import type { Side } from './Actor.ts'
import type { Reach, Tally } from './Event.ts'
import type { Header, Seat } from './State.ts'
import { headN } from './State.ts'

const nothing: Tally = { read: 0, own: 0, removedAfter: 0 }

/** A cursor before the first message. */
export const start: Reach = { ...nothing, customer: nothing }

/** How many messages customers wrote; 0 for customers, who do not count them. */
export const fromCustomersN = (header: Header, side: Side): number =>
  side === 'staff' ? header.fromCustomerN : 0

/** A cursor at the last message, so that nothing is unread. */
export const head = (header: Header, seat: Seat): Reach => ({
  read: headN(header, seat.who.side),
  own: seat.ownN,
  removedAfter: 0,
  customer: { read: fromCustomersN(header, seat.who.side), own: seat.ownCustomerN, removedAfter: 0 },
})

/** The same cursor after another person's message beyond it was removed. */
export const withRemoved = (reach: Reach, fromCustomer: boolean): Reach => ({
  ...reach,
  removedAfter: reach.removedAfter + 1,
  customer: fromCustomer
    ? { ...reach.customer, removedAfter: reach.customer.removedAfter + 1 }
    : reach.customer,
})

/** The unread messages between two cursors of one reader; 0 where the second is not further. */
export const unreadBetween = (from: Reach, to: Reach): number =>
  to.read <= from.read ? 0 : to.read - from.read - (to.own - from.own) - (from.removedAfter - to.removedAfter)
