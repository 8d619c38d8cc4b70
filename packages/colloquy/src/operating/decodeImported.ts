import type { Rejection } from '@colloquy/core'
import { fieldRequired, invalidInput } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { DecodedBy } from '../input/Decoder.ts'
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

const decodeMessage = object({
  id: optional(messageId),
  author: object({ id: actorId, kind: oneOf(['customer', 'staff', 'bot', 'system']), name: optional(name) }),
  visibility: oneOf(['public', 'internal']),
  body,
  at: optional(time),
  replyTo: optional(messageId),
  attributes: orElse(attributes, {}),
})

export type DecodedHead = DecodedBy<typeof decodeHead>
export type DecodedMessage = DecodedBy<typeof decodeMessage>
export type Decoded = { readonly head: DecodedHead; readonly messages: ReadonlyArray<DecodedMessage> }

/** Checks one conversation, once. Its messages one by one: a long conversation is not a large input. */
export const decodeImported = (item: unknown, limits: Limits): Either<Rejection, Decoded> => {
  if (typeof item !== 'object' || item === null) return E.left(invalidInput('conversation'))
  const { messages, ...rest }: { messages?: unknown } = item
  const copied = plain(rest, limits)
  if (E.isLeft(copied)) return copied
  const head = decodeHead(copied.right, { field: '', limits })
  if (E.isLeft(head)) return head
  if (messages === undefined) return E.left(fieldRequired('messages'))
  if (!Array.isArray(messages)) return E.left(invalidInput('messages'))
  const decoded: Array<DecodedMessage> = []
  for (const [index, message] of messages.entries()) {
    const copy = plain(message, limits)
    if (E.isLeft(copy)) return E.left(invalidInput(`messages.${index}`))
    const one = decodeMessage(copy.right, { field: `messages.${index}`, limits })
    if (E.isLeft(one)) return one
    decoded.push(one.right)
  }
  return E.right({ head: head.right, messages: decoded })
}
