import type { Asking } from './Asking.ts'
import * as E from 'fp-ts/lib/Either.js'
import type { ActorId } from '../../conversation/Ids.ts'
import type { Capability } from '../../conversation/policies/Capability.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { expected, forbidden, invalidInput } from '../../conversation/Rejection.ts'
import type { Filter, Sort, SortBy, View } from '../../projections/Query.ts'
import type { Decode } from './input.ts'
import { branded, entriesOf, fieldsOf, name, oneOf, optional, otherwise, text, whether } from './input.ts'
import type { GivenFilter } from './naming.ts'
import { givenRecord } from './naming.ts'

/** What every view needs beyond access, and how it is sorted unless the caller says. */
const views: {
  readonly [V in View]: {
    readonly sort: Sort
    readonly needs: Capability | null
    readonly customers: boolean
  }
} = {
  all: view('activity', null, true),
  mine: view('activity', null, true),
  unread: view('activity', null, true),
  'fromCustomers.open': view('activity', 'view.fromCustomers'),
  'fromCustomers.unanswered': view('waitingSince', 'view.fromCustomers'),
  'fromCustomers.closed': view('closedAt', 'view.fromCustomers'),
  customerReplies: view('activity'),
  internalInbox: view('activity'),
  internalSent: view('activity'),
  allClosed: view('closedAt'),
  assigned: view('activity'),
  sent: view('activity'),
  teamInbox: view('activity', 'view.team'),
  picklist: view('arrival'),
  history: view('closedAt'),
  unassigned: view('activity'),
  closed: view('activity'),
}

function view(by: SortBy, needs: Capability | null = null, customers = false) {
  return { sort: { by, direction: usual(by) }, needs, customers }
}

/** Who came first is served first; of the rest the newest is on top. */
function usual(by: SortBy): Sort['direction'] {
  return by === 'arrival' || by === 'waitingSince' ? 'asc' : 'desc'
}

const named = Object.keys(views).filter((key): key is View => Object.hasOwn(views, key))
export const viewNamed: Decode<View> = oneOf(named)

/** Null where this viewer may ask for the view. */
export const refusal = (asking: Asking, chosen: View): Rejection | null => {
  const { needs, customers } = views[chosen]
  if (asking.isCustomer && !customers) return forbidden(null)
  return needs !== null && !asking.actor.capabilities.has(needs) ? forbidden(needs) : null
}

export const sortOf = (chosen: View, given: GivenSort | null): Sort =>
  given === null ? views[chosen].sort : { by: given.by, direction: given.direction ?? usual(given.by) }

export type GivenSort = { readonly by: SortBy; readonly direction: Sort['direction'] | null }

/**
 * `'arrival'`, or `{ by: 'arrival', direction: 'desc' }`. Customers can't sort by what they do not see, nor so that a
 * row that moves meanwhile comes again: their cursors hold no position of the log by which it could be told.
 */
export const sortFor = (asking: Asking): Decode<GivenSort | null> => {
  const by = oneOf<SortBy>(
    asking.isCustomer
      ? ['activity', 'arrival', 'closedAt']
      : ['activity', 'arrival', 'waitingSince', 'closedAt'],
  )
  const whole = fieldsOf({ by, direction: optional(oneOf<Sort['direction']>(['asc', 'desc'])) })
  const comesAgain = ({ by, direction }: GivenSort): boolean =>
    asking.isCustomer && direction === 'asc' && by !== 'arrival'
  return optional((value, field) => {
    if (typeof value === 'string') {
      return E.map((chosen: SortBy): GivenSort => ({ by: chosen, direction: null }))(by(value, field))
    }
    const sort = whole(value, field)
    return E.isRight(sort) && comesAgain(sort.right)
      ? E.left(expected(`${field}.direction`, 'desc, unless by arrival'))
      : sort
  })
}

/** Attributes of one filter at the most. */
const mostAsked = 32
const attributesAsked = `an object of at most ${mostAsked} texts, numbers, true, false or null`

const scalar: Decode<string | number | boolean | null> = (value, field) => {
  if (value === null || typeof value === 'boolean') return E.right(value)
  if (typeof value === 'number')
    return Number.isFinite(value) ? E.right(value) : E.left(expected(field, attributesAsked))
  return text(4096)(value, field)
}

const attributes: Decode<Filter['attributes']> = (value, field) => {
  if (value === undefined) return E.right(undefined)
  const given = entriesOf(value)
  if (given === null) return E.left(expected(field, attributesAsked))
  if (given.size > mostAsked) return E.left(invalidInput(field, mostAsked, attributesAsked))
  const decoded: Array<readonly [string, string | number | boolean | null]> = []
  for (const [key, one] of given) {
    const attribute = scalar(one, field)
    if (E.isLeft(attribute)) return attribute
    decoded.push([key, attribute.right])
  }
  return E.right(Object.fromEntries(decoded))
}

/** Absent stays absent, and null means nobody or none. */
const given =
  <A>(decode: Decode<A>): Decode<A | undefined> =>
  (value, field) =>
    value === undefined ? E.right(undefined) : decode(value, field)

/** All that are given must hold. A customer may not ask about anything that customers do not see. */
export const filterFor = (asking: Asking): Decode<GivenFilter> => {
  const called = name(asking.limits.id)
  const shared = {
    status: given(oneOf<'open' | 'closed'>(['open', 'closed'])),
    type: given(oneOf<'customer' | 'internal'>(['customer', 'internal'])),
    record: given(givenRecord(asking)),
    unread: given(whether),
  }
  const decode: Decode<{ readonly [K in keyof GivenFilter]: GivenFilter[K] | undefined }> = asking.isCustomer
    ? fieldsOf(shared)
    : fieldsOf({
        ...shared,
        assignee: given(optional(branded<ActorId>(asking.limits.id))),
        queue: given(optional(called)),
        label: given(called),
        customer: given(branded<ActorId>(asking.limits.id)),
        channel: given(called),
        unanswered: given(whether),
        attributes,
      })
  return (value, field) => E.map(present)(decode(value, field))
}

/** Without the fields that were not given. */
const present = (
  filter: {
    readonly [K in keyof GivenFilter]: GivenFilter[K] | undefined
  },
): GivenFilter =>
  // Only undefined values are left out, which leaves a filter.
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as GivenFilter

export const noFilter: Filter & GivenFilter = {}
export const filterOrNone = (asking: Asking): Decode<GivenFilter> => otherwise(filterFor(asking), noFilter)
