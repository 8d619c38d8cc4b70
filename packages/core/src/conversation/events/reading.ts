import * as t from 'io-ts'
import { messageId, object, oneOf, reach } from '../codecs.ts'
import { readingEvent } from './definition.ts'

/** Read state. */
export const reading = {
  'read-up-to': readingEvent(object({ messageId, to: reach })),
  'unread-flag-cleared': readingEvent(object({})),
  'marked-unread': readingEvent(object({ to: reach })),
  'cursor-placed': readingEvent(
    object({ to: reach, flag: t.boolean, cause: oneOf('assign', 'import', 'post') }),
  ),
  'conversation-muted': readingEvent(object({})),
  'conversation-unmuted': readingEvent(object({})),
}
