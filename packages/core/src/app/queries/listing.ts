import * as E from 'fp-ts/lib/Either.js'
import type { Side } from '../../conversation/Actor.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { expected, forbidden } from '../../conversation/Rejection.ts'
import type { Decoder } from '../../kernel/decoding/Decoder.ts'
import {
  boolean,
  map,
  maybe,
  object,
  oneOf,
  orElse,
  orNull,
  partial,
  textOr,
} from '../../kernel/decoding/Decoder.ts'
import { name } from '../../kernel/decoding/texts.ts'
import { attributes } from '../../kernel/decoding/values.ts'
import type { Wrong } from '../../kernel/decoding/Wrong.ts'
import type { customerFilters } from '../../projections/seen/filters.ts'
import type { Filter, Sort, SortBy, View } from '../../projections/seen/Query.ts'
import { sortNames, sorts } from '../../projections/seen/sorting.ts'
import { viewNames, views } from '../../projections/seen/views.ts'
import { actorId } from '../decoders.ts'
import type { QueryContext } from './QueryContext.ts'
import type { GivenFilter } from './naming.ts'
import { givenRecord } from './naming.ts'

export const viewNamed = oneOf(viewNames)

/** The refusal of a view; null where this viewer may use it. */
export const refusal = (context: QueryContext, chosen: View): Rejection | null => {
  const { needs, customers } = views[chosen]
  if (context.isCustomer && !customers) return forbidden(null)
  return needs !== null && !context.actor.capabilities.has(needs) ? forbidden(needs) : null
}

export const sortOf = (chosen: View, given: GivenSort | null): Sort => {
  const by = given?.by ?? views[chosen].sort
  return { by, direction: given?.direction ?? sorts[by].direction }
}

export type GivenSort = { readonly by: SortBy; readonly direction: Sort['direction'] | null }

/**
 * `'arrival'`, or `{ by: 'arrival', direction: 'desc' }`. Customers can't sort by hidden values, nor in an order where
 * a moved row would appear twice: their cursors hold no log position to detect it.
 */
const sortsOf = (side: Side): Decoder<GivenSort | null> => {
  const by = oneOf(sortNames.filter((each) => sorts[each][side] !== null))
  const { schema, decode } = textOr(
    map(by, (chosen): GivenSort => ({ by: chosen, direction: null })),
    object({ by, direction: maybe(oneOf(['asc', 'desc'])) }),
  )
  const comesAgain = ({ by, direction }: GivenSort): boolean =>
    side === 'customer' && direction === 'asc' && by !== 'arrival'
  return maybe({
    schema,
    decode: (value, place): E.Either<Wrong, GivenSort> => {
      const sort = decode(value, place)
      return E.isRight(sort) && comesAgain(sort.right)
        ? E.left(expected(`${place.field}.direction`, 'desc, unless by arrival'))
        : sort
    },
  })
}
const sortDecoders = { staff: sortsOf('staff'), customer: sortsOf('customer') }
export const sortFor = ({ viewer }: QueryContext): Decoder<GivenSort | null> => sortDecoders[viewer.side]

export type FilterDecoders = { readonly [F in keyof GivenFilter]-?: Decoder<GivenFilter[F]> }

const forCustomers = {
  status: oneOf(['open', 'closed']),
  type: oneOf(['customer', 'internal']),
  record: givenRecord,
  unread: boolean,
} satisfies Pick<FilterDecoders, (typeof customerFilters)[number]>

const forStaff = {
  ...forCustomers,
  assignee: orNull(actorId),
  queue: orNull(name),
  label: name,
  customer: actorId,
  channel: name,
  unanswered: boolean,
  attributes,
} satisfies FilterDecoders

export const noFilter: Filter & GivenFilter = {}
const filters = {
  staff: orElse<GivenFilter, never>(partial(forStaff), noFilter),
  customer: orElse<GivenFilter, never>(partial(forCustomers), noFilter),
}
/** The filters of a side. A customer may not filter by what customers do not see. */
export const filterFor = ({ viewer }: QueryContext): Decoder<GivenFilter> => filters[viewer.side]
