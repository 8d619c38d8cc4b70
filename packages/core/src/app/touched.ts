import type { Who } from '../conversation/Actor.ts'
import { readerKey } from '../conversation/Actor.ts'
import type { MessageId } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'

/** Whose seats and which message an event changes: what folding one event has to hold in hand. */
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
    default:
      return seats()
  }
}

const seats = (...who: ReadonlyArray<Who>): Touched => ({ seats: who.map(readerKey), message: null })
