import { find } from '../kernel/Lookup.ts'
import type { Facts } from './Event.ts'
import type { State } from './State.ts'

/**
 * Whether customers who may see the conversation may see that this happened. What they may not see gets no
 * ordinal of theirs: a gap would tell.
 */
export const customersSee = (event: Facts, before: State): boolean => {
  const type = before.header?.type ?? 'customer'
  switch (event.type) {
    case 'conversation-created':
      return event.conversationType === 'customer'
    case 'conversation-type-set':
      return event.conversationType === 'customer'
    case 'conversation-closed':
    case 'conversation-reopened':
    case 'conversation-locked':
    case 'conversation-unlocked':
    case 'conversation-renamed':
    case 'conversation-removed':
    case 'message-published':
      return type === 'customer'
    case 'participant-joined':
    case 'participant-left':
      return type === 'customer' && event.who.side === 'customer'
    case 'message-posted':
      return type === 'customer' && event.visibility === 'public'
    case 'message-edited':
    case 'message-removed':
      return type === 'customer' && (find(before.messages, event.messageId)?.customerN ?? null) !== null
    case 'context-linked':
    case 'context-unlinked':
      return type === 'customer' && event.customerVisible
    case 'conversation-followed':
    case 'conversation-unfollowed':
    case 'conversation-labelled':
    case 'conversation-unlabelled':
    case 'conversation-assigned':
    case 'conversation-released':
    case 'conversation-queued':
    case 'attributes-set':
    case 'no-reply-needed':
    case 'conversation-forked':
    case 'content-erased':
    case 'read-up-to':
    case 'unread-flag-cleared':
    case 'marked-unread':
    case 'cursor-placed':
    case 'conversation-muted':
    case 'conversation-unmuted':
    case 'record-followed':
    case 'record-unfollowed':
      return false
  }
}
