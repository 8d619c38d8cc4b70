import * as t from 'io-ts'
import type { Who } from '../Actor.ts'
import { contact, kind, object, oneOf, who } from '../codecs.ts'
import type { State } from '../State.ts'
import type { Taken, Touched } from './definition.ts'
import { event, isTheirs, never, nothing, seats, takenFrom } from './definition.ts'

type Member = { readonly who: Who }
const ofCustomers = (facts: Member, before: State): boolean =>
  isTheirs(before) && facts.who.side === 'customer'
const theirSeat = (facts: Member): Touched => seats(facts.who)
const theirAccess = (facts: Member): Taken => takenFrom(facts.who)

/** Participants and followers. */
export const members = {
  'participant-joined': event({
    facts: object({
      who,
      kind,
      history: oneOf('all', 'fromJoin'),
      named: t.boolean,
      cause: oneOf('start', 'join', 'post'),
    }),
    personal: { content: contact, concerns: (facts) => facts.who },
    customersSee: ofCustomers,
    timeline: 'staff',
    touched: theirSeat,
    takesAway: nothing,
    moves: false,
  }),
  'participant-left': event({
    facts: object({ who }),
    customersSee: ofCustomers,
    timeline: 'staff',
    touched: theirSeat,
    takesAway: theirAccess,
    moves: false,
  }),
  'conversation-followed': event({
    facts: object({ who, kind }),
    customersSee: never,
    timeline: 'staff',
    touched: theirSeat,
    takesAway: nothing,
    moves: false,
  }),
  'conversation-unfollowed': event({
    facts: object({ who }),
    customersSee: never,
    timeline: 'staff',
    touched: theirSeat,
    takesAway: theirAccess,
    moves: false,
  }),
}
