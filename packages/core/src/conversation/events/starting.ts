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

/** The beginning of a conversation, new or as a fork. */
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
      /** The person whom the subject line concerns: the customer, else the initiator. */
      concerns: who,
    }),
    personal: {
      content: object({
        subject: orNull(t.string),
        /** The keyed hash of the input, by which a retry is recognised. */
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
