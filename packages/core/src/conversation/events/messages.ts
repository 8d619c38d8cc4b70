import * as t from 'io-ts'
import { find } from '../../kernel/Lookup.ts'
import { attributes, kind, mentions, messageId, object, orNull, visibility, who } from '../codecs.ts'
import type { MessageId } from '../Ids.ts'
import type { State } from '../State.ts'
import type { Touched } from './definition.ts'
import { event, isTheirs, nothing, seats, whereTheirs } from './definition.ts'

type OnMessage = { readonly messageId: MessageId }
const onlyMessage = (facts: OnMessage): Touched => ({ seats: [], message: facts.messageId })
const whereShown = (facts: OnMessage, before: State): boolean =>
  isTheirs(before) && (find(before.messages, facts.messageId)?.customerN ?? null) !== null

/** Messages. */
export const messages = {
  'message-posted': event({
    facts: object({
      messageId,
      author: who,
      authorKind: kind,
      visibility,
      mentions,
      replyTo: orNull(messageId),
      /** Whether it answers a waiting customer, once it is public. */
      answers: t.boolean,
      attributes,
    }),
    personal: {
      content: object({
        body: t.string,
        /** The keyed hash of the input, by which a retry is recognised. */
        hash: t.string,
      }),
      concerns: ({ author }) => author,
    },
    customersSee: (facts, before) => isTheirs(before) && facts.visibility === 'public',
    timeline: 'message',
    touched: (facts, { actor: { side, id } }) => ({
      ...seats(facts.author, { side, id }),
      message: facts.messageId,
    }),
    takesAway: nothing,
    moves: true,
  }),
  'message-edited': event({
    facts: object({ messageId, author: who, mentions }),
    personal: { content: object({ body: t.string }), concerns: ({ author }) => author },
    customersSee: whereShown,
    timeline: 'message',
    touched: onlyMessage,
    takesAway: nothing,
    moves: false,
  }),
  'message-removed': event({
    facts: object({ messageId }),
    customersSee: whereShown,
    timeline: 'message',
    touched: (facts) => ({ seats: 'all', message: facts.messageId }),
    takesAway: nothing,
    moves: true,
  }),
  'message-published': event({
    facts: object({ messageId }),
    customersSee: whereTheirs,
    timeline: 'message',
    touched: onlyMessage,
    takesAway: nothing,
    moves: true,
  }),
}
