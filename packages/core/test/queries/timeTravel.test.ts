import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { staffInquiries } from '../../src/app/queries/inquiries.ts'
import { sealVersion } from '../../src/app/queries/tokens.ts'
import type { Who } from '../../src/conversation/Actor.ts'
import type { Event } from '../../src/conversation/Event.ts'
import type { ActorId, ConversationId, MessageId, TenantId, Version } from '../../src/conversation/Ids.ts'
import type { Recorded } from '../../src/conversation/Recorded.ts'
import { acme, at, carryOut, closedEvent, contextOf, openSeal, positionOf, summaryOf } from './fixtures.ts'

const id = 'c1' as ConversationId
const cleo: Who = { side: 'customer', id: 'cleo' as ActorId }
const happened: ReadonlyArray<Event> = [
  {
    type: 'conversation-created',
    conversationType: 'customer',
    initiator: cleo,
    customer: cleo.id,
    source: null,
    channel: 'web',
    queue: null,
    attributes: {},
    forkedFrom: null,
    concerns: cleo,
    personal: { subject: 'Then', hash: 'h' },
  },
  posted('m1', 'first'),
  { type: 'conversation-renamed', concerns: cleo, personal: { subject: 'Now' } },
  {
    type: 'message-edited',
    messageId: 'm1' as MessageId,
    author: cleo,
    mentions: [],
    personal: { body: 'better' },
  },
  posted('m2', 'second'),
]

function posted(messageId: string, body: string | null): Event {
  return {
    type: 'message-posted',
    messageId: messageId as MessageId,
    author: cleo,
    authorKind: 'customer',
    visibility: 'public',
    mentions: [],
    replyTo: null,
    answers: false,
    attributes: {},
    personal: body === null ? null : { body, hash: 'h' },
  }
}

const log = happened.map(
  (event, i): Recorded => ({
    ...closedEvent(),
    version: (i + 1) as Version,
    customerVersion: (i + 1) as Version,
    position: positionOf(i + 1),
    at: at(i),
    actor: { ...cleo, kind: 'customer' },
    event,
  }),
)

const historian = staffInquiries(contextOf('staff', ['message.history']))
const live = { Conversations: () => [summaryOf()] }
const stream = { tenant: acme, conversation: id }
const version = (n: number) => sealVersion(openSeal, 'staff', stream, n as Version)
const bodies = (asOf: string | number | Date, events = log) => {
  const { result } = carryOut(historian.timeline('c1', { asOf }), live, events)
  return E.isLeft(result)
    ? result.left
    : result.right.items.map((item) => (item.type === 'message' ? item.body : item.event))
}

test('a conversation as it was at a version', () => {
  expect([1, 2, 3, 4, 5].map((n) => bodies(version(n)))).toEqual([
    [],
    ['first'],
    ['first'],
    ['better'],
    ['better', 'second'],
  ])
})

test('a conversation as it was at a time', () => {
  expect(bodies(new Date(at(1)))).toEqual(['first'])
  expect(bodies('2026-01-01T12:03:30Z')).toEqual(['better'])
  const { result } = carryOut(historian.conversation('c1', { asOf: at(1) }), live, log)
  expect(result).toMatchObject(E.right({ subject: 'Then', lastMessageId: 'm1' }))
})

test('before it began there was nothing', () => {
  expect(bodies(at(-1))).toEqual({ _tag: 'NotFound' })
})

test('erased stays erased, then as now', () => {
  const erased = log.map((recorded) =>
    recorded.version === 2 ? { ...recorded, event: posted('m1', null) } : recorded,
  )
  expect(bodies(version(2), erased)).toEqual([null])
})

test('a version of another conversation or tenant, and what is no moment, are refused', () => {
  const other = sealVersion(
    openSeal,
    'staff',
    { ...stream, conversation: 'c2' as ConversationId },
    1 as Version,
  )
  const foreign = sealVersion(openSeal, 'staff', { ...stream, tenant: 'zeta' as TenantId }, 1 as Version)
  const own = sealVersion(openSeal, 'customer', stream, 1 as Version)
  for (const asOf of [other, foreign, own, 'yesterday', Number.NaN, new Date(Number.NaN)]) {
    expect(bodies(asOf)).toMatchObject({ _tag: 'InvalidInput', field: 'asOf' })
  }
})
