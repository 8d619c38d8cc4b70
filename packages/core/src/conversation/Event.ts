import type * as t from 'io-ts'
import type { Actor, Kind, Side, Who } from './Actor.ts'
import { sideOf } from './Actor.ts'
import type { attributes, contact, conversationType, erased, reach, visibility } from './codecs.ts'
import type { Traits } from './events/definition.ts'
import { events } from './events.ts'
import type { ActorId, ConversationId } from './Ids.ts'

export type ConversationType = t.TypeOf<typeof conversationType>
export type Visibility = t.TypeOf<typeof visibility>
export type Attributes = t.TypeOf<typeof attributes>
export type Contact = t.TypeOf<typeof contact>
/** Whose content, or which, was erased from this conversation. */
export type Erased = t.TypeOf<typeof erased>
/**
 * Where a reader's cursor stands, counted among the messages of their audience: how many messages lie at or
 * before it, how many of those are the reader's own, and how many removed messages of others lie after it.
 * `customer`: the same three, counting only messages that customers wrote.
 */
export type Reach = t.TypeOf<typeof reach>
export type Tally = Reach['customer']

type Events = typeof events
export type EventType = keyof Events
type TypesOf<Part> = { [T in EventType]: Events[T] extends Part ? T : never }[EventType]
type PersonalOf<T extends EventType> = NonNullable<Events[T]['personal']>['content']['_A']
type Flat<A> = { readonly [K in keyof A]: A[K] }

/** Everything that can be said of an event of a type but its personal content: what `evolve` sees. */
export type FactsOf<T extends EventType> = {
  [K in T]: Flat<{ readonly type: K } & t.TypeOf<Events[K]['facts']>>
}[T]
export type Facts = FactsOf<EventType>

/** An event of a type. What a person wrote or is called stands in `personal`, which is null once it was erased. */
export type EventOf<T extends EventType> = {
  [K in T]: [PersonalOf<K>] extends [never]
    ? FactsOf<K>
    : Flat<FactsOf<K> & { readonly personal: PersonalOf<K> | null }>
}[T]
export type Event = EventOf<EventType>

/** What happened to a conversation. */
export type ConversationEvent = EventOf<TypesOf<{ readonly stream: 'conversation' }>>
/** What happened to one reader's reading. One stream per conversation and reader, so it never meets posting. */
export type ReadingEvent = EventOf<TypesOf<{ readonly stream: 'reader' }>>
/** Who follows a record: a stream of its own, beside the conversations linked to it. */
export type RecordEvent = EventOf<TypesOf<{ readonly stream: 'record' }>>

export type MessageEventType = TypesOf<{ readonly timeline: 'message' }>
/** The events that timelines show as the message itself, as it now is, and not beside the messages. */
export type MessageEvent = EventOf<MessageEventType>
export const isMessageEvent = (event: Event): event is MessageEvent =>
  events[event.type].timeline === 'message'

/** The events that customers see beside the messages, and no others. */
export type PublicEventType = TypesOf<{ readonly timeline: 'everybody' }>
export const isPublicEvent = (event: Event): event is EventOf<PublicEventType> =>
  events[event.type].timeline === 'everybody'

/** What is told of an event by its type. */
export const traitsOf = <T extends EventType>(event: FactsOf<T>): Traits<FactsOf<T>> => traits[event.type]
const traits: { readonly [T in EventType]: Traits<FactsOf<T>> } = events

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
