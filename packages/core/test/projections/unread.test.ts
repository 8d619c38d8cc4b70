import { describe, expect, test } from 'vitest'
import type { Who } from '../../src/conversation/Actor.ts'
import type { Header, MessageFacts, Seat } from '../../src/conversation/State.ts'
import { reachOf } from '../../src/projections/rows/reach.ts'
import { conversationRow, messageRow, seatRow } from '../../src/projections/rows/rowOf.ts'
import type { OwnRow } from '../../src/projections/rows/Tables.ts'
import { isUnread, unread, unreadFromCustomer } from '../../src/projections/seen/unread.ts'
import { anna, cleo, conversation, header, message, messageId, seat, tenant } from './fixtures.ts'

const numbers = (of: Partial<Header>, mine: Seat) => {
  const all = header(of)
  const row = conversationRow(all, tenant)
  const own = seatRow(all, mine, tenant)
  return {
    unread: unread(row, own),
    fromCustomer: unreadFromCustomer(row, own),
    isUnread: isUnread(row, own),
  }
}

const at = (read: number, own = 0, removedAfter = 0) => ({
  read,
  own,
  removedAfter,
  customer: { read: Math.min(read, 2), own: 0, removedAfter },
})

describe('unread by subtraction', () => {
  const five = { staffN: 5, customerN: 3, fromCustomerN: 2 }

  test('a cursor at the start counts everything of the audience', () => {
    expect(numbers(five, seat(anna))).toEqual({ unread: 5, fromCustomer: 2, isUnread: true })
    expect(numbers(five, seat(cleo))).toEqual({ unread: 3, fromCustomer: 0, isUnread: true })
  })

  test('own messages never count, before and after the cursor', () => {
    expect(numbers(five, seat(anna, { ownN: 3 })).unread).toBe(2)
    expect(numbers(five, seat(anna, { ownN: 3, reach: at(2, 1) })).unread).toBe(1)
  })

  test('removed messages after the cursor do not count', () => {
    expect(numbers(five, seat(anna, { reach: at(2, 0, 1) })).unread).toBe(2)
  })

  test('H3 the badge counts what customers wrote, for staff', () => {
    expect(numbers(five, seat(anna, { reach: at(1) })).fromCustomer).toBe(1)
    expect(numbers(five, seat(cleo, { reach: at(1) })).fromCustomer).toBe(0)
  })

  test('V20 a flag shows as unread without a count', () => {
    expect(numbers(five, seat(anna, { flag: true, reach: at(5) }))).toMatchObject({
      unread: 0,
      isUnread: true,
    })
  })

  test('who is no member, has no cursor, or looks at a removed conversation has nothing unread', () => {
    const gone = { participant: false, follower: false, flag: true }
    expect(numbers(five, seat(anna, gone))).toEqual({ unread: 0, fromCustomer: 0, isUnread: false })
    expect(numbers(five, seat(anna, { placed: false }))).toMatchObject({ unread: 0, isUnread: false })
    expect(numbers({ ...five, status: 'removed' }, seat(anna))).toMatchObject({ unread: 0, isUnread: false })
  })
})

describe('where a cursor stands', () => {
  // Cleo, Anna, Cleo (removed), a note of Anna's, Cleo.
  const messages: ReadonlyArray<MessageFacts> = [
    message(1, { fromCustomerN: 1 }),
    message(2, { fromCustomerN: 1, author: anna }),
    message(3, { fromCustomerN: 2, removed: true }),
    message(4, { fromCustomerN: 2, author: anna, customerN: null }),
    message(5, { fromCustomerN: 3, customerN: 4 }),
  ]
  const key = { tenant, conversation }
  const owned = (who: Who, n: number, ownN: number): OwnRow => ({
    ...key,
    side: who.side,
    actor: who.id,
    n,
    ownN,
    ownCustomerN: 0,
  })
  const rows = {
    message: messages.map((each) => messageRow(each, key)),
    own: [owned(anna, 2, 1), owned(anna, 4, 2), owned(cleo, 1, 1), owned(cleo, 3, 2), owned(cleo, 4, 3)],
  }
  const run = { id: messageId('m5'), n: 4, staffN: 5, at: header().createdAt }
  const row = conversationRow(header({ staffN: 5, customerN: 4, fromCustomerN: 3, run }), tenant)

  test('at a message, as staff count', () => {
    expect(reachOf(row, rows, anna, { at: messageId('m2') })).toEqual({
      read: 2,
      own: 1,
      removedAfter: 1,
      customer: { read: 1, own: 0, removedAfter: 1 },
    })
  })

  test('at a message, as customers count; own removed ones are not counted twice', () => {
    expect(reachOf(row, rows, cleo, { at: messageId('m2') })).toEqual({
      read: 2,
      own: 1,
      removedAfter: 0,
      customer: { read: 0, own: 0, removedAfter: 0 },
    })
  })

  test('a note is no place for a customer, nor is what does not exist', () => {
    expect(reachOf(row, rows, cleo, { at: messageId('m4') })).toBeNull()
    expect(reachOf(row, rows, anna, { at: messageId('m9') })).toBeNull()
  })

  test('before a message, the run, and the last that counts', () => {
    expect(reachOf(row, rows, anna, { before: messageId('m5') })?.read).toBe(4)
    expect(reachOf(row, rows, anna, 'before-run')?.read).toBe(4)
    expect(reachOf(row, rows, anna, 'before-last-countable')?.read).toBe(4)
    expect(reachOf(row, rows, cleo, 'before-run')?.read).toBe(3)
    expect(reachOf(row, rows, cleo, 'before-last-countable')?.read).toBe(1)
  })

  test('without a run the head; without anything countable nowhere', () => {
    const quiet = conversationRow(header({ staffN: 5, customerN: 4 }), tenant)
    expect(reachOf(quiet, rows, anna, 'before-run')?.read).toBe(5)
    const alone = { message: rows.message.filter(({ author }) => author === anna.id), own: rows.own }
    expect(reachOf(quiet, alone, anna, 'before-last-countable')).toBeNull()
  })
})
