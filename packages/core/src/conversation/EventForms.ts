import * as t from 'io-ts'
import type { EventForm } from '../kernel/EventCodec.ts'
import type { ActorId, ConversationId, MessageId } from './Ids.ts'
import type { Event, EventType, Facts } from './Event.ts'

/**
 * How each type of event is stored. Guards are plain: exactness and brands are checked where data is written, and
 * would cost half the time of a replay here.
 */
export type Forms = {
  readonly [T in EventType]: EventForm<Omit<Extract<Facts, { type: T }>, 'type'>, PersonalOf<T>>
}
export type PersonalOf<T extends EventType> =
  Extract<Event, { type: T }> extends { readonly personal: infer P } ? NonNullable<P> : never

// An id in the log is a string that was checked before it was written.
const branded = <Id extends string>(): t.Type<Id> => t.string as unknown as t.Type<Id>
const actorId = branded<ActorId>()
const messageId = branded<MessageId>()
const conversationId = branded<ConversationId>()

const orNull = <A>(codec: t.Type<A>) => t.union([codec, t.null])
const side = t.union([t.literal('customer'), t.literal('staff')])
const kind = t.union([t.literal('customer'), t.literal('staff'), t.literal('bot'), t.literal('system')])
const who = t.type({ side, id: actorId })
const record = t.type({ type: t.string, id: t.string })
const visibility = t.union([t.literal('public'), t.literal('internal')])
const conversationType = t.union([t.literal('customer'), t.literal('internal')])
const attributes = t.record(t.string, t.union([t.string, t.number, t.boolean, t.null]))
const history = t.union([t.literal('all'), t.literal('fromJoin')])
const tally = { read: t.number, own: t.number, removedAfter: t.number }
const reach = t.type({ ...tally, customer: t.type(tally) })
const contact = t.type({ name: orNull(t.string), phone: orNull(t.string), email: orNull(t.string) })
const mentions = t.readonlyArray(actorId)

const literals = <A extends string>(...values: ReadonlyArray<A>): t.Type<A> => {
  const is = (value: unknown): value is A => values.some((one) => one === value)
  return new t.Type<A>(values.join(' | '), is, (u, c) => (is(u) ? t.success(u) : t.failure(u, c)), t.identity)
}

const first = <F, P = never>(facts: t.Type<F>, personal: t.Type<P> | null = null): EventForm<F, P> => ({
  facts,
  personal,
  upcasters: [],
})

const onWho = first(t.type({ who }))
const onMessage = first(t.type({ messageId }))
const onLink = first(t.type({ record, customerVisible: t.boolean }))
const onLabel = first(t.type({ label: t.string }))
const onRecord = first(t.type({ record, who }))
const nothing = first(t.type({}))

export const forms: Forms = {
  'conversation-created': first(
    t.type({
      conversationType,
      initiator: who,
      customer: orNull(actorId),
      source: orNull(record),
      channel: t.string,
      queue: orNull(t.string),
      attributes,
      forkedFrom: orNull(conversationId),
      concerns: who,
    }),
    t.type({ subject: orNull(t.string), hash: t.string }),
  ),
  'participant-joined': first(
    t.type({ who, kind, history, named: t.boolean, cause: literals('start', 'join', 'post') }),
    contact,
  ),
  'participant-left': onWho,
  'conversation-followed': first(t.type({ who, kind })),
  'conversation-unfollowed': onWho,
  'message-posted': first(
    t.type({
      messageId,
      author: who,
      authorKind: kind,
      visibility,
      mentions,
      replyTo: orNull(messageId),
      answers: t.boolean,
      attributes,
    }),
    t.type({ body: t.string, hash: t.string }),
  ),
  'message-edited': first(t.type({ messageId, author: who, mentions }), t.type({ body: t.string })),
  'message-removed': onMessage,
  'message-published': onMessage,
  'context-linked': onLink,
  'context-unlinked': onLink,
  'conversation-labelled': onLabel,
  'conversation-unlabelled': onLabel,
  'conversation-assigned': first(
    t.type({ to: actorId, from: orNull(actorId), cause: literals('start', 'assign', 'pick', 'transfer') }),
  ),
  'conversation-released': first(t.type({ from: actorId, cause: literals('release', 'transfer') })),
  'conversation-queued': first(t.type({ queue: t.string })),
  'conversation-closed': nothing,
  'conversation-reopened': first(t.type({ cause: literals('command', 'reply'), by: side })),
  'conversation-locked': nothing,
  'conversation-unlocked': nothing,
  'conversation-renamed': first(t.type({ concerns: who }), t.type({ subject: t.string })),
  'conversation-type-set': first(t.type({ conversationType })),
  'attributes-set': first(t.type({ attributes })),
  'no-reply-needed': nothing,
  'conversation-forked': first(t.type({ to: conversationId })),
  'conversation-removed': nothing,
  'content-erased': first(
    t.type({
      of: t.union([
        t.type({ what: t.literal('participant'), who }),
        t.type({ what: t.literal('message'), messageId }),
        t.type({ what: t.literal('conversation') }),
      ]),
    }),
  ),
  'read-up-to': first(t.type({ messageId, to: reach })),
  'unread-flag-cleared': nothing,
  'marked-unread': first(t.type({ to: reach })),
  'cursor-placed': first(t.type({ to: reach, flag: t.boolean, cause: literals('assign', 'import', 'post') })),
  'conversation-muted': nothing,
  'conversation-unmuted': nothing,
  'record-followed': onRecord,
  'record-unfollowed': onRecord,
}

/** Every type of event there is. */
export const eventTypes = Object.keys(forms)
