import * as E from 'fp-ts/lib/Either.js'
import type { Kind } from '../../src/conversation/Actor.ts'
import type {
  ActorId,
  ConversationId,
  MessageId,
  Position,
  TenantId,
  Time,
  Version,
} from '../../src/conversation/Ids.ts'
import { defaultLimits } from '../../src/kernel/decoding/Limits.ts'
import type { Capability } from '../../src/conversation/policies/Capability.ts'
import { presets } from '../../src/conversation/policies/presets.ts'
import type { Recorded } from '../../src/conversation/Recorded.ts'
import type { Rejection } from '../../src/conversation/Rejection.ts'
import type { Inquiry } from '../../src/app/Inquiry.ts'
import type { InquiryContext } from '../../src/app/queries/QueryContext.ts'
import type { Seal } from '../../src/ports/Seal.ts'
import type { Answers, Listed, Message, Query, QueryTag, Summary } from '../../src/projections/seen/Query.ts'
import { conversationRow as rowOf, seatRow as rowOfSeat } from '../../src/projections/rows/rowOf.ts'
import type { ConversationRow, MessageRow, SeatRow } from '../../src/projections/rows/Tables.ts'
import { cleo, header, seat } from '../projections/fixtures.ts'

export const acme = 'acme' as TenantId
const at = (minutes: number): Time => (Date.UTC(2026, 0, 1, 12) + minutes * 60_000) as Time
export { at }

/** A seal that anybody can read: enough to see what tokens hold. */
export const openSeal: Seal = {
  close: (purpose, content) => JSON.stringify([purpose, ...content]),
  closeOnce: (purpose, content) => JSON.stringify([purpose, ...content]),
  open: (purpose, token) => {
    try {
      const [found, ...content] = JSON.parse(token)
      return found === purpose ? content : null
    } catch {
      return null
    }
  },
}

export const contextOf = (
  kind: Kind,
  can: ReadonlyArray<Capability> = [],
  change: Partial<InquiryContext> = {},
): InquiryContext => ({
  actor: {
    tenant: acme,
    id: (kind === 'customer' ? 'cleo' : 'anna') as ActorId,
    kind,
    name: null,
    capabilities: new Set(can),
    queues: [],
    records: [],
  },
  policies: presets.helpdesk,
  seal: openSeal,
  limits: defaultLimits,
  recordTypes: null,
  lasting: true,
  ...change,
})

type Fakes = { readonly [T in QueryTag]?: (query: Extract<Query, { _tag: T }>) => Answers[T] }

/** Carries a plan out against canned answers, and keeps what was asked. */
export const carryOut = <A>(
  inquiry: Inquiry<A>,
  fakes: Fakes = {},
  events: ReadonlyArray<Recorded> = [],
): { readonly result: E.Either<Rejection, A>; readonly asked: ReadonlyArray<Query> } => {
  const asked: Array<Query> = []
  const answerTo = (query: Query): unknown => {
    if (query._tag === 'Both') return [answerTo(query.first), answerTo(query.second)]
    // Every screen is asked for with it; who wants to see it says what it is.
    if (query._tag === 'Head' && fakes.Head === undefined) return 0
    asked.push(query)
    const fake = fakes[query._tag] as ((query: Query) => unknown) | undefined
    if (fake === undefined) throw new Error(`nothing said about ${query._tag}`)
    return fake(query)
  }
  let step = inquiry
  for (;;) {
    if (step._tag === 'Done') return { result: step.result, asked }
    if (step._tag === 'Read') {
      step = step.next(events)
      continue
    }
    if (step._tag === 'Named') throw new Error('no customer names a record here')
    step = step.next(answerTo(step.query) as never)
  }
}

export const conversationRow = (change: Partial<ConversationRow> = {}): ConversationRow => ({
  ...rowOf(
    header({
      id: 'c1' as ConversationId,
      version: 9 as Version,
      customerVersion: 4 as Version,
      assignee: 'ben' as ActorId,
      queue: 'support',
      queuedAt: at(0),
      source: { type: 'order', id: 'o1' },
      subjectVersion: 1 as Version,
      attributes: { vip: true },
      labels: ['urgent'],
      links: 1,
      members: 2,
      staffN: 3,
      customerN: 2,
      fromCustomerN: 1,
      lastStaff: { id: 'm3' as MessageId, n: 3, at: at(3) },
      lastCustomer: { id: 'm2' as MessageId, n: 2, at: at(2) },
      createdAt: at(0),
      lastAt: at(3),
    }),
    acme,
  ),
  waitingAt: at(1),
  ...change,
})

export const seatRow = (change: Partial<SeatRow> = {}): SeatRow => ({
  ...rowOfSeat(header(), seat(cleo, { version: 5 as Version, initiator: true }), acme),
  conversation: 'c1' as ConversationId,
  headN: 3,
  headCustomerN: 1,
  sortAt: at(3),
  ...change,
})

export const summaryOf = (row: Partial<ConversationRow> = {}, change: Partial<Summary> = {}): Summary => ({
  conversation: conversationRow(row),
  subject: 'Where is it?',
  links: [
    {
      tenant: acme,
      conversation: 'c1' as ConversationId,
      type: 'order',
      record: 'o1',
      customerVisible: true,
    },
    {
      tenant: acme,
      conversation: 'c1' as ConversationId,
      type: 'case',
      record: 'k1',
      customerVisible: false,
    },
  ],
  seat: seatRow(),
  unread: 1,
  unreadFromCustomer: 1,
  isUnread: true,
  preview: 'Soon.',
  assigneeUnread: 7,
  ...change,
})

export const messageOf = (
  n: number,
  change: Partial<MessageRow> = {},
  body: string | null = `text ${n}`,
): Message => ({
  row: {
    tenant: acme,
    conversation: 'c1' as ConversationId,
    n,
    id: `m${n}` as MessageId,
    customerN: n,
    customerVersion: (n + 1) as Version,
    fromCustomerN: 0,
    version: (n * 3) as Version,
    bodyVersion: (n * 3) as Version,
    authorSide: 'staff',
    author: 'ben' as ActorId,
    authorKind: 'staff',
    actorSide: 'staff',
    actor: 'anna' as ActorId,
    authorOwnN: 1,
    actorOwnN: 1,
    authorOwnCustomerN: 0,
    actorOwnCustomerN: 0,
    visibility: 'public',
    removed: false,
    answers: true,
    mentions: ['anna' as ActorId],
    replyTo: null,
    attributes: { secret: 1 },
    at: at(n),
    publicAt: at(n + 10),
    editedAt: at(n + 1),
    publicEditedAt: null,
    ...change,
  },
  body,
  authorName: 'Ben',
  replyTo: null,
})

export const listedOf = (id: string, value: number): Listed => ({
  summary: summaryOf({ conversation: id as ConversationId }),
  key: { value: value as Time, id: id as ConversationId },
  match: null,
})

export const closedEvent = (change: Partial<Recorded> = {}): Recorded => ({
  tenant: acme,
  conversation: 'c1' as ConversationId,
  reader: null,
  version: 4 as Version,
  customerVersion: 2 as Version,
  position: 40 as Position,
  at: at(1),
  actor: { side: 'staff', id: 'ben' as ActorId, kind: 'staff' },
  commandId: 'x' as Recorded['commandId'],
  correlationId: null,
  causationId: null,
  meta: {},
  event: { type: 'conversation-closed' },
  ...change,
})

export const positionOf = (n: number): Position => n as Position
