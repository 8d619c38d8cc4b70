import { assignment } from './events/assignment.ts'
import { description } from './events/description.ts'
import { erasing } from './events/erasing.ts'
import { members } from './events/members.ts'
import { messages } from './events/messages.ts'
import { reading } from './events/reading.ts'
import { records } from './events/records.ts'
import { starting } from './events/starting.ts'
import { status } from './events/status.ts'

/** Every event type. Names and facts are the stored format: after a release they change only through an upcaster. */
export const events = {
  ...starting,
  ...messages,
  ...members,
  ...assignment,
  ...records,
  ...description,
  ...status,
  ...reading,
  ...erasing,
}

const typesWhere = (
  test: (definition: (typeof events)[keyof typeof events]) => boolean,
): ReadonlyArray<string> =>
  Object.entries(events).flatMap(([type, definition]) => (test(definition) ? [type] : []))

export const eventTypes = typesWhere(() => true)
/** The types of conversations' and readers' streams, without those of records. */
export const conversationEventTypes = typesWhere(({ stream }) => stream !== 'record')
/** The types that timelines show as the message itself. */
export const messageEventTypes = typesWhere(({ timeline }) => timeline === 'message')
