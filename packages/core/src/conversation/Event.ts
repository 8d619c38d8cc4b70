import type { Actor, Kind, Side, Who } from './Actor.ts'
import { sideOf } from './Actor.ts'
import type { ActorId, ConversationId, MessageId, RecordRef } from './Ids.ts'

export type ConversationType = 'customer' | 'internal'
export type Visibility = 'public' | 'internal'
export type Attributes = { readonly [key: string]: string | number | boolean | null }

/**
 * What happened, in the past tense. Names and fields are the storage format: once released they change only
 * through an upcaster. What a person wrote or is called stands in `personal`, which is stored apart beside the
 * person it concerns, so that it can be erased; it is null once it was.
 */
export type ConversationEvent =
  | ConversationCreated
  | {
      readonly type: 'participant-joined'
      readonly who: Who
      readonly kind: Kind
      readonly history: 'all' | 'fromJoin'
      readonly named: boolean
      readonly cause: 'start' | 'join' | 'post'
      readonly personal: Contact | null
    }
  | { readonly type: 'participant-left'; readonly who: Who }
  | { readonly type: 'conversation-followed'; readonly who: Who; readonly kind: Kind }
  | { readonly type: 'conversation-unfollowed'; readonly who: Who }
  | MessagePosted
  | {
      readonly type: 'message-edited'
      readonly messageId: MessageId
      readonly author: Who
      readonly mentions: ReadonlyArray<ActorId>
      readonly personal: { readonly body: string } | null
    }
  | { readonly type: 'message-removed'; readonly messageId: MessageId }
  | { readonly type: 'message-published'; readonly messageId: MessageId }
  | { readonly type: 'context-linked'; readonly record: RecordRef; readonly customerVisible: boolean }
  | { readonly type: 'context-unlinked'; readonly record: RecordRef; readonly customerVisible: boolean }
  | { readonly type: 'conversation-labelled'; readonly label: string }
  | { readonly type: 'conversation-unlabelled'; readonly label: string }
  | {
      readonly type: 'conversation-assigned'
      readonly to: ActorId
      readonly from: ActorId | null
      readonly cause: 'start' | 'assign' | 'pick' | 'transfer'
    }
  | { readonly type: 'conversation-released'; readonly from: ActorId; readonly cause: 'release' | 'transfer' }
  | { readonly type: 'conversation-queued'; readonly queue: string }
  | { readonly type: 'conversation-closed' }
  | { readonly type: 'conversation-reopened'; readonly cause: 'command' | 'reply'; readonly by: Side }
  | { readonly type: 'conversation-locked' }
  | { readonly type: 'conversation-unlocked' }
  | {
      readonly type: 'conversation-renamed'
      readonly concerns: Who
      readonly personal: { readonly subject: string } | null
    }
  | { readonly type: 'conversation-type-set'; readonly conversationType: ConversationType }
  | { readonly type: 'attributes-set'; readonly attributes: Attributes }
  | { readonly type: 'no-reply-needed' }
  | { readonly type: 'conversation-forked'; readonly to: ConversationId }
  | { readonly type: 'conversation-removed' }
  | { readonly type: 'content-erased'; readonly of: Erased }

export type Contact = {
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
}

/** Whose content, or which, was erased from this conversation. */
export type Erased =
  | { readonly what: 'participant'; readonly who: Who }
  | { readonly what: 'message'; readonly messageId: MessageId }
  | { readonly what: 'conversation' }

export type ConversationCreated = {
  readonly type: 'conversation-created'
  readonly conversationType: ConversationType
  readonly initiator: Who
  readonly customer: ActorId | null
  readonly source: RecordRef | null
  readonly channel: string
  readonly queue: string | null
  readonly attributes: Attributes
  readonly forkedFrom: ConversationId | null
  /** Whom the subject line concerns: the customer, or the initiator where there is none. */
  readonly concerns: Who
  /** `hash`: a keyed hash of what was given, so that the same start given again is known. */
  readonly personal: { readonly subject: string | null; readonly hash: string } | null
}

export type MessagePosted = {
  readonly type: 'message-posted'
  readonly messageId: MessageId
  readonly author: Who
  readonly authorKind: Kind
  readonly visibility: Visibility
  readonly mentions: ReadonlyArray<ActorId>
  readonly replyTo: MessageId | null
  /** Whether it answers what a customer asked, once it is public. */
  readonly answers: boolean
  readonly attributes: Attributes
  /** `hash`: a keyed hash of what was given, so that the same message given again is known. */
  readonly personal: { readonly body: string; readonly hash: string } | null
}

/** The events that timelines show as the message itself, as it now is, and not beside the messages. */
export type MessageEvent = Extract<ConversationEvent, { readonly type: keyof typeof messageEvents }>
export type MessageEventType = MessageEvent['type']
const messageEvents = {
  'message-posted': true,
  'message-edited': true,
  'message-removed': true,
  'message-published': true,
} as const

export const isMessageEvent = (event: Event): event is MessageEvent =>
  Object.hasOwn(messageEvents, event.type)

/** What happened to one reader's reading. One stream per conversation and reader, so it never meets posting. */
export type ReadingEvent =
  | { readonly type: 'read-up-to'; readonly messageId: MessageId; readonly to: Reach }
  | { readonly type: 'unread-flag-cleared' }
  | { readonly type: 'marked-unread'; readonly to: Reach }
  | {
      readonly type: 'cursor-placed'
      readonly to: Reach
      readonly flag: boolean
      readonly cause: 'assign' | 'import' | 'post'
    }
  | { readonly type: 'conversation-muted' }
  | { readonly type: 'conversation-unmuted' }

/**
 * Where a reader's cursor stands, counted among the messages of their audience: how many messages lie at or
 * before it, how many of those are the reader's own, and how many removed messages of others lie after it.
 * `customer`: the same three, counting only messages that customers wrote.
 */
export type Reach = Tally & { readonly customer: Tally }
export type Tally = { readonly read: number; readonly own: number; readonly removedAfter: number }

/** Who follows a record: a stream of its own, beside the conversations linked to it. */
export type RecordEvent =
  | { readonly type: 'record-followed'; readonly record: RecordRef; readonly who: Who }
  | { readonly type: 'record-unfollowed'; readonly record: RecordRef; readonly who: Who }

export type Event = ConversationEvent | ReadingEvent | RecordEvent
export type EventType = Event['type']

/** Everything that can be said of an event but its personal content: what `evolve` sees. */
export type FactsOf<E> = E extends Event ? Omit<E, 'personal'> : never
export type Facts = FactsOf<Event>

/** A new event with the stream it belongs to: the reader's, or (null) the conversation's own. */
export type Fact = {
  readonly conversation: ConversationId
  readonly reader: Who | null
  readonly event: Event
}

/** Who acted, as an event keeps it. */
export type ActedBy = { readonly side: Side; readonly id: ActorId; readonly kind: Kind }
export const actedBy = (actor: Actor): ActedBy => ({
  side: sideOf(actor.kind),
  id: actor.id,
  kind: actor.kind,
})
