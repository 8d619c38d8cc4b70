import type { Asking } from './Asking.ts'
import * as E from 'fp-ts/lib/Either.js'
import type { ActorId } from '../../conversation/Ids.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { expected, forbidden, invalidInput } from '../../conversation/Rejection.ts'
import type { customerFilters } from '../../projections/filters.ts'
import type { Filter, Sort, SortBy, View } from '../../projections/Query.ts'
import { sortNames, sorts } from '../../projections/sorting.ts'
import { viewNames, views } from '../../projections/views.ts'
import type { Decode } from './input.ts'
import { branded, entriesOf, fieldsOf, name, oneOf, optional, otherwise, text, whether } from './input.ts'
import type { GivenFilter } from './naming.ts'
import { givenRecord } from './naming.ts'

export const viewNamed: Decode<View> = oneOf(viewNames)

/** Null where this viewer may ask for the view. */
export const refusal = (asking: Asking, chosen: View): Rejection | null => {
  const { needs, customers } = views[chosen]
  if (asking.isCustomer && !customers) return forbidden(null)
  return needs !== null && !asking.actor.capabilities.has(needs) ? forbidden(needs) : null
}

export const sortOf = (chosen: View, given: GivenSort | null): Sort => {
  const by = given?.by ?? views[chosen].sort
  return { by, direction: given?.direction ?? sorts[by].direction }
}

export type GivenSort = { readonly by: SortBy; readonly direction: Sort['direction'] | null }

/**
 * `'arrival'`, or `{ by: 'arrival', direction: 'desc' }`. Customers can't sort by what they do not see, nor so that a
 * row that moves meanwhile comes again: their cursors hold no position of the log by which it could be told.
 */
export const sortFor = (asking: Asking): Decode<GivenSort | null> => {
  const by = oneOf(sortNames.filter((name) => sorts[name][asking.viewer.side] !== null))
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

export type FilterDecoders = { readonly [F in keyof GivenFilter]-?: Decode<GivenFilter[F] | undefined> }

/** All that are given must hold. A customer may not ask about anything that customers do not see. */
export const filterFor = (asking: Asking): Decode<GivenFilter> => {
  const called = name(asking.limits.id)
  const decoders: FilterDecoders = {
    status: given(oneOf<'open' | 'closed'>(['open', 'closed'])),
    type: given(oneOf<'customer' | 'internal'>(['customer', 'internal'])),
    record: given(givenRecord(asking)),
    unread: given(whether),
    assignee: given(optional(branded<ActorId>(asking.limits.id))),
    queue: given(optional(called)),
    label: given(called),
    customer: given(branded<ActorId>(asking.limits.id)),
    channel: given(called),
    unanswered: given(whether),
    attributes,
  }
  const decode: Decode<Undecided> = asking.isCustomer ? fieldsOf(forCustomers(decoders)) : fieldsOf(decoders)
  return (value, field) => E.map(present)(decode(value, field))
}

const forCustomers = ({
  status,
  type,
  record,
  unread,
}: FilterDecoders): Pick<FilterDecoders, (typeof customerFilters)[number]> => ({
  status,
  type,
  record,
  unread,
})

type Undecided = { readonly [F in keyof GivenFilter]: GivenFilter[F] | undefined }

/** Without the fields that were not given. */
const present = (filter: Undecided): GivenFilter =>
  // Only undefined values are left out, which leaves a filter.
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as GivenFilter

export const noFilter: Filter & GivenFilter = {}
export const filterOrNone = (asking: Asking): Decode<GivenFilter> => otherwise(filterFor(asking), noFilter)
