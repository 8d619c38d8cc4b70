import type { Event } from '@colloquy/core/engine'
import type { MessageId } from '@colloquy/core/storage'
import type { Story } from '../Story.ts'

/** The events that the table of `semantics.md` shows to customers. */
export const customersSee = (story: Story, event: Event): boolean => {
  if (event.type === 'conversation-type-set') return event.conversationType === 'customer'
  if (story.type === 'internal') return false
  const shown = (id: MessageId): boolean =>
    story.messages.some((message) => message.id === id && message.published !== null)
  switch (event.type) {
    case 'conversation-created':
    case 'conversation-closed':
    case 'conversation-reopened':
    case 'conversation-locked':
    case 'conversation-unlocked':
    case 'conversation-renamed':
    case 'conversation-removed':
    case 'message-published':
      return true
    case 'message-posted':
      return event.visibility === 'public'
    case 'message-edited':
    case 'message-removed':
      return shown(event.messageId)
    case 'participant-joined':
    case 'participant-left':
      return event.who.side === 'customer'
    case 'context-linked':
    case 'context-unlinked':
      return event.customerVisible
    default:
      return false
  }
}
