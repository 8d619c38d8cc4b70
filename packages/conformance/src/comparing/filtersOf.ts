import type { Filter } from '@colloquy/core/storage'

/** Of each field of a filter some values to ask for. */
export type Samples = { readonly [F in keyof Filter]-?: ReadonlyArray<Required<Filter>[F]> }

/** Each as a filter of its own. */
export const filtersOf = (samples: Samples): ReadonlyArray<Filter> =>
  Object.entries(samples).flatMap(([field, values]) => values.map((value): Filter => ({ [field]: value })))
