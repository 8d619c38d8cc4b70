import * as t from 'io-ts'
import {
  actorId,
  attributes,
  conversationId,
  conversationType,
  object,
  orNull,
  record,
  who,
} from '../codecs.ts'
import { event, noSeat, nothing, quietEvent } from './definition.ts'

/** How a conversation begins, of itself or as a fork. */
export const starting = {
  'conversation-created': event({
    facts: object({
      conversationType,
      initiator: who,
      customer: orNull(actorId),
      source: orNull(record),
      channel: t.string,
      queue: orNull(t.string),
      attributes,
      forkedFrom: orNull(conversationId),
      /** Whom the subject line concerns: the customer, or the initiator where there is none. */
      concerns: who,
    }),
    personal: {
      content: object({
        subject: orNull(t.string),
        /** A keyed hash of what was given, so that the same start given again is known. */
        hash: t.string,
      }),
      concerns: ({ concerns }) => concerns,
    },
    customersSee: (facts) => facts.conversationType === 'customer',
    timeline: 'everybody',
    touched: noSeat,
    takesAway: nothing,
    moves: false,
  }),
  'conversation-forked': quietEvent(object({ to: conversationId })),
}
