import type { ActorId, Contact, Kind } from '@colloquy/core'
import type { Decoder } from './Decoder.ts'
import { map, object, oneOf, optional } from './Decoder.ts'
import { actorId } from './text.ts'
import { contactFields, contactOf } from './values.ts'

/** A person by id and kind, with what they are called. */
export type ParticipantInput = {
  readonly id: string
  readonly kind: 'customer' | 'staff' | 'bot'
  readonly name?: string
  readonly phone?: string
  readonly email?: string
}

/**
 * Whom a command is about. An id alone is enough where the host's directory knows it or it is in the conversation
 * already; otherwise it is taken for a member of staff.
 */
export type WhoInput = string | ParticipantInput

/** A customer by id, or with what they are called. */
export type CustomerInput =
  | string
  | { readonly id: string; readonly name?: string; readonly phone?: string; readonly email?: string }

/** A person named in a command; `kind` is null where only an id was given. */
export type Named = { readonly id: ActorId; readonly kind: Kind | null; readonly contact: Contact | null }

const kind = oneOf(['customer', 'staff', 'bot'])
const byId: Decoder<Named> = map(actorId, (id) => ({ id, kind: null, contact: null }))

export const participant: Decoder<Named & { readonly kind: Kind }> = map(
  object({ id: actorId, kind, ...contactFields }),
  (given) => ({ id: given.id, kind: given.kind, contact: contactOf(given) }),
)

export const who: Decoder<Named> = (value, place) =>
  typeof value === 'string' ? byId(value, place) : participant(value, place)

const customerWithContact: Decoder<Named> = map(object({ id: actorId, ...contactFields }), (given) => ({
  id: given.id,
  kind: 'customer',
  contact: contactOf(given),
}))

export const customer: Decoder<Named> = (value, place) =>
  typeof value === 'string'
    ? map(actorId, (id): Named => ({ id, kind: 'customer', contact: null }))(value, place)
    : customerWithContact(value, place)

export const maybeWho: Decoder<Named | null> = optional(who)
