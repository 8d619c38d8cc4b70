import type * as t from 'io-ts'
import type { side, who } from './codecs.ts'
import { kind } from './codecs.ts'
import type { ActorId, RecordRef, TenantId } from './Ids.ts'
import type { Capability } from './policies/Capability.ts'

export type Kind = t.TypeOf<typeof kind>
/** Which of the two audiences somebody belongs to: bots and the system see as staff. */
export type Side = t.TypeOf<typeof side>
/** Somebody on one side. One id may be a customer here and staff there, so the side is part of who they are. */
export type Who = t.TypeOf<typeof who>

/** Who acts, with everything they may do. */
export type Actor = {
  readonly tenant: TenantId
  readonly id: ActorId
  readonly kind: Kind
  readonly name: string | null
  readonly capabilities: ReadonlySet<Capability>
  /** The queues they serve. */
  readonly queues: ReadonlyArray<string>
  /** The records they were granted. */
  readonly records: ReadonlyArray<RecordRef>
}

/** A kind as it was stored; null for anything else. */
export const kindIn = (value: unknown): Kind | null => (kind.is(value) ? value : null)

export const sideOf = (kind: Kind): Side => (kind === 'customer' ? 'customer' : 'staff')
export const whoIs = (actor: Actor): Who => ({ side: sideOf(actor.kind), id: actor.id })
/** A reader as one string: the key of their seat and of their reading stream. */
export const readerKey = (who: Who): string => `${who.side}:${who.id}`
/** The inverse of `readerKey`; null for an empty key, which is a conversation's own stream. */
export const readerAt = (key: string): Who | null => {
  if (key === '') return null
  const colon = key.indexOf(':')
  return { side: key.slice(0, colon) as Side, id: key.slice(colon + 1) as ActorId }
}
export const sameWho = (a: Who, b: Who): boolean => a.side === b.side && a.id === b.id
