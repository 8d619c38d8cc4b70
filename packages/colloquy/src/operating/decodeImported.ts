import type { Rejection } from '@colloquy/core'
import { fieldRequired, invalidInput } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { DecodedBy, Decoder } from '../input/Decoder.ts'
import { list, object, oneOf, optional, orElse } from '../input/Decoder.ts'
import { customer, participant } from '../input/people.ts'
import { plain } from '../input/plain.ts'
import { actorId, body, conversationId, messageId, name, subject, tenantId } from '../input/text.ts'
import { attributes, record, time } from '../input/values.ts'
import type { Limits } from '../Limits.ts'

const decodeHead = object({
  tenant: optional(tenantId),
  id: conversationId,
  type: orElse(oneOf(['customer', 'internal']), 'customer'),
  subject: optional(subject),
  customer: optional(customer),
  owner: optional(actorId),
  participants: orElse(list(participant, 'participants'), []),
  source: optional(record),
  contexts: orElse(list(record, 'contexts'), []),
  channel: orElse(name, 'web'),
  queue: optional(name),
  attributes: orElse(attributes, {}),
  startedAt: optional(time),
  closedAt: optional(time),
})

const author = object({
  id: actorId,
  kind: oneOf(['customer', 'staff', 'bot', 'system']),
  name: optional(name),
})

const decodeMessage = object({
  id: optional(messageId),
  author,
  visibility: oneOf(['public', 'internal']),
  body,
  at: optional(time),
  replyTo: optional(messageId),
  attributes: orElse(attributes, {}),
})

const decodeEvent = object({
  type: oneOf(['closed', 'reopened', 'assigned']),
  at: time,
  by: optional(author),
  to: optional(actorId),
})

export type DecodedHead = DecodedBy<typeof decodeHead>
export type DecodedMessage = DecodedBy<typeof decodeMessage>
export type DecodedEvent = DecodedBy<typeof decodeEvent>
export type Decoded = {
  readonly head: DecodedHead
  readonly messages: ReadonlyArray<DecodedMessage>
  readonly events: ReadonlyArray<DecodedEvent>
}

/** Checks one conversation, once. Its messages one by one: a long conversation is not a large input. */
export const decodeImported = (item: unknown, limits: Limits): Either<Rejection, Decoded> => {
  if (typeof item !== 'object' || item === null) return E.left(invalidInput('conversation'))
  const { messages, events = [], ...rest }: { messages?: unknown; events?: unknown } = item
  const copied = plain(rest, limits)
  if (E.isLeft(copied)) return copied
  const head = decodeHead(copied.right, { field: '', limits })
  if (E.isLeft(head)) return head
  if (messages === undefined) return E.left(fieldRequired('messages'))
  const said = each('messages', messages, decodeMessage, limits)
  if (E.isLeft(said)) return said
  const happened = each('events', events, decodeEvent, limits)
  if (E.isLeft(happened)) return happened
  const toNobody = happened.right.findIndex(({ type, to }) => (type === 'assigned') !== (to !== null))
  if (toNobody >= 0) return E.left(invalidInput(`events.${toNobody}.to`))
  return E.right({ head: head.right, messages: said.right, events: happened.right })
}

const each = <A>(
  name: string,
  items: unknown,
  decode: Decoder<A>,
  limits: Limits,
): Either<Rejection, ReadonlyArray<A>> => {
  if (!Array.isArray(items)) return E.left(invalidInput(name))
  const decoded: Array<A> = []
  for (const [index, item] of items.entries()) {
    const field = `${name}.${index}`
    const copy = plain(item, limits)
    if (E.isLeft(copy)) return E.left(invalidInput(field))
    const one = decode(copy.right, { field, limits })
    if (E.isLeft(one)) return one
    decoded.push(one.right)
  }
  return E.right(decoded)
}
