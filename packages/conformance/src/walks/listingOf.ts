import type { ActorId, Filter, Sort, SortBy, View } from '@colloquy/core'
import { viewNames } from '@colloquy/core'
import { anyRecord, customers, labels, queues, staff } from '../oracle/cast.ts'
import type { Dice } from '../oracle/random/Dice.ts'

/** A list that somebody walks. */
export type Listing = {
  readonly view: View
  readonly filter: Filter
  readonly sort: Sort
  readonly limit: number
}

/** Of each field of a filter something that may hold; a field without an entry here does not compile. */
const filters: { readonly [F in keyof Required<Filter>]: (dice: Dice) => Required<Filter>[F] } = {
  status: (dice) => dice.pick(['open', 'closed']),
  type: (dice) => dice.pick(['customer', 'internal']),
  assignee: (dice) => dice.pick([null, ...staff]) as ActorId | null,
  queue: (dice) => dice.pick([null, ...queues]),
  label: (dice) => dice.pick(labels),
  record: (dice) => dice.pick(anyRecord),
  customer: (dice) => dice.pick(customers) as ActorId,
  channel: (dice) => dice.pick(['web', 'mail']),
  unread: (dice) => dice.oneIn(2),
  unanswered: (dice) => dice.oneIn(2),
  attributes: (dice) => ({ a: dice.pick([0, 1, 'x', true, null]) }),
}
/** Those a customer may give. */
const forCustomers: ReadonlySet<string> = new Set<keyof Filter>(['status', 'type', 'record', 'unread'])

const sorts: { readonly [S in SortBy]: { readonly customers: boolean } } = {
  activity: { customers: true },
  arrival: { customers: true },
  waitingSince: { customers: false },
  closedAt: { customers: true },
}
const directions: { readonly [D in Sort['direction']]: D } = { asc: 'asc', desc: 'desc' }

type Side = 'staff' | 'customer'
const limits = [1, 2, 3, 5, 8, 17]

/** Every view by every sort in either direction, each with some filter and some limit. */
export const listingsOf = (dice: Dice, side: Side): ReadonlyArray<Listing> =>
  viewNames.flatMap((view) =>
    Object.entries(sorts).flatMap(([by, { customers: shown }]) =>
      side === 'customer' && !shown
        ? []
        : Object.values(directions).map((direction) => ({
            view,
            filter: filterOf(dice, side),
            // The keys are those of the record above.
            sort: { by: by as SortBy, direction },
            limit: dice.pick(limits),
          })),
    ),
  )

const filterOf = (dice: Dice, side: Side): Filter => {
  const known = Object.entries(filters).filter(([field]) => side === 'staff' || forCustomers.has(field))
  const fields = Array.from({ length: dice.pick([0, 0, 1, 1, 2]) }, () => dice.pick(known))
  return Object.fromEntries(fields.map(([field, some]) => [field, some(dice)]))
}
