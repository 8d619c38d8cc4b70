import * as t from 'io-ts'
import type { Who } from '../Actor.ts'
import { actorId, object, oneOf, orNull } from '../codecs.ts'
import type { ActorId } from '../Ids.ts'
import { event, goesItsWay, never, noSeat, seats, takenFrom } from './definition.ts'

const staff = (id: ActorId): Who => ({ side: 'staff', id })

/** Assignee and queue. */
export const assignment = {
  'conversation-assigned': event({
    facts: object({
      to: actorId,
      from: orNull(actorId),
      cause: oneOf('start', 'assign', 'pick', 'transfer'),
    }),
    customersSee: never,
    timeline: 'staff',
    touched: ({ to, from }) => (from === null ? seats(staff(to)) : seats(staff(to), staff(from))),
    takesAway: ({ from }) => (from === null ? goesItsWay() : takenFrom(staff(from))),
    moves: false,
  }),
  'conversation-released': event({
    facts: object({ from: actorId, cause: oneOf('release', 'transfer') }),
    customersSee: never,
    timeline: 'staff',
    touched: ({ from }) => seats(staff(from)),
    takesAway: ({ from }) => takenFrom(staff(from)),
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
