import type { ActorId, CommandId, ConversationId, MessageId, TenantId } from '@colloquy/core'
import { canName, emptyBody, expected, fieldRequired, invalidInput } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Decoder } from './Decoder.ts'
import { map } from './Decoder.ts'

const control = /\p{Cc}/u
/** Marks that reorder what follows; marks of one character are part of how some languages are written. */
const reordering = /[\u202a-\u202e\u2066-\u2069]/
/** Bytes of the short names of people, queues, labels and channels. */
const shortest = 200

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8')

/** What an id and a name may be, in words. */
const named = (limit: number): string =>
  `a text of 1 to ${limit} bytes, without control characters or marks of direction`

/** Opaque text of 1 to 200 bytes, kept verbatim: upper and lower case differ. */
export const id: Decoder<string> = (value, { field, limits }) => {
  if (value === undefined) return E.left(fieldRequired(field))
  if (typeof value !== 'string' || value === '') return E.left(expected(field, named(limits.id)))
  if (value.length > limits.id || bytes(value) > limits.id)
    return E.left(invalidInput(field, limits.id, named(limits.id)))
  return canName(value) ? E.right(value) : E.left(expected(field, named(limits.id)))
}

export const tenantId: Decoder<TenantId> = map(id, (text) => text as TenantId)
export const actorId: Decoder<ActorId> = map(id, (text) => text as ActorId)
export const conversationId: Decoder<ConversationId> = map(id, (text) => text as ConversationId)
export const messageId: Decoder<MessageId> = map(id, (text) => text as MessageId)
export const commandId: Decoder<CommandId> = map(id, (text) => text as CommandId)

/** A name of something: of a person, a queue, a label, a channel. */
export const name: Decoder<string> = (value, { field }) => {
  if (value === undefined) return E.left(fieldRequired(field))
  if (typeof value !== 'string' || value.trim() === '') return E.left(expected(field, named(shortest)))
  if (value.length > shortest || bytes(value) > shortest)
    return E.left(invalidInput(field, shortest, named(shortest)))
  return canName(value) ? E.right(value) : E.left(expected(field, named(shortest)))
}

/** One line, counted in characters. */
export const subject: Decoder<string> = (value, { field, limits }) => {
  if (value === undefined) return E.left(fieldRequired(field))
  const what = `one line of at most ${limits.subject} characters`
  if (typeof value !== 'string') return E.left(expected(field, what))
  if (value.trim() === '') return E.left(fieldRequired(field))
  if (value.length > 2 * limits.subject || Array.from(value).length > limits.subject)
    return E.left(invalidInput(field, limits.subject, what))
  return control.test(value) || reordering.test(value) ? E.left(expected(field, what)) : E.right(value)
}

/** A message's text, verbatim. */
export const body: Decoder<string> = (value, { field, limits }) => {
  if (value === undefined) return E.left(emptyBody)
  const what = `a text of at most ${limits.body} bytes`
  if (typeof value !== 'string') return E.left(expected(field, what))
  if (value.length > limits.body || bytes(value) > limits.body)
    return E.left(invalidInput(field, limits.body, what))
  return value.trim() === '' ? E.left(emptyBody) : E.right(value)
}

/** A token that was handed out earlier; whoever opens it finds out whether it is one. */
export const token: Decoder<string> = (value, { field }) => {
  if (value === undefined) return E.left(fieldRequired(field))
  return typeof value === 'string' && value.length <= 1000
    ? E.right(value)
    : E.left(expected(field, 'a token as it was given'))
}
