import type { Actor } from '@colloquy/core/storage'
import type { Capability, Kind, Policies, RecordRef, RoleMark } from '@colloquy/core'
import type { Rejection } from '@colloquy/core/engine'
import { capabilities, expected, featureDisabled, resolveCapabilities } from '@colloquy/core/engine'
import { roles } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { DecodedBy } from '@colloquy/core/decoding'
import {
  actorId,
  decodeGiven,
  defaultLimits,
  list,
  maybe,
  name,
  object,
  oneOf,
  orElse,
  record,
  tenantId,
} from '@colloquy/core/decoding'
import type { Acting, Engine, WhoActs } from '../engine/Engine.ts'
import { register } from '../engine/register.ts'

/** Somebody who acts, as the host knows them. Made by `actor` or `systemActor` alone: a look-alike is refused. */
export type SessionActor<K extends Kind = Kind> = {
  readonly tenant: string
  readonly id: string
  readonly kind: K
  readonly can: ReadonlyArray<Capability | RoleMark>
  /** The queues they serve. */
  readonly queues: ReadonlyArray<string>
  /** The records they were granted. */
  readonly records: ReadonlyArray<RecordRef>
  readonly name: string | null
}

/** What `actor` takes: ids are 1 to 200 bytes of the host's own; `can` is all that they may do. */
export type ActorInput<K extends Exclude<Kind, 'system'> = Exclude<Kind, 'system'>> = {
  readonly tenant: string
  readonly id: string
  readonly kind: K
  readonly can: ReadonlyArray<Capability | RoleMark>
  readonly queues?: ReadonlyArray<string>
  readonly records?: ReadonlyArray<RecordRef>
  readonly name?: string | null
}

/**
 * The actors made in this process, decoded or with their error. Nothing forged can be in it. It is shared by all copies
 * of the library, because a bundler's chunks or a hot reload may load it twice.
 */
const made = register<Either<Rejection, Marked>>('actors')
type Marked = Omit<Actor, 'capabilities'> & { readonly can: ReadonlyArray<Capability | RoleMark> }

const marks = Object.values(roles).flat()
const limits = { ...defaultLimits, participants: 1000 }
const place = { field: 'actor', whole: 'actor', limits }

const decoder = object({
  tenant: tenantId,
  id: actorId,
  kind: oneOf(['customer', 'staff', 'bot']),
  can: list(oneOf<Capability | RoleMark>([...capabilities, ...marks]), 'participants'),
  queues: orElse(list(name, 'participants'), []),
  records: orElse(list(record, 'participants'), []),
  // An actor may be made of another: `actor({ ...anna, id: 'anne' })`.
  name: maybe(name),
})

/**
 * Says who acts. `can` holds capabilities and `roles.agent` and the like, which the tenant's policies resolve when
 * they are used. Never throws: a session of an actor with a bad id answers `InvalidInput` to every call.
 *
 * @example
 * import { actor, roles } from 'colloquy'
 *
 * const anna = actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: [...roles.agent, 'assign'] })
 */
export const actor = <K extends Exclude<Kind, 'system'>>(input: ActorInput<K>): SessionActor<K> => {
  const decoded = decodeGiven(decoder, input, place)
  const value = E.isLeft(decoded) ? { ...input } : freeze(decoded.right)
  Object.freeze(value)
  made.set(value, decoded)
  // The fields are those of the input, checked; a value that failed is refused wherever it is used.
  return value as SessionActor<K>
}

/**
 * The host itself: imports, timers and whatever has no person behind it. It may do everything in one tenant.
 *
 * @example
 * import { memory, openConversations, systemActor } from 'colloquy'
 *
 * const chat = await openConversations({ storage: memory() })
 * await chat.as(systemActor('acme')).start({ type: 'customer', customer: 'cleo', message: 'Welcome' })
 */
export const systemActor = (tenant: string): SessionActor<'system'> => {
  const decoded = decodeGiven(tenantId, tenant, { ...place, field: 'actor.tenant' })
  const value = {
    tenant,
    id: 'system',
    kind: 'system',
    can: capabilities,
    queues: [],
    records: [],
    name: null,
  } as const
  Object.freeze(value)
  made.set(value, systemOf(decoded))
  return value
}

const systemOf = (tenant: Either<Rejection, Actor['tenant']>): Either<Rejection, Marked> =>
  E.isLeft(tenant)
    ? tenant
    : E.right({
        tenant: tenant.right,
        id: 'system' as Actor['id'],
        kind: 'system',
        can: capabilities,
        queues: [],
        records: [],
        name: null,
      })

const freeze = (value: DecodedBy<typeof decoder>): DecodedBy<typeof decoder> => {
  for (const part of Object.values(value)) Object.freeze(part)
  return value
}

/** The tenant and everything but the capabilities; anything not made by `actor` or `systemActor` is refused. */
export const known = (value: unknown): Either<Rejection, Marked> =>
  (typeof value === 'object' && value !== null ? made.get(value) : undefined) ??
  E.left(expected('actor', 'what actor() or systemActor() made'))

/** The actor with what their tenant's policies let them do. */
const resolved = ({ can, ...rest }: Marked, policies: Policies): Actor => ({
  ...rest,
  capabilities: resolveCapabilities(can, rest.kind, policies),
})

/** Looks the policies up at each call, because a host may change them while a session lives. */
export const actingAs = (engine: Engine, value: unknown): WhoActs => {
  const marked = known(value)
  if (E.isLeft(marked)) return () => marked
  // Invalid policies are a programmer's mistake, and a `TypeError` where the session is made; a host's function that
  // fails now may succeed at the first call.
  engine.policiesOf(marked.right.tenant)
  let last: Acting | null = null
  return () => {
    const found = engine.policiesOf(marked.right.tenant)
    if (E.isLeft(found)) return found
    const policies = found.right
    if (!policies.enabled) return E.left(featureDisabled)
    if (last?.policies !== policies) last = { policies, actor: resolved(marked.right, policies) }
    return E.right(last)
  }
}
