import type { Recorded, Viewer, Who } from '@colloquy/core/storage'
import { seenLinks } from '../access.ts'
import { seenAt } from '../Message.ts'
import { keyOf } from '../Person.ts'
import { personOf, visibleTo } from '../readState.ts'
import type { Story } from '../Story.ts'
import { refOf } from '../Story.ts'
import type { Telling } from '../tell.ts'

/** Whether an event after a position changed what a viewer sees of a conversation. */
export const changedAfter = (position: number, story: Story, viewer: Viewer, telling: Telling): boolean => {
  const own = story.log.some(
    (event) =>
      (event.position ?? 0) > position &&
      (event.reader === null
        ? viewer.side === 'staff' ||
          event.customerVersion !== null ||
          follows(event, viewer) ||
          tookWords(event, story, viewer)
        : keyOf(event.reader) === keyOf(viewer.who)),
  )
  const records = seenLinks(story, viewer).map(({ record }) => refOf(record))
  const followed = telling.log.some(
    ({ event, position: at }) =>
      (event.type === 'record-followed' || event.type === 'record-unfollowed') &&
      (at ?? 0) > position &&
      keyOf(event.who) === keyOf(viewer.who) &&
      records.includes(refOf(event.record)),
  )
  return own || followed
}

/** Whether a text was erased that the customer could see: a message, the subject line or a customer's name. */
const tookWords = ({ event, version }: Recorded, story: Story, viewer: Viewer): boolean => {
  if (event.type !== 'content-erased') return false
  const { of } = event
  const isOf = (who: Who): boolean =>
    of.what === 'conversation' || (of.what === 'participant' && keyOf(of.who) === keyOf(who))
  const messages = visibleTo(story, viewer.who).filter(
    (message) => !message.removed && (seenAt(message, 'customer') ?? version) < version,
  )
  if (messages.some(({ id, author }) => isOf(author) || (of.what === 'message' && of.messageId === id)))
    return true
  const named = new Map<string, Recorded>()
  for (const each of story.events) {
    if (each.event.type === 'conversation-created' || each.event.type === 'conversation-renamed')
      named.set('subject', each)
    if (each.event.type === 'participant-joined' && each.event.named && each.event.who.side === 'customer')
      named.set(keyOf(each.event.who), each)
  }
  return [...named.values()].some((each) => {
    if (each.version > version) return false
    if (each.event.type !== 'participant-joined') return 'concerns' in each.event && isOf(each.event.concerns)
    return personOf(story, each.event.who)?.participant === true && isOf(each.event.who)
  })
}

const follows = ({ event }: Recorded, viewer: Viewer): boolean =>
  (event.type === 'conversation-followed' || event.type === 'conversation-unfollowed') &&
  keyOf(event.who) === keyOf(viewer.who)
