import type { Rejection } from '@colloquy/core/engine'
import type { Time } from '@colloquy/core/storage'
import {
  aheadAtMost,
  expected,
  fieldRequired,
  invalidInput,
  isTooFarAhead,
  notAhead,
} from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { DecodedBy, Decoder, Limits } from '@colloquy/core/decoding'
import {
  actorId,
  attributes,
  body,
  conversationId,
  decodeGiven,
  list,
  messageId,
  name,
  object,
  oneOf,
  optional,
  orElse,
  record,
  subject,
  tenantId,
  time,
} from '@colloquy/core/decoding'
import { customer, participant } from '../../session/commands/who.ts'

const headDecoder = object({
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

const messageDecoder = object({
  id: optional(messageId),
  author,
  visibility: oneOf(['public', 'internal']),
  body,
  at: optional(time),
  replyTo: optional(messageId),
  attributes: orElse(attributes, {}),
})

const eventDecoder = object({
  type: oneOf(['closed', 'reopened', 'assigned']),
  at: time,
  by: optional(author),
  to: optional(actorId),
})

export type DecodedHead = DecodedBy<typeof headDecoder>
export type DecodedMessage = DecodedBy<typeof messageDecoder>
export type DecodedEvent = DecodedBy<typeof eventDecoder>
export type Decoded = {
  readonly head: DecodedHead
  readonly messages: ReadonlyArray<DecodedMessage>
  readonly events: ReadonlyArray<DecodedEvent>
}

/** Checks one conversation, once. What throws when it is read is no conversation: it is the caller's, not ours. */
export const decodeImported = (item: unknown, limits: Limits, now: Time): Either<Rejection, Decoded> => {
  try {
    return pipe(decodeItem(item, limits), E.chain(inTime(now)))
  } catch {
    return E.left(expected('conversation', 'an object that can be read'))
  }
}

/** Its messages one by one: a long conversation is not a large input. */
const decodeItem = (item: unknown, limits: Limits): Either<Rejection, Decoded> => {
  if (typeof item !== 'object' || item === null)
    return E.left(expected('conversation', 'an object that can be read'))
  const { messages, events = [], ...rest }: { messages?: unknown; events?: unknown } = item
  const head = decodeGiven(headDecoder, rest, { field: '', whole: 'conversation', limits })
  if (E.isLeft(head)) return head
  if (messages === undefined) return E.left(fieldRequired('messages'))
  const said = each('messages', messages, messageDecoder, limits)
  if (E.isLeft(said)) return said
  const happened = each('events', events, eventDecoder, limits)
  if (E.isLeft(happened)) return happened
  const toNobody = happened.right.findIndex(({ type, to }) => (type === 'assigned') !== (to !== null))
  if (toNobody >= 0)
    return E.left(expected(`events.${toNobody}.to`, 'whom an assigned event is to, and with no other'))
  return E.right({ head: head.right, messages: said.right, events: happened.right })
}

/** Before anything of it is written: what lies ahead of the clock has not happened. */
const inTime =
  (now: Time) =>
  (decoded: Decoded): Either<Rejection, Decoded> => {
    const { head, messages, events } = decoded
    const ahead = (time: Time | null): boolean => time !== null && isTooFarAhead(time, now)
    const refuse = (field: string) => E.left(invalidInput(field, aheadAtMost, notAhead))
    if (ahead(head.startedAt)) return refuse('startedAt')
    if (ahead(head.closedAt)) return refuse('closedAt')
    const message = messages.findIndex(({ at }) => ahead(at))
    if (message >= 0) return refuse(`messages.${message}.at`)
    const event = events.findIndex(({ at }) => ahead(at))
    return event >= 0 ? refuse(`events.${event}.at`) : E.right(decoded)
  }

const each = <A>(
  name: string,
  items: unknown,
  decode: Decoder<A>,
  limits: Limits,
): Either<Rejection, ReadonlyArray<A>> => {
  if (!Array.isArray(items)) return E.left(expected(name, 'a list'))
  const decoded: Array<A> = []
  for (const [index, item] of items.entries()) {
    const field = `${name}.${index}`
    const one = decodeGiven(decode, item, { field, whole: field, limits })
    if (E.isLeft(one)) return one
    decoded.push(one.right)
  }
  return E.right(decoded)
}
