import type { Who } from '../../conversation/Actor.ts'
import type { Attributes, ConversationType } from '../../conversation/Event.ts'
import type { ConversationId, MessageId, RecordRef } from '../../conversation/Ids.ts'
import { hiddenTo } from '../../conversation/State.ts'
import type { Summary } from '../seen/Query.ts'
import { iso, isoOrNull } from './iso.ts'
import { previewOf } from './preview.ts'

/** A conversation as staff see it: a row of a list, and the details of one. Times are ISO 8601 in UTC. */
export type StaffConversation = {
  readonly id: ConversationId
  readonly type: ConversationType
  readonly subject: string | null
  readonly status: 'open' | 'closed' | 'removed'
  readonly locked: boolean
  readonly customer: string | null
  readonly initiator: Who
  readonly assignee: string | null
  readonly queue: string | null
  /** The linked records. */
  readonly contexts: ReadonlyArray<RecordRef>
  /** The record it was started from. */
  readonly source: RecordRef | null
  readonly channel: string
  readonly labels: ReadonlyArray<string>
  readonly attributes: Attributes
  /** The closed conversation that it continues, and its own continuation. */
  readonly forkedFrom: ConversationId | null
  readonly forkedTo: ConversationId | null
  readonly createdAt: string
  /** The time of the last message that was not removed, or of the creation. */
  readonly lastActivityAt: string
  readonly lastMessageId: MessageId | null
  /** The first 200 characters of that message; null without one, or once it was erased. */
  readonly preview: string | null
  readonly closedAt: string | null
  readonly snoozedUntil: string | null
  /** The number of messages that the viewer has not read. */
  readonly unread: number
  /** Whether any are unread, or the viewer marked it so. */
  readonly isUnread: boolean
  /** The number of unread messages by customers. */
  readonly unreadFromCustomer: number
  /** Whether a customer waits for an answer, and since when. */
  readonly unanswered: boolean
  readonly waitingSince: string | null
  readonly following: boolean
  readonly muted: boolean
  /** The token for `markRead`: a `markRead` of this screen loses to a later `markUnread`. */
  readonly readToken: string
  /** The assignee's own unread count; in the view `teamInbox` only. */
  readonly assigneeUnread?: number
}

/** Shapes a conversation for staff. */
export const staffConversation = (summary: Summary, readToken: string): StaffConversation => {
  const row = summary.conversation
  const seat = summary.seat
  const shows = row.lastStaffN !== null && row.lastStaffN > hiddenTo(seat)
  return {
    id: row.conversation,
    type: row.type,
    subject: summary.subject,
    status: row.status,
    locked: row.locked,
    customer: row.customer,
    initiator: { side: row.initiatorSide, id: row.initiator },
    assignee: row.assignee,
    queue: row.queue,
    contexts: summary.links.map((link) => ({ type: link.type, id: link.record })),
    source: row.sourceType === null || row.source === null ? null : { type: row.sourceType, id: row.source },
    channel: row.channel,
    labels: row.labels,
    attributes: row.attributes,
    forkedFrom: row.forkedFrom,
    forkedTo: row.forkedTo,
    createdAt: iso(row.createdAt),
    lastActivityAt: iso(shows || row.lastStaffN === null ? row.staffAt : row.createdAt),
    lastMessageId: shows ? row.lastStaffId : null,
    preview: shows && summary.preview !== null ? previewOf(summary.preview) : null,
    closedAt: isoOrNull(row.closedAt),
    snoozedUntil: null,
    unread: summary.unread,
    isUnread: summary.isUnread,
    unreadFromCustomer: summary.unreadFromCustomer,
    unanswered: row.waitingAt !== null,
    waitingSince: isoOrNull(row.waitingAt),
    following: seat?.follower ?? false,
    muted: seat?.muted ?? false,
    readToken,
  }
}
