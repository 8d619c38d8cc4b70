import { sameWho } from '../../conversation/Actor.ts'
import type { Who } from '../../conversation/Actor.ts'
import type { StreamKey, TenantId, Time } from '../../conversation/Ids.ts'
import { waitingSince } from '../../conversation/evolve/status.ts'
import { headN, isMember, ordinalOf } from '../../conversation/State.ts'
import type { Header, Link, MessageFacts, RecordFollower, Seat } from '../../conversation/State.ts'
import type {
  ConversationRow,
  LabelRow,
  LinkRow,
  MessageRow,
  OwnRow,
  RecordFollowerRow,
  SeatRow,
} from './Tables.ts'

/** The last activity for staff, and for customers: of the last message that was not removed, or the creation. */
export const staffAt = (header: Header): Time => header.lastStaff?.at ?? header.createdAt
export const customerAt = (header: Header): Time => header.lastCustomer?.at ?? header.createdAt

export const conversationRow = (header: Header, tenant: TenantId): ConversationRow => ({
  tenant,
  conversation: header.id,
  version: header.version,
  customerVersion: header.customerVersion,
  type: header.type,
  status: header.status,
  locked: header.locked,
  initiatorSide: header.initiator.side,
  initiator: header.initiator.id,
  customer: header.customer,
  assignee: header.assignee,
  queue: header.queue,
  queuedAt: header.queuedAt,
  sourceType: header.source?.type ?? null,
  source: header.source?.id ?? null,
  channel: header.channel,
  subjectVersion: header.subjectVersion,
  concernsSide: header.concerns.side,
  concerns: header.concerns.id,
  attributes: header.attributes,
  labels: header.labels,
  links: header.links,
  members: header.members,
  big: header.big,
  forkedFrom: header.forkedFrom,
  forkedTo: header.forkedTo,
  staffN: header.staffN,
  customerN: header.customerN,
  fromCustomerN: header.fromCustomerN,
  lastStaffId: header.lastStaff?.id ?? null,
  lastStaffN: header.lastStaff?.n ?? null,
  staffAt: staffAt(header),
  lastCustomerId: header.lastCustomer?.id ?? null,
  lastCustomerN: header.lastCustomer?.n ?? null,
  customerAt: customerAt(header),
  runId: header.run?.id ?? null,
  runN: header.run?.n ?? null,
  runStaffN: header.run?.staffN ?? null,
  runAt: header.run?.at ?? null,
  answeredN: header.answeredN,
  settledN: header.settledN,
  reopenedAt: header.reopened?.at ?? null,
  reopenedN: header.reopened?.n ?? null,
  waitingAt: waitingSince(header),
  arrivedAt: header.queuedAt ?? header.createdAt,
  createdAt: header.createdAt,
  closedAt: header.closedAt,
  lastAt: header.lastAt,
})

/** The columns of a conversation denormalized to each seat, so that lists need no join; none once it is big. */
export const seatCopies = (
  header: Header,
  side: Who['side'],
): Pick<SeatRow, 'big' | 'headN' | 'headCustomerN' | 'sortAt' | 'hidden'> => ({
  big: header.big,
  headN: header.big ? 0 : headN(header, side),
  headCustomerN: header.big || side === 'customer' ? 0 : header.fromCustomerN,
  sortAt: header.big ? null : side === 'staff' ? staffAt(header) : customerAt(header),
  hidden: header.status === 'removed' || (side === 'customer' && header.type === 'internal'),
})

export const seatRow = (header: Header, seat: Seat, tenant: TenantId): SeatRow => ({
  tenant,
  conversation: header.id,
  side: seat.who.side,
  actor: seat.who.id,
  kind: seat.kind,
  version: seat.version,
  participant: seat.participant,
  follower: seat.follower,
  initiator: seat.initiator,
  assigned: seat.assigned,
  wasAssigned: seat.wasAssigned,
  member: isMember(seat),
  muted: seat.muted,
  hiddenN: seat.hiddenN,
  nameVersion: seat.nameVersion,
  placed: seat.placed,
  flag: seat.flag,
  markVersion: seat.markVersion,
  ownN: seat.ownN,
  ownCustomerN: seat.ownCustomerN,
  readN: seat.reach.read,
  readOwnN: seat.reach.own,
  removedN: seat.reach.removedAfter,
  readCustomerN: seat.reach.customer.read,
  readOwnCustomerN: seat.reach.customer.own,
  removedCustomerN: seat.reach.customer.removedAfter,
  ...seatCopies(header, seat.who.side),
})

export const messageRow = (message: MessageFacts, stream: StreamKey): MessageRow => ({
  tenant: stream.tenant,
  conversation: stream.conversation,
  n: message.n,
  id: message.id,
  customerN: message.customerN,
  customerVersion: message.customerVersion,
  fromCustomerN: message.fromCustomerN,
  version: message.version,
  bodyVersion: message.bodyVersion,
  authorSide: message.author.side,
  author: message.author.id,
  authorKind: message.authorKind,
  actorSide: message.actor.side,
  actor: message.actor.id,
  authorOwnN: message.authorOwnN,
  actorOwnN: message.actorOwnN,
  authorOwnCustomerN: message.authorOwnCustomerN,
  actorOwnCustomerN: message.actorOwnCustomerN,
  visibility: message.visibility,
  removed: message.removed,
  answers: message.answers,
  mentions: message.mentions,
  replyTo: message.replyTo,
  attributes: message.attributes,
  at: message.at,
  publicAt: message.publicAt,
  editedAt: message.editedAt,
  publicEditedAt: message.publicEditedAt,
})

/** One row for the author of a message, and one for its actor if another person. */
export const ownRows = (
  message: MessageFacts,
  { tenant, conversation }: StreamKey,
): ReadonlyArray<OwnRow> => {
  const { author, actor } = message
  const byAuthor = { who: author, ownN: message.authorOwnN, ownCustomerN: message.authorOwnCustomerN }
  const byActor = { who: actor, ownN: message.actorOwnN, ownCustomerN: message.actorOwnCustomerN }
  const owners = sameWho(author, actor) ? [byActor] : [byAuthor, byActor]
  return owners.flatMap(({ who, ownN, ownCustomerN }) => {
    const n = ordinalOf(message, who.side)
    return n === null ? [] : [{ tenant, conversation, side: who.side, actor: who.id, n, ownN, ownCustomerN }]
  })
}

export const linkRow = (link: Link, stream: StreamKey): LinkRow => ({
  tenant: stream.tenant,
  conversation: stream.conversation,
  type: link.record.type,
  record: link.record.id,
  customerVisible: link.customerVisible,
})

export const labelRow = (label: string, stream: StreamKey): LabelRow => ({
  tenant: stream.tenant,
  conversation: stream.conversation,
  label,
})

/** A follower of a record as a row. */
export const recordFollowerRow = (
  record: Link['record'],
  who: Who,
  follower: RecordFollower,
  stream: StreamKey,
): RecordFollowerRow => ({
  tenant: stream.tenant,
  conversation: stream.conversation,
  type: record.type,
  record: record.id,
  side: who.side,
  actor: who.id,
  version: follower.version,
  following: follower.following,
})
