import * as t from 'io-ts'
import { attributes, conversationType, object, who } from '../codecs.ts'
import { event, noSeat, nothing, quietEvent, takenFrom, whereTheirs } from './definition.ts'

/** Subject, type, labels and attributes. */
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
  'conversation-labelled': quietEvent(object({ label: t.string })),
  'conversation-unlabelled': quietEvent(object({ label: t.string })),
  'conversation-type-set': event({
    facts: object({ conversationType }),
    customersSee: (facts) => facts.conversationType === 'customer',
    timeline: 'staff',
    touched: noSeat,
    takesAway: (facts) => (facts.conversationType === 'internal' ? takenFrom('all') : null),
    moves: true,
  }),
  'attributes-set': quietEvent(object({ attributes })),
}
