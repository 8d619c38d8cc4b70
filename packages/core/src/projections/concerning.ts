import type { Who } from '../conversation/Actor.ts'
import { sameWho } from '../conversation/Actor.ts'
import type { Erased, Event } from '../conversation/Event.ts'

/** Whom an event's personal content concerns; null where it holds none. */
export const subjectOf = (event: Event): Who | null => {
  switch (event.type) {
    case 'message-posted':
    case 'message-edited':
      return event.author
    case 'participant-joined':
      return event.who
    case 'conversation-created':
    case 'conversation-renamed':
      return event.concerns
    default:
      return null
  }
}

/** Whether erasing takes the personal content of an event. */
export const isErased = (event: Event, of: Erased): boolean => {
  const subject = subjectOf(event)
  if (subject === null) return false
  switch (of.what) {
    case 'participant':
      return sameWho(subject, of.who)
    case 'message':
      return (
        (event.type === 'message-posted' || event.type === 'message-edited') &&
        event.messageId === of.messageId
      )
    case 'conversation':
      return true
  }
}
