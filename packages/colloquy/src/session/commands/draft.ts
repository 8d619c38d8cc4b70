import type { Actor, MessageId } from '@colloquy/core/storage'
import type { Draft, Rejection } from '@colloquy/core/engine'
import { expected } from '@colloquy/core/engine'
import type { AttributesInput, DecodedFields, Decoder, When } from '@colloquy/core/decoding'
import {
  actorId,
  attributes,
  body,
  boolean,
  commandId,
  list,
  messageId,
  object,
  oneOf,
  optional,
  orElse,
  time,
} from '@colloquy/core/decoding'
import type { WhoInput } from './who.ts'
import { maybeWho } from './who.ts'

/**
 * What every command may bear: a name for retries and, with the `backdate` capability, a time, at most five minutes ahead
 * of the clock.
 */
export type CommandInput = { readonly commandId?: string; readonly at?: When }

/** What one writes. */
export type MessageInput = {
  /** Verbatim text, at most 64 KiB in UTF-8. */
  readonly body: string
  /** Left out: what the policies say for this type of conversation. */
  readonly visibility?: 'public' | 'internal'
  /** In whose name: needs `postAs.staff` or `postAs.customer`. */
  readonly as?: WhoInput
  readonly replyTo?: string
  readonly mentions?: ReadonlyArray<string>
  /** The last message the author's screen showed: moves their cursor there. */
  readonly seenUpTo?: string
  /** Says that a message to a customer is meant to be one, where the policies ask. */
  readonly confirmPublic?: boolean
  /** Whether a bot's message answers the customer. */
  readonly answers?: boolean
  /** At most 32 keys and 4 KiB. */
  readonly attributes?: AttributesInput
  /** One's own id for it, at most 200 bytes; a customer's is a UUID. */
  readonly messageId?: string
}

export const commandFields = { commandId: optional(commandId), at: optional(time) }

export const mentions = orElse(list(actorId, 'mentions'), [])

export const confirmPublic = orElse(boolean, false)

export const draftFields = {
  body,
  visibility: optional(oneOf(['public', 'internal'])),
  as: maybeWho,
  replyTo: optional(messageId),
  mentions,
  seenUpTo: optional(messageId),
  confirmPublic,
  answers: orElse(boolean, false),
  attributes: orElse(attributes, {}),
  messageId: optional(messageId),
}

export type DecodedDraft = DecodedFields<typeof draftFields>

const draft = object(draftFields)

/** A text alone is a message with defaults. */
export const message: Decoder<DecodedDraft, string | MessageInput> = {
  schema: (limits) => ({ anyOf: [body.schema(limits), draft.schema(limits)] }),
  decode: (value, place) => draft.decode(typeof value === 'string' ? { body: value } : value, place),
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * A customer's own id for a message is a UUID: any other might be a note's, and be refused for it. Notes could be counted
 * by trying.
 */
export const refuseGuessed = (actor: Actor, id: MessageId | null, field: string): Rejection | null =>
  actor.kind === 'customer' && id !== null && !uuid.test(id) ? expected(field, 'a UUID') : null

/** The core's draft of a decoded message, with an id for it and the side of whoever it is posted as. */
export const draftOf = (
  given: DecodedDraft,
  env: {
    readonly newMessageId: () => string
    readonly whoIs: (named: NonNullable<DecodedDraft['as']>) => Draft['as']
  },
): Draft => ({
  messageId: given.messageId ?? (env.newMessageId() as MessageId),
  body: given.body,
  visibility: given.visibility,
  as: given.as === null ? null : env.whoIs(given.as),
  replyTo: given.replyTo,
  mentions: given.mentions,
  seenUpTo: given.seenUpTo,
  confirmPublic: given.confirmPublic,
  answers: given.answers,
  attributes: given.attributes,
})
