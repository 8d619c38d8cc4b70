import * as E from 'fp-ts/lib/Either.js'
import type { EventForm, Undecodable } from '../kernel/EventCodec.ts'
import { newestSchema, upcast } from '../kernel/EventCodec.ts'
import type { Who } from './Actor.ts'
import { readerKey } from './Actor.ts'
import type { Event } from './Event.ts'
import { forms } from './EventForms.ts'

/** An event as text: facts apart from what a person wrote, and beside that, whom it concerns. */
export type StoredEvent = {
  readonly type: string
  readonly schema: number
  /** JSON. */
  readonly facts: string
  /** `readerKey` of whom the personal content concerns; null where there is none. */
  readonly subject: string | null
  /** JSON; null where there is none, or once it was erased. */
  readonly personal: string | null
}

type Personal = Extract<Event, { readonly personal: unknown }>

/** Whom an event's personal content concerns; null for types that hold none. */
export const concerned = (event: Event): Who | null => ('personal' in event ? writtenOf(event) : null)

// Without a default: personal content that concerned nobody could never be erased.
const writtenOf = (event: Personal): Who => {
  switch (event.type) {
    case 'message-posted':
    case 'message-edited':
      return event.author
    case 'participant-joined':
      return event.who
    case 'conversation-created':
    case 'conversation-renamed':
      return event.concerns
  }
}

/** An event as a storage keeps it. */
export const encodeEvent = (event: Event): StoredEvent => {
  const { type, ...rest } = event
  const schema = newestSchema(forms[type])
  if (!('personal' in rest))
    return { type, schema, facts: JSON.stringify(rest), subject: null, personal: null }
  const { personal, ...facts } = rest
  const subject = concerned(event)
  return {
    type,
    schema,
    facts: JSON.stringify(facts),
    subject: subject === null ? null : readerKey(subject),
    personal: personal === null ? null : JSON.stringify(personal),
  }
}

/** A stored event in its newest form. What the code does not know is refused and never shown. */
export const decodeEvent = (stored: {
  readonly type: string
  readonly schema: number
  readonly facts: string
  readonly personal: string | null
}): E.Either<Undecodable | 'unknown-type', Event> => {
  if (!isKnown(stored.type)) return E.left('unknown-type')
  const form: EventForm<object, unknown> = forms[stored.type]
  const raw = parse(stored.facts)
  const facts = raw === null ? E.left<Undecodable, object>('malformed') : upcast(form, stored.schema, raw)
  if (E.isLeft(facts)) return facts
  if (form.personal === null) return E.right(join(stored.type, facts.right))
  const personal = stored.personal === null ? null : parse(stored.personal)
  if (stored.personal !== null && !form.personal.is(personal)) return E.left('malformed')
  return E.right(join(stored.type, { ...facts.right, personal }))
}

const isKnown = (type: string): type is Event['type'] => Object.hasOwn(forms, type)

const parse = (json: string): object | null => {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

// The guards of this type have just said so; the compiler can't follow them through a table.
const join = (type: Event['type'], rest: object): Event => ({ type, ...rest }) as Event
