import type { ConversationId, MessageId, RecordRef } from '../../conversation/Ids.ts'
import { hiddenTo } from '../../conversation/State.ts'
import type { Summary } from '../seen/Query.ts'
import { iso, isoOrNull } from './iso.ts'
import { previewOf } from './preview.ts'

/** A conversation as a customer sees it: no field changes with what only staff see. Times are ISO 8601 in UTC. */
export type CustomerConversation = {
  readonly id: ConversationId
  readonly type: 'customer'
  readonly subject: string | null
  readonly status: 'open' | 'closed'
  readonly locked: boolean
  readonly customer: string | null
  /** The linked records of types that customers may see. */
  readonly contexts: ReadonlyArray<RecordRef>
  /** The record it was started from, if customers may see its type. */
  readonly source: RecordRef | null
  readonly createdAt: string
  /** The time of the last public message that was not removed, or of the creation. */
  readonly lastActivityAt: string
  readonly lastMessageId: MessageId | null
  /** The first 200 characters of that message; null without one, or once it was erased. */
  readonly preview: string | null
  readonly closedAt: string | null
  /** The number of messages that the viewer has not read. */
  readonly unread: number
  /** Whether any are unread, or the viewer marked it so. */
  readonly isUnread: boolean
  readonly following: boolean
  readonly muted: boolean
  /** The token for `markRead`: a `markRead` of this screen loses to a later `markUnread`. */
  readonly readToken: string
}

/** Shapes a conversation for a customer. `shown`: whether customers may see records of a type. */
export const customerConversation = (
  summary: Summary,
  shown: (recordType: string) => boolean,
  readToken: string,
): CustomerConversation => {
  const row = summary.conversation
  const seat = summary.seat
  const shows = row.lastCustomerN !== null && row.lastCustomerN > hiddenTo(seat)
  return {
    id: row.conversation,
    type: 'customer',
    subject: summary.subject,
    status: row.status === 'closed' ? 'closed' : 'open',
    locked: row.locked,
    customer: row.customer,
    contexts: summary.links
      .filter((link) => link.customerVisible)
      .map((link) => ({ type: link.type, id: link.record })),
    source:
      row.sourceType !== null && row.source !== null && shown(row.sourceType)
        ? { type: row.sourceType, id: row.source }
        : null,
    createdAt: iso(row.createdAt),
    lastActivityAt: iso(shows || row.lastCustomerN === null ? row.customerAt : row.createdAt),
    lastMessageId: shows ? row.lastCustomerId : null,
    preview: shows && summary.preview !== null ? previewOf(summary.preview) : null,
    closedAt: isoOrNull(row.closedAt),
    unread: summary.unread,
    isUnread: summary.isUnread,
    following: seat?.follower ?? false,
    muted: seat?.muted ?? false,
    readToken,
  }
}
