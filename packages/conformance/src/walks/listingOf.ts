import type { Filter, Sort } from '@colloquy/core/storage'
import type { View } from '@colloquy/core'
import { customerFilters, sortNames, viewNames } from '@colloquy/core/engine'
import { sorts } from '@colloquy/core/storage'
import type { Dice } from '../random/Dice.ts'
import { sought } from '../random/sought.ts'

/** The options of a list. */
export type Listing = {
  readonly view: View
  readonly filter: Filter
  readonly sort: Sort
  readonly limit: number
}

const forCustomers: ReadonlySet<string> = new Set(customerFilters)
const directions: { readonly [D in Sort['direction']]: D } = { asc: 'asc', desc: 'desc' }

type Side = 'staff' | 'customer'
const limits = [1, 2, 3, 5, 8, 17]

/** Every view in every order, each with some filter and limit. */
export const listingsOf = (dice: Dice, side: Side): ReadonlyArray<Listing> =>
  viewNames.flatMap((view) =>
    sortNames
      .filter((by) => sorts[by][side] !== null)
      .flatMap((by) =>
        Object.values(directions).map((direction) => ({
          view,
          filter: filterOf(dice, side),
          sort: { by, direction },
          limit: dice.pick(limits),
        })),
      ),
  )

const filterOf = (dice: Dice, side: Side): Filter => {
  const known = Object.entries(sought).filter(([field]) => side === 'staff' || forCustomers.has(field))
  const fields = Array.from({ length: dice.pick([0, 0, 1, 1, 2]) }, () => dice.pick(known))
  return Object.fromEntries(fields.map(([field, some]) => [field, dice.pick<unknown>(some)]))
}
