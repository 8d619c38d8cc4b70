import { sameWho } from '../conversation/Actor.ts'
import type { Erased, Event } from '../conversation/Event.ts'
import { concerned } from '../conversation/EventCodec.ts'

/** Whether erasing takes the personal content of an event. */
export const isErased = (event: Event, of: Erased): boolean => {
  const subject = concerned(event)
  if (subject === null) return false
  switch (of.what) {
    case 'participant':
      return sameWho(subject, of.who)
    case 'message':
      return 'messageId' in event && event.messageId === of.messageId
    case 'conversation':
      return true
  }
}
