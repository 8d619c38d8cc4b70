import * as E from 'fp-ts/lib/Either.js'
import type { Undecodable } from '../kernel/upcast.ts'
import { newestSchema, upcast } from '../kernel/upcast.ts'
import type { Who } from './Actor.ts'
import { readerKey, sameWho } from './Actor.ts'
import type { Erased, Event, EventType } from './Event.ts'
import { traitsOf } from './Event.ts'
import { events } from './events.ts'

/** A serialized event: facts, personal content, and the person whom that concerns. */
export type StoredEvent = {
  readonly type: string
  readonly schema: number
  /** JSON. */
  readonly facts: string
  /** `readerKey` of the person whom the personal content concerns; null without personal content. */
  readonly subject: string | null
  /** JSON; null without personal content, or once it was erased. */
  readonly personal: string | null
}

/** The person whom an event's personal content concerns; null for types without any. */
export const concerned = (event: Event): Who | null => traitsOf(event).personal?.concerns(event) ?? null

/** Whether an erasure removes the personal content of this event. */
export const isErased = (event: Event, of: Erased): boolean => {
  const subject = concerned(event)
  if (subject === null) return false
  switch (of.what) {
    case 'participant':
      return sameWho(subject, of.who)
    case 'message':
      return 'messageId' in event && event.messageId === of.messageId
    case 'conversation':
      return true
  }
}

/** Serializes an event. */
export const encodeEvent = (event: Event): StoredEvent => {
  const { type, personal, ...facts } = { personal: null, ...event }
  const subject = concerned(event)
  return {
    type,
    schema: newestSchema(events[type]),
    facts: JSON.stringify(facts),
    subject: subject === null ? null : readerKey(subject),
    personal: personal === null ? null : JSON.stringify(personal),
  }
}

/** Deserializes an event and upcasts it to the newest schema. An unknown type or schema is an error, never skipped. */
export const decodeEvent = (stored: {
  readonly type: string
  readonly schema: number
  readonly facts: string
  readonly personal: string | null
}): E.Either<Undecodable | 'unknown-type', Event> => {
  if (!isKnown(stored.type)) return E.left('unknown-type')
  const definition = events[stored.type]
  const raw = parse(stored.facts)
  const facts =
    raw === null ? E.left<Undecodable, object>('malformed') : upcast<object>(definition, stored.schema, raw)
  if (E.isLeft(facts)) return facts
  if (definition.personal === null) return E.right(join(stored.type, facts.right))
  const personal = stored.personal === null ? null : parse(stored.personal)
  if (stored.personal !== null && !definition.personal.content.is(personal)) return E.left('malformed')
  return E.right(join(stored.type, { ...facts.right, personal }))
}

const isKnown = (type: string): type is EventType => Object.hasOwn(events, type)

const parse = (json: string): object | null => {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

// TypeScript cannot follow the lookup table, but the guards of this type have checked the fields.
const join = (type: EventType, rest: object): Event => ({ type, ...rest }) as Event
