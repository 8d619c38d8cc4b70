import { erased, object } from '../codecs.ts'
import { event, never, noSeat, nothing } from './definition.ts'

/** What was erased: nothing that `evolve` sees. */
export const erasing = {
  'content-erased': event({
    facts: object({ of: erased }),
    customersSee: never,
    timeline: 'staff',
    touched: noSeat,
    takesAway: nothing,
    moves: false,
  }),
}
