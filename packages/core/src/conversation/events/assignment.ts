import * as t from 'io-ts'
import { actorId, object, oneOf, orNull } from '../codecs.ts'
import { event, goesItsWay, never, noSeat, staffSeats, takenFromStaff } from './definition.ts'

/** Who handles it, and where it waits. */
export const assignment = {
  'conversation-assigned': event({
    facts: object({
      to: actorId,
      from: orNull(actorId),
      cause: oneOf('start', 'assign', 'pick', 'transfer'),
    }),
    customersSee: never,
    timeline: 'staff',
    touched: ({ to, from }) => (from === null ? staffSeats(to) : staffSeats(to, from)),
    takesAway: ({ from }) => (from === null ? goesItsWay() : takenFromStaff(from)),
    moves: false,
  }),
  'conversation-released': event({
    facts: object({ from: actorId, cause: oneOf('release', 'transfer') }),
    customersSee: never,
    timeline: 'staff',
    touched: ({ from }) => staffSeats(from),
    takesAway: ({ from }) => takenFromStaff(from),
    moves: true,
  }),
  'conversation-queued': event({
    facts: object({ queue: t.string }),
    customersSee: never,
    timeline: 'staff',
    touched: noSeat,
    takesAway: goesItsWay,
    moves: true,
  }),
}
