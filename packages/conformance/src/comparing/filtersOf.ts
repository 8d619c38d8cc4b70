import type { Filter } from '@colloquy/core/storage'

/** Sample values for each field of a filter. */
export type Samples = { readonly [F in keyof Filter]-?: ReadonlyArray<Required<Filter>[F]> }

/** One filter for each sample value. */
export const filtersOf = (samples: Samples): ReadonlyArray<Filter> =>
  Object.entries(samples).flatMap(([field, values]) => values.map((value): Filter => ({ [field]: value })))
