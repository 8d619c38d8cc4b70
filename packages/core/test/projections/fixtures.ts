import type { Who } from '../../src/conversation/Actor.ts'
import type { Event } from '../../src/conversation/Event.ts'
import type {
  ActorId,
  CommandId,
  ConversationId,
  MessageId,
  Position,
  TenantId,
  Time,
  Version,
} from '../../src/conversation/Ids.ts'
import type { Recorded } from '../../src/conversation/Recorded.ts'
import type { Header, Link, MessageFacts, Seat } from '../../src/conversation/State.ts'
import type { Database, StoredStream } from '../../src/projections/rows/Database.ts'
import { storedStream } from '../../src/projections/rows/Database.ts'
import type { Rows } from '../../src/projections/rows/Tables.ts'
import { conversationRow, linkRow, messageRow, seatRow } from '../../src/projections/rows/rowOf.ts'
import type { Viewer } from '../../src/projections/seen/Viewer.ts'

export const tenant = 'acme' as TenantId
export const conversation = 'c1' as ConversationId
export const time = (n: number) => n as Time
export const messageId = (id: string) => id as MessageId
export const staff = (id: string): Who => ({ side: 'staff', id: id as ActorId })
export const customer = (id: string): Who => ({ side: 'customer', id: id as ActorId })
export const anna = staff('anna')
export const cleo = customer('cleo')

export const noRows: Rows = {
  conversation: [],
  seat: [],
  message: [],
  own: [],
  link: [],
  label: [],
  recordFollower: [],
  term: [],
}

export const header = (some: Partial<Header> = {}): Header => ({
  id: conversation,
  version: 1 as Version,
  customerVersion: 1 as Version,
  type: 'customer',
  status: 'open',
  locked: false,
  initiator: cleo,
  customer: cleo.id,
  assignee: null,
  queue: null,
  queuedAt: null,
  source: null,
  channel: 'web',
  subjectVersion: null,
  concerns: cleo,
  attributes: {},
  labels: [],
  links: 0,
  members: 1,
  big: false,
  forkedFrom: null,
  forkedTo: null,
  staffN: 0,
  customerN: 0,
  fromCustomerN: 0,
  lastStaff: null,
  lastCustomer: null,
  run: null,
  answeredN: 0,
  settledN: 0,
  reopened: null,
  createdAt: time(100),
  closedAt: null,
  lastAt: time(100),
  ...some,
})

export const seat = (who: Who, some: Partial<Seat> = {}): Seat => ({
  who,
  kind: who.side,
  version: 0 as Version,
  participant: true,
  follower: true,
  initiator: false,
  assigned: false,
  wasAssigned: false,
  muted: false,
  hiddenN: 0,
  nameVersion: null,
  placed: true,
  flag: false,
  markVersion: 0,
  ownN: 0,
  ownCustomerN: 0,
  reach: { read: 0, own: 0, removedAfter: 0, customer: { read: 0, own: 0, removedAfter: 0 } },
  ...some,
})

/** The message `n`, of the customer and public unless said otherwise. */
export const message = (n: number, some: Partial<MessageFacts> = {}): MessageFacts => {
  const author = some.author ?? cleo
  const customerN = some.customerN === undefined ? n : some.customerN
  return {
    id: messageId(`m${n}`),
    version: (n + 1) as Version,
    n,
    customerN,
    fromCustomerN: n,
    author,
    authorKind: author.side,
    actor: author,
    authorOwnN: n,
    actorOwnN: n,
    authorOwnCustomerN: 0,
    actorOwnCustomerN: 0,
    visibility: customerN === null ? 'internal' : 'public',
    removed: false,
    answers: author.side === 'staff',
    mentions: [],
    replyTo: null,
    attributes: {},
    at: time(100 + n),
    bodyVersion: (n + 1) as Version,
    publicAt: customerN === null ? null : time(100 + n),
    customerVersion: customerN === null ? null : ((customerN + 1) as Version),
    editedAt: null,
    publicEditedAt: null,
    hash: null,
    ...some,
  }
}

type Parts = {
  readonly header?: Partial<Header>
  readonly seats?: ReadonlyArray<Seat>
  readonly messages?: ReadonlyArray<MessageFacts>
  readonly links?: ReadonlyArray<Link>
  readonly events?: ReadonlyArray<Recorded>
  readonly terms?: Rows['term']
}

export const stream = (parts: Parts = {}): StoredStream => {
  const all = header(parts.header)
  const key = { tenant, conversation: all.id }
  const rows: Rows = {
    ...noRows,
    conversation: [conversationRow(all, tenant)],
    seat: (parts.seats ?? []).map((each) => seatRow(all, each, tenant)),
    message: (parts.messages ?? []).map((each) => messageRow(each, key)),
    link: (parts.links ?? []).map((each) => linkRow(each, key)),
    term: parts.terms ?? [],
  }
  return storedStream(key, rows, parts.events ?? [])
}

export const database = (...streams: ReadonlyArray<StoredStream>): Database => ({
  head: () => streams.length as Position,
  stream: (key) => streams.find((each) => each.key.conversation === key.conversation) ?? null,
  streams: () => streams,
  ofCustomer: (_tenant, id) => streams.filter(({ rows }) => rows.conversation[0]?.customer === id),
})

export const viewer = (who: Who, some: Partial<Viewer> = {}): Viewer => ({
  tenant,
  who,
  side: who.side,
  queues: [],
  records: [],
  viewAll: false,
  fromCustomers: false,
  customerHistory: false,
  team: false,
  scope: 'mine',
  ...some,
})

/** An event of the conversation's own stream. */
export const recorded = (version: number, event: Event, some: Partial<Recorded> = {}): Recorded => ({
  tenant,
  conversation,
  reader: null,
  version: version as Version,
  customerVersion: null,
  position: version as Position,
  at: time(100 + version),
  actor: { side: 'staff', id: anna.id, kind: 'staff' },
  commandId: `k${version}` as CommandId,
  correlationId: null,
  causationId: null,
  meta: {},
  event,
  ...some,
})

/** The event that posted a message. */
export const bodyOf = (facts: MessageFacts): Event => ({
  type: 'message-posted',
  messageId: facts.id,
  author: facts.author,
  authorKind: facts.authorKind,
  visibility: facts.visibility,
  mentions: facts.mentions,
  replyTo: facts.replyTo,
  answers: facts.answers,
  attributes: facts.attributes,
  personal: { body: `text of ${facts.id}`, hash: `hash of ${facts.id}` },
})
