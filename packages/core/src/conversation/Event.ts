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
/** What an erasure removed: the content of one person, of one message, or of the whole conversation. */
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

/** The facts of an event of this type, without its personal content: what `evolve` reads. */
export type FactsOf<T extends EventType> = {
  [K in T]: Flat<{ readonly type: K } & t.TypeOf<Events[K]['facts']>>
}[T]
export type Facts = FactsOf<EventType>

/** An event of this type. `personal` holds its personal content; null once that was erased. */
export type EventOf<T extends EventType> = {
  [K in T]: [PersonalOf<K>] extends [never]
    ? FactsOf<K>
    : Flat<FactsOf<K> & { readonly personal: PersonalOf<K> | null }>
}[T]
export type Event = EventOf<EventType>

/** An event of a conversation's own stream. */
export type ConversationEvent = EventOf<TypesOf<{ readonly stream: 'conversation' }>>
/** An event of one reader's reading stream: a stream of its own, so that reading never conflicts with posting. */
export type ReadingEvent = EventOf<TypesOf<{ readonly stream: 'reader' }>>
/** An event of a record's stream, which holds the record's followers. */
export type RecordEvent = EventOf<TypesOf<{ readonly stream: 'record' }>>

export type MessageEventType = TypesOf<{ readonly timeline: 'message' }>
/** The events that timelines show as the message in its current state, not as entries beside the messages. */
export type MessageEvent = EventOf<MessageEventType>
export const isMessageEvent = (event: Event): event is MessageEvent =>
  events[event.type].timeline === 'message'

/** The only events that customers see beside messages. */
export type PublicEventType = TypesOf<{ readonly timeline: 'everybody' }>
export const isPublicEvent = (event: Event): event is EventOf<PublicEventType> =>
  events[event.type].timeline === 'everybody'

/** The traits of an event's type. */
export const traitsOf = <T extends EventType>(event: FactsOf<T>): Traits<FactsOf<T>> => traits[event.type]
const traits: { readonly [T in EventType]: Traits<FactsOf<T>> } = events

/** A new event with its stream: a reader's, or (null) the conversation's own. */
export type Fact = {
  readonly conversation: ConversationId
  readonly reader: Who | null
  readonly event: Event
}

/** The actor as stored with an event. */
export type ActedBy = { readonly side: Side; readonly id: ActorId; readonly kind: Kind }
export const actedBy = (actor: Actor): ActedBy => ({
  side: sideOf(actor.kind),
  id: actor.id,
  kind: actor.kind,
})
