import type { Who } from '../../conversation/Actor.ts'
import { readerKey } from '../../conversation/Actor.ts'
import type { Time } from '../../conversation/Ids.ts'
import type { Header, Link, MessageFacts, MessageRef, Seat } from '../../conversation/State.ts'
import type { ConversationRow, LinkRow, MessageRow, SeatRow } from './Tables.ts'

const refOf = (id: MessageRef['id'] | null, n: number | null, at: Time | null): MessageRef | null =>
  id === null || n === null || at === null ? null : { id, n, at }

/** The inverse of `conversationRow`. */
export const headerOf = (row: ConversationRow): Header => {
  const run = refOf(row.runId, row.runN, row.runAt)
  return {
    id: row.conversation,
    version: row.version,
    customerVersion: row.customerVersion,
    type: row.type,
    status: row.status,
    locked: row.locked,
    initiator: { side: row.initiatorSide, id: row.initiator },
    customer: row.customer,
    assignee: row.assignee,
    queue: row.queue,
    queuedAt: row.queuedAt,
    source: row.sourceType === null || row.source === null ? null : { type: row.sourceType, id: row.source },
    channel: row.channel,
    subjectVersion: row.subjectVersion,
    concerns: { side: row.concernsSide, id: row.concerns },
    attributes: row.attributes,
    labels: row.labels,
    links: row.links,
    members: row.members,
    big: row.big,
    forkedFrom: row.forkedFrom,
    forkedTo: row.forkedTo,
    staffN: row.staffN,
    customerN: row.customerN,
    fromCustomerN: row.fromCustomerN,
    lastStaff: refOf(row.lastStaffId, row.lastStaffN, row.staffAt),
    lastCustomer: refOf(row.lastCustomerId, row.lastCustomerN, row.customerAt),
    run: run === null || row.runStaffN === null ? null : { ...run, staffN: row.runStaffN },
    answeredN: row.answeredN,
    settledN: row.settledN,
    reopened:
      row.reopenedAt === null || row.reopenedN === null ? null : { at: row.reopenedAt, n: row.reopenedN },
    createdAt: row.createdAt,
    closedAt: row.closedAt,
    lastAt: row.lastAt,
  }
}

/** The inverse of `seatRow`. */
export const seatOf = (row: SeatRow): Seat => ({
  who: { side: row.side, id: row.actor },
  kind: row.kind,
  version: row.version,
  participant: row.participant,
  follower: row.follower,
  initiator: row.initiator,
  assigned: row.assigned,
  wasAssigned: row.wasAssigned,
  muted: row.muted,
  hiddenN: row.hiddenN,
  nameVersion: row.nameVersion,
  placed: row.placed,
  flag: row.flag,
  markVersion: row.markVersion,
  ownN: row.ownN,
  ownCustomerN: row.ownCustomerN,
  reach: {
    read: row.readN,
    own: row.readOwnN,
    removedAfter: row.removedN,
    customer: { read: row.readCustomerN, own: row.readOwnCustomerN, removedAfter: row.removedCustomerN },
  },
})

/** The inverse of `messageRow`; the hash is stored with the message's text, not in its row. */
export const messageFactsOf = (row: MessageRow, hash: string | null): MessageFacts => ({
  id: row.id,
  version: row.version,
  n: row.n,
  customerN: row.customerN,
  fromCustomerN: row.fromCustomerN,
  author: { side: row.authorSide, id: row.author },
  authorKind: row.authorKind,
  actor: { side: row.actorSide, id: row.actor },
  authorOwnN: row.authorOwnN,
  actorOwnN: row.actorOwnN,
  authorOwnCustomerN: row.authorOwnCustomerN,
  actorOwnCustomerN: row.actorOwnCustomerN,
  visibility: row.visibility,
  removed: row.removed,
  answers: row.answers,
  mentions: row.mentions,
  replyTo: row.replyTo,
  attributes: row.attributes,
  at: row.at,
  bodyVersion: row.bodyVersion,
  publicAt: row.publicAt,
  customerVersion: row.customerVersion,
  editedAt: row.editedAt,
  publicEditedAt: row.publicEditedAt,
  hash,
})

/** The inverse of `linkRow`. */
export const linkOf = (row: LinkRow): Link => ({
  record: { type: row.type, id: row.record },
  customerVisible: row.customerVisible,
})

/** The `readerKey` of a seat, or of a follower of a record. */
export const readerOf = (row: { readonly side: Who['side']; readonly actor: Who['id'] }): string =>
  readerKey({ side: row.side, id: row.actor })
