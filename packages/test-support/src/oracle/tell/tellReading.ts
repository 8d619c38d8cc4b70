import type { Reach, Recorded, Side, Who } from '@colloquy/core/storage'
import { seenAt } from '../Message.ts'
import type { Story } from '../Story.ts'
import { inOrder } from '../Story.ts'
import { personIn } from './personIn.ts'

/** Applies an event of a reading stream. */
export const tellReading = (story: Story, { event, version }: Recorded, reader: Who): void => {
  const person = personIn(story, reader, reader.side)
  if (version !== person.readingVersion + 1) throw new Error(`versions have no gaps: ${event.type}`)
  person.readingVersion = version
  switch (event.type) {
    case 'read-up-to': {
      const message = story.messages.find(({ id }) => id === event.messageId)
      const seen = message === undefined ? null : seenAt(message, reader.side)
      if (seen === null) throw new Error('somebody read what they do not see')
      person.cursor = Math.max(person.cursor ?? 0, seen)
      person.flag = false
      return
    }
    case 'unread-flag-cleared':
      person.flag = false
      return
    case 'marked-unread':
      person.cursor = Math.min(person.cursor ?? 0, versionAt(story, reader.side, event.to))
      person.flag = true
      person.markedVersion = version
      return
    case 'cursor-placed':
      // An existing cursor stays, unless an import settles it; it never moves back.
      person.cursor = Math.max(person.cursor ?? 0, versionAt(story, reader.side, event.to))
      if (event.flag) person.flag = true
      return
    case 'conversation-muted':
      person.muted = true
      return
    case 'conversation-unmuted':
      person.muted = false
      return
    default:
      throw new Error(`not of a reading stream: ${event.type}`)
  }
}

/** A reading event stores a place as a number of messages; this is the version of the last of them. */
const versionAt = (story: Story, side: Side, to: Reach): number => {
  const last = to.read === 0 ? undefined : inOrder(story, side)[to.read - 1]
  return last === undefined ? 0 : (seenAt(last, side) ?? 0)
}
