import type { Who } from '../conversation/Actor.ts'
import { readerKey } from '../conversation/Actor.ts'
import type { MessageId } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'

/**
 * Whose seats and which message `evolve` looks at or changes for an event: folding hands it these and no others. Each
 * type has its own case, because one that is missing would be found by nobody before the first rebuild.
 */
export type Touched = { readonly seats: ReadonlyArray<string> | 'all'; readonly message: MessageId | null }

export const touched = ({ event, reader, actor }: Recorded): Touched => {
  if (reader !== null) return seats(reader)
  switch (event.type) {
    case 'participant-joined':
    case 'participant-left':
    case 'conversation-followed':
    case 'conversation-unfollowed':
      return seats(event.who)
    case 'message-posted':
      return { ...seats(event.author, { side: actor.side, id: actor.id }), message: event.messageId }
    case 'message-removed':
      return { seats: 'all', message: event.messageId }
    case 'message-edited':
    case 'message-published':
      return { seats: [], message: event.messageId }
    case 'conversation-assigned': {
      const to: Who = { side: 'staff', id: event.to }
      return event.from === null ? seats(to) : seats(to, { side: 'staff', id: event.from })
    }
    case 'conversation-released':
      return seats({ side: 'staff', id: event.from })
    case 'conversation-created':
    case 'context-linked':
    case 'context-unlinked':
    case 'conversation-labelled':
    case 'conversation-unlabelled':
    case 'conversation-queued':
    case 'conversation-closed':
    case 'conversation-reopened':
    case 'conversation-locked':
    case 'conversation-unlocked':
    case 'conversation-renamed':
    case 'conversation-type-set':
    case 'attributes-set':
    case 'no-reply-needed':
    case 'conversation-forked':
    case 'conversation-removed':
    case 'content-erased':
    // Those of a reader's stream were answered above; a record's followers are folded beside the state.
    case 'read-up-to':
    case 'unread-flag-cleared':
    case 'marked-unread':
    case 'cursor-placed':
    case 'conversation-muted':
    case 'conversation-unmuted':
    case 'record-followed':
    case 'record-unfollowed':
      return seats()
  }
}

const seats = (...who: ReadonlyArray<Who>): Touched => ({ seats: who.map(readerKey), message: null })
