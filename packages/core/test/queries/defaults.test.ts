import { expect, test } from 'vitest'
import { customerInquiries, staffInquiries } from '../../src/app/queries/inquiries.ts'
import type { Sort, SortBy, View } from '../../src/projections/seen/Query.ts'
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

/** The sort that a storage is asked for. */
const sortAsked = (page: Parameters<typeof carryOut>[0]): Sort | undefined => {
  const { asked } = carryOut(page, { List: () => [] })
  return asked.flatMap((query) => (query._tag === 'List' ? [query.sort] : []))[0]
}

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
