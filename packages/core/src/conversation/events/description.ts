import * as t from 'io-ts'
import { attributes, conversationType, object, who } from '../codecs.ts'
import { event, never, noSeat, nothing, takenFrom, whereTheirs } from './definition.ts'

/** What it is about, and of which kind. */
export const description = {
  'conversation-renamed': event({
    facts: object({ concerns: who }),
    personal: { content: object({ subject: t.string }), concerns: ({ concerns }) => concerns },
    customersSee: whereTheirs,
    timeline: 'everybody',
    touched: noSeat,
    takesAway: nothing,
    moves: false,
  }),
  'conversation-labelled': event({
    facts: object({ label: t.string }),
    customersSee: never,
    timeline: 'staff',
    touched: noSeat,
    takesAway: nothing,
    moves: false,
  }),
  'conversation-unlabelled': event({
    facts: object({ label: t.string }),
    customersSee: never,
    timeline: 'staff',
    touched: noSeat,
    takesAway: nothing,
    moves: false,
  }),
  'conversation-type-set': event({
    facts: object({ conversationType }),
    customersSee: (facts) => facts.conversationType === 'customer',
    timeline: 'staff',
    touched: noSeat,
    takesAway: (facts) => (facts.conversationType === 'internal' ? takenFrom('all') : null),
    moves: true,
  }),
  'attributes-set': event({
    facts: object({ attributes }),
    customersSee: never,
    timeline: 'staff',
    touched: noSeat,
    takesAway: nothing,
    moves: false,
  }),
}
