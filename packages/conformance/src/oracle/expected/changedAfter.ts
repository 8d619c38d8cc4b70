import type { Recorded, Viewer } from '@colloquy/core'
import { seenLinks } from '../access.ts'
import { keyOf } from '../Person.ts'
import type { Story } from '../Story.ts'
import { refOf } from '../Story.ts'
import type { Telling } from '../tell.ts'

/** Whether anything came after a position that changes what a viewer sees of a conversation. */
export const changedAfter = (position: number, story: Story, viewer: Viewer, telling: Telling): boolean => {
  const own = story.log.some(
    (event) =>
      (event.position ?? 0) > position &&
      (event.reader === null
        ? viewer.side === 'staff' || event.customerVersion !== null || follows(event, viewer)
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

const follows = ({ event }: Recorded, viewer: Viewer): boolean =>
  (event.type === 'conversation-followed' || event.type === 'conversation-unfollowed') &&
  keyOf(event.who) === keyOf(viewer.who)
