import type { Kind } from '@colloquy/core'
import type { MessageId, Side, Who } from '@colloquy/core/storage'
import { sameWho } from '@colloquy/core/engine'

/** A message as both sides see it. */
export type Message = {
  readonly id: MessageId
  readonly author: Who
  readonly authorKind: Kind
  readonly actor: Who
  /** When it became visible to staff, and to customers; null: it did not. */
  readonly posted: { readonly version: number; readonly at: number }
  published: { readonly version: number; readonly at: number } | null
  readonly answers: boolean
  readonly replyTo: MessageId | null
  body: string | null
  /** When it was last edited, and last while visible to customers. */
  editedAt: number | null
  publicEditedAt: number | null
  removed: boolean
}

/** The version at which a message became visible to a side; null: it did not. */
export const seenAt = (message: Message, side: Side): number | null =>
  side === 'staff' ? message.posted.version : (message.published?.version ?? null)

/** Whether a person is the author or the actor of a message. */
export const isOwn = (message: Message, who: Who): boolean =>
  sameWho(message.author, who) || sameWho(message.actor, who)
