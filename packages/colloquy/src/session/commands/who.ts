import type { ActorId, Contact } from '@colloquy/core/storage'
import type { Kind } from '@colloquy/core'
import type { Decoder } from '@colloquy/core/decoding'
import { actorId, map, name, object, oneOf, optional, textOr } from '@colloquy/core/decoding'

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

/** What a person may be called and reached by. */
const contactFields = { name: optional(name), phone: optional(name), email: optional(name) }

/** Null where nothing of it was given. */
const contactOf = ({ name, phone, email }: Contact): Contact | null =>
  name === null && phone === null && email === null ? null : { name, phone, email }

export const participant: Decoder<Named & { readonly kind: Kind }, ParticipantInput> = map(
  object({ id: actorId, kind: oneOf(['customer', 'staff', 'bot']), ...contactFields }),
  (given) => ({ id: given.id, kind: given.kind, contact: contactOf(given) }),
)

const byId = <K extends Kind | null>(kind: K) => map(actorId, (id) => ({ id, kind, contact: null }))

export const who: Decoder<Named, WhoInput> = textOr(byId(null), participant)

export const customer: Decoder<Named, CustomerInput> = textOr(
  byId('customer'),
  map(object({ id: actorId, ...contactFields }), (given) => ({
    id: given.id,
    kind: 'customer' as const,
    contact: contactOf(given),
  })),
)

export const maybeWho = optional(who)

export const nameOnly = (name: string | null): Named['contact'] =>
  name === null ? null : { name, phone: null, email: null }
