import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { customerInquiries, staffInquiries } from '../../src/app/queries/inquiries.ts'
import { sealVersion } from '../../src/app/queries/tokens.ts'
import type { ConversationId, Version } from '../../src/conversation/Ids.ts'
import type { Message, Summary, Timeline } from '../../src/projections/seen/Query.ts'
import {
  acme,
  at,
  carryOut,
  closedEvent,
  contextOf,
  messageOf,
  openSeal,
  seatRow,
  summaryOf,
} from './fixtures.ts'

const right = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}
const staff = staffInquiries(contextOf('staff'))
const customer = customerInquiries(contextOf('customer'))
const seen = (summary: Summary) => ({ Conversations: () => [summary] })
const one = { tenant: acme, conversation: 'c1' as ConversationId }
const second = sealVersion(openSeal, 'customer', one, 2 as Version)
const notFound = E.left({ _tag: 'NotFound' })

test("a customer's row holds nothing of staff's", () => {
  const row = right(carryOut(customer.conversation('c1'), seen(summaryOf())).result)
  expect(Object.keys(row).sort()).toEqual([
    'closedAt',
    'contexts',
    'createdAt',
    'customer',
    'following',
    'id',
    'isUnread',
    'lastActivityAt',
    'lastMessageId',
    'locked',
    'muted',
    'preview',
    'readToken',
    'source',
    'status',
    'subject',
    'type',
    'unread',
    'watchFrom',
  ])
  expect(row).toMatchObject({
    contexts: [{ type: 'order', id: 'o1' }],
    source: null,
    lastMessageId: 'm2',
    lastActivityAt: '2026-01-01T12:02:00.000Z',
  })
})

test('a source is shown to customers once its type is', () => {
  const recordTypes = { order: { startable: true, customerVisible: true } }
  const told = customerInquiries(contextOf('customer', [], { recordTypes }))
  expect(right(carryOut(told.conversation('c1'), seen(summaryOf())).result).source).toEqual({
    type: 'order',
    id: 'o1',
  })
})

test("a staff member's row", () => {
  const row = right(carryOut(staff.conversation('c1'), seen(summaryOf({}, { seat: null }))).result)
  expect(row).toMatchObject({
    assignee: 'ben',
    unanswered: true,
    waitingSince: '2026-01-01T12:01:00.000Z',
    labels: ['urgent'],
  })
  expect(row).not.toHaveProperty('assigneeUnread')
  expect(openSeal.open('["read","acme"]', row.readToken)).toEqual(['c1', 'staff:anna', 0])
})

test('what is hidden from somebody who joined later is not previewed', () => {
  const row = right(
    carryOut(
      customer.conversation('c1'),
      seen(summaryOf({}, { seat: seatRow({ hiddenN: 2 }), preview: 'Soon.' })),
    ).result,
  )
  expect(row).toMatchObject({
    lastMessageId: null,
    preview: null,
    lastActivityAt: '2026-01-01T12:00:00.000Z',
  })
})

test('a preview never cuts a character in two', () => {
  const long = `${'x'.repeat(199)}😀😀`
  const { preview } = right(carryOut(staff.conversation('c1'), seen(summaryOf({}, { preview: long }))).result)
  expect(preview).toBe(`${'x'.repeat(199)}😀`)
})

test('an id that nobody sees is not found, whatever else is asked', () => {
  const none = { Conversations: () => [], Timeline: () => null, Audit: () => [] }
  expect(carryOut(customer.conversation('c9'), none).result).toEqual(notFound)
  expect(carryOut(customer.timeline('c9'), none).result).toEqual(notFound)
  expect(carryOut(customer.timeline('c9', { before: 'nonsense' }), none).result).toEqual(notFound)
  expect(carryOut(customer.timeline('c9', { visibility: 'internal' }), none).result).toEqual(notFound)
  expect(carryOut(customer.timeline('c9', { asOf: 1 }), none).result).toEqual(notFound)
  expect(carryOut(customer.unread('c9'), none).result).toEqual(notFound)
  expect(carryOut(customer.participants('c9'), none).result).toEqual(notFound)
  expect(carryOut(staff.audit('c9'), none).result).toEqual(notFound)
  expect(carryOut(staffInquiries(contextOf('staff', ['audit'])).audit('c9'), none).result).toEqual(notFound)
})

test('who sees the conversation learns why they are refused', () => {
  const forbidden = (capability: string | null) => E.left({ _tag: 'Forbidden', capability })
  const here = seen(summaryOf())
  expect(carryOut(customer.timeline('c1', { visibility: 'internal' }), here).result).toEqual(forbidden(null))
  expect(carryOut(customer.timeline('c1', { asOf: 1 }), here).result).toEqual(forbidden('message.history'))
  expect(carryOut(staff.conversation('c1', { asOf: 1 }), here).result).toEqual(forbidden('message.history'))
  expect(carryOut(staff.audit('c1'), here).result).toEqual(forbidden('audit'))
  expect(carryOut(staff.timeline('c1', { after: 'nonsense' }), here).result).toEqual(
    E.left({ _tag: 'InvalidCursor' }),
  )
})

const page = (messages: ReadonlyArray<Message>, change: Partial<Timeline> = {}) => ({
  Timeline: (): Timeline => ({
    summary: summaryOf(),
    messages,
    older: true,
    newer: true,
    events: [],
    ...change,
  }),
})

test('messages and events come in the order the viewer saw them', () => {
  const late = messageOf(1, { customerN: 2, customerVersion: 3 as never, version: 2 as never })
  const early = messageOf(2, { customerN: 1, customerVersion: 1 as never, version: 5 as never })
  const events = [closedEvent()]
  const forStaff = right(
    carryOut(staff.timeline('c1', { events: true }), page([late, early], { events })).result,
  )
  expect(forStaff.items.map((item) => (item.type === 'event' ? item.event : item.id))).toEqual([
    'm1',
    'conversation-closed',
    'm2',
  ])
  const forCustomer = right(
    carryOut(customer.timeline('c1', { events: true }), page([early, late], { events })).result,
  )
  expect(forCustomer.items.map((item) => (item.type === 'event' ? item.event : item.id))).toEqual([
    'm2',
    'conversation-closed',
    'm1',
  ])
})

test('customers learn which side did something, and only what is theirs to see', () => {
  const events = [
    closedEvent(),
    closedEvent({ event: { type: 'no-reply-needed' } }),
    closedEvent({ customerVersion: null }),
  ]
  const { items } = right(carryOut(customer.timeline('c1', { events: true }), page([], { events })).result)
  expect(items).toEqual([
    {
      type: 'event',
      event: 'conversation-closed',
      at: '2026-01-01T12:01:00.000Z',
      by: 'staff',
      data: {},
      version: second,
    },
  ])
})

test('a message has no staff field for customers, and the time they first saw it', () => {
  const { items } = right(carryOut(customer.timeline('c1'), page([messageOf(1)])).result)
  expect(items).toEqual([
    {
      type: 'message',
      id: 'm1',
      author: { id: 'ben', kind: 'staff', name: 'Ben' },
      body: 'text 1',
      at: '2026-01-01T12:11:00.000Z',
      edited: false,
      removed: false,
      replyTo: null,
      version: second,
    },
  ])
})

test('a removed message keeps its place; its text needs `message.history`', () => {
  const removed = page([messageOf(1, { removed: true })])
  const body = (result: E.Either<unknown, { items: ReadonlyArray<object> }>) => right(result).items[0]
  expect(body(carryOut(customer.timeline('c1'), removed).result)).toMatchObject({ removed: true, body: null })
  expect(body(carryOut(staff.timeline('c1'), removed).result)).toMatchObject({
    removed: true,
    body: null,
    mentions: [],
    attributes: {},
  })
  const historian = staffInquiries(contextOf('staff', ['message.history']))
  expect(body(carryOut(historian.timeline('c1'), removed).result)).toMatchObject({
    removed: true,
    body: 'text 1',
  })
})

test("cursors hold the viewer's own ordinals, and are good for their own walk", () => {
  const note = messageOf(2, { customerN: 1, at: at(2) })
  const first = right(carryOut(customer.timeline('c1'), page([note])).result)
  const { asked } = carryOut(customer.timeline('c1', { before: first.older }), page([]))
  expect(asked[0]).toMatchObject({ from: { before: 1 } })
  const polled = carryOut(customer.timeline('c1', { after: first.head }), page([]))
  expect(polled.asked[0]).toMatchObject({ from: { after: 2 } })
  for (const options of [{ before: first.older, visibility: 'public' }] as const) {
    expect(carryOut(customer.timeline('c1', options), seen(summaryOf())).result).toEqual(
      E.left({ _tag: 'InvalidCursor' }),
    )
  }
  expect(carryOut(staff.timeline('c1', { before: first.older }), seen(summaryOf())).result).toEqual(
    E.left({ _tag: 'InvalidCursor' }),
  )
  expect(carryOut(customer.timeline('c2', { before: first.older }), seen(summaryOf())).result).toEqual(
    E.left({ _tag: 'InvalidCursor' }),
  )
})
