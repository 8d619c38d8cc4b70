import type { Kind, Who } from '../../conversation/Actor.ts'
import type { Attributes, Visibility } from '../../conversation/Event.ts'
import type { MessageId } from '../../conversation/Ids.ts'
import type { Message } from '../seen/Query.ts'
import { iso } from './iso.ts'

/** The author of a message. `name` is null where none was given or it was erased. */
export type Author = { readonly id: string; readonly kind: Kind; readonly name: string | null }

/** A message as staff see it. Times are ISO 8601 in UTC. */
export type StaffMessage = {
  readonly type: 'message'
  readonly id: MessageId
  readonly author: Author
  /** The actor; differs from the author where it was posted as another person. */
  readonly actor: Who
  readonly visibility: Visibility
  /** Null once erased; for a removed message, null without `message.history`. */
  readonly body: string | null
  readonly at: string
  /** When customers first saw it; null for a note. */
  readonly publicAt: string | null
  readonly edited: boolean
  /** A removed message keeps its place. */
  readonly removed: boolean
  readonly replyTo: MessageId | null
  readonly mentions: ReadonlyArray<string>
  readonly attributes: Attributes
  /** Its version in the conversation, for `asOf`. */
  readonly version: string
}

/** Shapes a message for staff. `history`: whether the viewer may read what was removed. */
export const staffMessage = (message: Message, history: boolean, version: string): StaffMessage => {
  const row = message.row
  const hidden = row.removed && !history
  return {
    type: 'message',
    id: row.id,
    author: { id: row.author, kind: row.authorKind, name: message.authorName },
    actor: { side: row.actorSide, id: row.actor },
    visibility: row.visibility,
    body: hidden ? null : message.body,
    at: iso(row.at),
    publicAt: row.publicAt === null ? null : iso(row.publicAt),
    edited: row.editedAt !== null,
    removed: row.removed,
    replyTo: message.replyTo,
    mentions: hidden ? [] : row.mentions,
    attributes: hidden ? {} : row.attributes,
    version,
  }
}
