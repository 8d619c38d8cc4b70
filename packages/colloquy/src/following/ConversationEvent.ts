import type { Event, ReadingEvent, RecordEvent } from '@colloquy/core/engine'
import type { Recorded, Who } from '@colloquy/core/storage'
import { dataOf as dataIn, traitsOf } from '@colloquy/core/engine'
import { isRecordStream } from '@colloquy/core/storage'

/**
 * What happened, as the host hears of it through `on` and `subscribe`: an operator's view, notes included. `version`
 * is the event's place in its stream and `position` its place in the tenant's log, both from 1 without gaps; `at` is
 * ISO 8601 in UTC. `data` holds the event's own fields; texts and names in it are null once they were erased.
 *
 * @example continues the README
 * chat.on('message-posted', (event) => console.log(event.conversationId, event.data.messageId, event.data.body))
 */
export type ConversationEvent = Announced<Exclude<Event, RecordEvent>>
/** What an event is called, as `on` takes it. */
export type ConversationEventType = ConversationEvent['type']
/** The event of one type. */
export type ConversationEventOf<Type extends ConversationEventType> = Extract<
  ConversationEvent,
  { type: Type }
>

type Announced<E> = E extends Event
  ? {
      readonly type: E['type']
      readonly version: number
      readonly position: number
      readonly at: string
      readonly tenant: string
      readonly conversationId: string
      readonly actor: { readonly id: string; readonly kind: Recorded['actor']['kind'] }
      readonly data: DataOf<E>
      readonly correlationId?: string
      readonly causationId?: string
      /** It happened elsewhere, at another time, and was imported: no news. */
      readonly imported?: true
    }
  : never

type DataOf<E> = Omit<E, 'type' | 'personal'> &
  (E extends { readonly personal: unknown } ? Nullable<PersonalOf<E>> : unknown) &
  (E extends { readonly type: ReadingType } ? { readonly reader: Who } : unknown)
type Nullable<A> = { readonly [K in keyof A]: A[K] | null }
type ReadingType = ReadingEvent['type']
type PersonalOf<E> = E extends { readonly personal: infer P } ? Omit<NonNullable<P>, 'hash'> : never

/** An event in the form hosts know; null for one of a record's stream, or one that has no position yet. */
export const conversationEvent = (recorded: Recorded): ConversationEvent | null => {
  if (recorded.position === null || isRecordStream(recorded.conversation)) return null
  const announced = {
    type: recorded.event.type,
    version: recorded.version,
    position: recorded.position,
    at: new Date(recorded.at).toISOString(),
    tenant: recorded.tenant,
    conversationId: recorded.conversation,
    actor: { id: recorded.actor.id, kind: recorded.actor.kind },
    data: dataOf(recorded),
    ...(recorded.correlationId === null ? {} : { correlationId: recorded.correlationId }),
    ...(recorded.causationId === null ? {} : { causationId: recorded.causationId }),
    ...(recorded.meta.imported === undefined ? {} : { imported: true }),
  }
  // `dataOf` gives each type the fields that `DataOf` names: the compiler can't follow a type through its own name.
  return announced as ConversationEvent
}

/** The event's fields: of what was personal in it and is erased, the names. */
const dataOf = ({ event, reader }: Recorded): object => ({
  ...erasedOf(event),
  ...dataIn(event),
  ...(reader === null ? {} : { reader }),
})

const erasedOf = (event: Event): object => {
  const { hash: _, ...fields } = traitsOf(event).personal?.content.props ?? {}
  return Object.fromEntries(Object.keys(fields).map((field) => [field, null]))
}
