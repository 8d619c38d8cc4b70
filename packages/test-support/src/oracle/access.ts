import type { Viewer } from '@colloquy/core/storage'
import { isMember } from './Person.ts'
import { personOf } from './readState.ts'
import type { Story } from './Story.ts'
import { refOf } from './Story.ts'
import type { Telling } from './tell.ts'

/** Whether a viewer may read a conversation, by the rules of the specification. */
export const hasAccess = (story: Story, viewer: Viewer, telling: Telling): boolean => {
  if (story.status === 'removed') return false
  if (directly(story, viewer)) return true
  if (viewer.side !== 'staff' || !viewer.customerHistory || story.customer === null) return false
  return [...telling.stories.values()].some(
    (later) =>
      later.customer === story.customer &&
      later.status === 'open' &&
      later.createdAt > story.createdAt &&
      directly(later, viewer),
  )
}

/** The conversations of a log that a viewer may read. */
export const accessible = (telling: Telling, viewer: Viewer): ReadonlyArray<Story> =>
  [...telling.stories.values()].filter((story) => hasAccess(story, viewer, telling))

const directly = (story: Story, viewer: Viewer): boolean => {
  const person = personOf(story, viewer.who)
  const member = person !== undefined && isMember(person)
  const granted = seenLinks(story, viewer).some((link) =>
    viewer.records.some((record) => refOf(record) === refOf(link.record)),
  )
  if (viewer.side === 'customer') return story.type === 'customer' && (member || granted)
  const closed = story.status === 'closed'
  const queued = story.queue !== null && viewer.queues.includes(story.queue)
  return (
    viewer.viewAll ||
    member ||
    granted ||
    (queued && (closed || story.assignee === null)) ||
    (closed && person?.wasAssigned === true) ||
    (viewer.fromCustomers && story.type === 'customer')
  )
}

/** Customers see only links to records that are shown to them. */
export const seenLinks = (story: Story, viewer: Viewer): Story['links'] =>
  story.links.filter((link) => viewer.side === 'staff' || link.customerVisible)
