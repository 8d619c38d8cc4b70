import { object, oneOf, side } from '../codecs.ts'
import { event, goesItsWay, never, noSeat, nothing, takenFrom, whereTheirs } from './definition.ts'

const locking = event({
  facts: object({}),
  customersSee: whereTheirs,
  timeline: 'everybody',
  touched: noSeat,
  takesAway: nothing,
  moves: false,
})

/** Status, and whether a customer waits for an answer. */
export const status = {
  'conversation-closed': event({
    facts: object({}),
    customersSee: whereTheirs,
    timeline: 'everybody',
    touched: noSeat,
    takesAway: () => ({ from: 'staff', how: 'earlier' }),
    moves: true,
  }),
  'conversation-reopened': event({
    facts: object({ cause: oneOf('command', 'reply'), by: side }),
    customersSee: whereTheirs,
    timeline: 'everybody',
    touched: noSeat,
    takesAway: goesItsWay,
    moves: true,
  }),
  'conversation-locked': locking,
  'conversation-unlocked': locking,
  'conversation-removed': event({
    facts: object({}),
    customersSee: whereTheirs,
    timeline: 'staff',
    touched: noSeat,
    takesAway: () => takenFrom('all'),
    moves: false,
  }),
  'no-reply-needed': event({
    facts: object({}),
    customersSee: never,
    timeline: 'staff',
    touched: noSeat,
    takesAway: nothing,
    moves: true,
  }),
}
