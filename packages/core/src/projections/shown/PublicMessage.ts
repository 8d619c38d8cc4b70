import type { MessageId } from '../../conversation/Ids.ts'
import type { Message } from '../seen/Query.ts'
import { iso } from './iso.ts'
import type { Author } from './StaffMessage.ts'

/** A message as a customer sees it. Times are ISO 8601 in UTC. */
export type PublicMessage = {
  readonly type: 'message'
  readonly id: MessageId
  readonly author: Author
  /** Null once removed or erased. */
  readonly body: string | null
  /** When customers first saw it. */
  readonly at: string
  /** Whether it was edited after that. */
  readonly edited: boolean
  /** A removed message keeps its place. */
  readonly removed: boolean
  readonly replyTo: MessageId | null
  /** Its version among what customers see of the conversation. */
  readonly version: string
}

/** Shapes a message for a customer. */
export const publicMessage = (message: Message, version: string): PublicMessage => {
  const row = message.row
  return {
    type: 'message',
    id: row.id,
    author: { id: row.author, kind: row.authorKind, name: message.authorName },
    body: row.removed ? null : message.body,
    at: iso(row.publicAt ?? row.at),
    edited: row.publicEditedAt !== null,
    removed: row.removed,
    replyTo: message.replyTo,
    version,
  }
}
