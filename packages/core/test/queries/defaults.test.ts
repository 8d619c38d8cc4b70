import { expect, test } from 'vitest'
import { customerInquiries, staffInquiries } from '../../src/app/queries/inquiries.ts'
import { defaultLimits } from '../../src/kernel/decoding/Limits.ts'
import type { Query, Sort, SortBy, View } from '../../src/projections/seen/Query.ts'
import { carryOut, contextOf } from './fixtures.ts'

// Written again here, because every storage reads the one record in `sorting.ts` and `views.ts`: a mistake in it would
// be the same mistake everywhere.
const views: { readonly [V in View]: readonly [by: SortBy, direction: Sort['direction']] } = {
  all: ['activity', 'desc'],
  mine: ['activity', 'desc'],
  unread: ['activity', 'desc'],
  'fromCustomers.open': ['activity', 'desc'],
  'fromCustomers.unanswered': ['waitingSince', 'asc'],
  'fromCustomers.closed': ['closedAt', 'desc'],
  customerReplies: ['activity', 'desc'],
  internalInbox: ['activity', 'desc'],
  internalSent: ['activity', 'desc'],
  allClosed: ['closedAt', 'desc'],
  assigned: ['activity', 'desc'],
  sent: ['activity', 'desc'],
  teamInbox: ['activity', 'desc'],
  picklist: ['arrival', 'asc'],
  history: ['closedAt', 'desc'],
  unassigned: ['activity', 'desc'],
  closed: ['activity', 'desc'],
}

const viewNames = Object.keys(views) as ReadonlyArray<View>
const staff = staffInquiries(contextOf('staff', ['view.fromCustomers', 'view.team']))
const customer = customerInquiries(contextOf('customer'))

/** The list that a storage is asked for. */
const listAsked = (page: Parameters<typeof carryOut>[0]): Extract<Query, { _tag: 'List' }> | undefined => {
  const { asked } = carryOut(page, { List: () => [] })
  return asked.flatMap((query) => (query._tag === 'List' ? [query] : []))[0]
}
const sortAsked = (page: Parameters<typeof carryOut>[0]): Sort | undefined => listAsked(page)?.sort

test.each(viewNames)('H8 the default sort of %s', (view) => {
  const [by, direction] = views[view]
  expect(sortAsked(staff.inbox({ view }))).toEqual({ by, direction })
})

test.each(['all', 'mine', 'unread'] as const)("the default sort of a customer's %s", (view) => {
  expect(sortAsked(customer.inbox({ view }))).toEqual({ by: 'activity', direction: 'desc' })
})

test.each([
  ['activity', 'desc'],
  ['arrival', 'asc'],
  ['waitingSince', 'asc'],
  ['closedAt', 'desc'],
] as const)('the default direction by %s', (by, direction) => {
  expect(sortAsked(staff.inbox({ view: 'all', sort: by }))).toEqual({ by, direction })
})

test('the default number of rows is 50, or the limit where that is smaller; one more is read to see what follows', () => {
  const limited = staffInquiries(contextOf('staff', [], { limits: { ...defaultLimits, page: 20 } }))
  expect(listAsked(staff.inbox({ view: 'all' }))?.limit).toBe(51)
  expect(listAsked(limited.inbox({ view: 'all' }))?.limit).toBe(21)
})
