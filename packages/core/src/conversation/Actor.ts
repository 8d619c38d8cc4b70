import type * as t from 'io-ts'
import type { side, who } from './codecs.ts'
import { kind } from './codecs.ts'
import type { ActorId, RecordRef, TenantId } from './Ids.ts'
import type { Capability } from './policies/Capability.ts'

export type Kind = t.TypeOf<typeof kind>
/** The audience an actor belongs to: customers, or staff together with bots and the system. */
export type Side = t.TypeOf<typeof side>
/**
 * A person on one side. The side is part of the identity, because a customer and a member of staff may have the same
 * id.
 */
export type Who = t.TypeOf<typeof who>

/** The actor of a call, with its capabilities resolved. */
export type Actor = {
  readonly tenant: TenantId
  readonly id: ActorId
  readonly kind: Kind
  readonly name: string | null
  readonly capabilities: ReadonlySet<Capability>
  /** The queues the actor serves. */
  readonly queues: ReadonlyArray<string>
  /** The records the actor was granted. */
  readonly records: ReadonlyArray<RecordRef>
}

/** A stored kind; null for anything else. */
export const kindIn = (value: unknown): Kind | null => (kind.is(value) ? value : null)

export const sideOf = (kind: Kind): Side => (kind === 'customer' ? 'customer' : 'staff')
export const whoIs = (actor: Actor): Who => ({ side: sideOf(actor.kind), id: actor.id })
/** The key of a reader's seat and of their reading stream. */
export const readerKey = (who: Who): string => `${who.side}:${who.id}`
/** The inverse of `readerKey`; null for an empty key, which is a conversation's own stream. */
export const readerAt = (key: string): Who | null => {
  if (key === '') return null
  const colon = key.indexOf(':')
  return { side: key.slice(0, colon) as Side, id: key.slice(colon + 1) as ActorId }
}
export const sameWho = (a: Who, b: Who): boolean => a.side === b.side && a.id === b.id
