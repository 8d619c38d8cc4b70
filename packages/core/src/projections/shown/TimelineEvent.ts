import type { Side } from '../../conversation/Actor.ts'
import type { ActedBy, Event, EventType, PublicEventType } from '../../conversation/Event.ts'
import { isPublicEvent } from '../../conversation/Event.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import { iso } from './iso.ts'

/** An event of a timeline beside the messages, as staff see it. */
export type StaffEvent = {
  readonly type: 'event'
  readonly event: EventType
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly actor: ActedBy
  /** The event's fields. */
  readonly data: { readonly [field: string]: unknown }
  readonly version: string
}

/** An event of a timeline beside the messages, as customers see it: with the side that acted, not the person. */
export type PublicEvent = {
  readonly type: 'event'
  readonly event: PublicEventType
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly by: Side
  readonly data: { readonly subject?: string | null }
  readonly version: string
}

/** Shapes an event for staff: facts with personal content, which is null once erased. */
export const staffEvent = (recorded: Recorded, version: string): StaffEvent => ({
  type: 'event',
  event: recorded.event.type,
  at: iso(recorded.at),
  actor: recorded.actor,
  data: dataOf(recorded.event),
  version,
})

/** Shapes an event for a customer; null for one hidden from customers. */
export const publicEvent = (recorded: Recorded, version: string): PublicEvent | null => {
  const { event, at, actor } = recorded
  if (!isPublicEvent(event) || recorded.customerVersion === null || recorded.reader !== null) return null
  const data = event.type === 'conversation-renamed' ? { subject: event.personal?.subject ?? null } : {}
  return { type: 'event', event: event.type, at: iso(at), by: actor.side, data, version }
}

/** An event's fields as one flat object, without the hashes that recognise retries. */
export const dataOf = (event: Event): { readonly [field: string]: unknown } => {
  const { type: _type, personal, ...facts } = { personal: null, ...event }
  const { hash: _hash, ...told } = { hash: undefined, ...personal }
  return { ...facts, ...told }
}
