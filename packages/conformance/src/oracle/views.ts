import type { Filter, View, Viewer } from '@colloquy/core'
import { seenLinks } from './access.ts'
import type { Message } from './Message.ts'
import { isMember, keyOf } from './Person.ts'
import { isUnread, personOf, visibleTo, waitingSince } from './reading.ts'
import type { Story } from './Story.ts'
import { refOf } from './Story.ts'
import type { Telling } from './tell.ts'

const followsLinked = (story: Story, viewer: Viewer, telling: Telling): boolean =>
  seenLinks(story, viewer).some(
    (link) => telling.followers.get(refOf(link.record))?.has(keyOf(viewer.who)) === true,
  )

/** The table of views, row by row. */
export const belongs = (view: View, story: Story, viewer: Viewer, telling: Telling): boolean => {
  const person = personOf(story, viewer.who)
  const mine = (person !== undefined && isMember(person)) || followsLinked(story, viewer, telling)
  const active = story.status === 'open'
  const closed = story.status === 'closed'
  const assigned = viewer.side === 'staff' && story.assignee === viewer.who.id
  const serves = story.queue !== null && viewer.queues.includes(story.queue)
  const written = visibleTo(story, viewer.who).filter((message) => !message.removed)
  const byViewer = (message: Message): boolean => keyOf(message.author) === keyOf(viewer.who)
  if (viewer.side === 'customer' && view !== 'all' && view !== 'mine' && view !== 'unread') return false
  switch (view) {
    case 'all':
      return true
    case 'mine':
      return mine
    case 'unread':
      return (
        (viewer.scope === 'mine' ? mine : assigned) && isUnread(story, viewer.who) && person?.muted !== true
      )
    case 'fromCustomers.open':
      return viewer.fromCustomers && story.type === 'customer' && active
    case 'fromCustomers.unanswered':
      return viewer.fromCustomers && waitingSince(story) !== null
    case 'fromCustomers.closed':
      return viewer.fromCustomers && story.type === 'customer' && closed
    case 'customerReplies':
      return (
        story.type === 'customer' &&
        active &&
        (person?.follower === true || followsLinked(story, viewer, telling))
      )
    case 'internalInbox':
      return story.type === 'internal' && active && mine && written.some((message) => !byViewer(message))
    case 'internalSent':
      return story.type === 'internal' && active && written.some(byViewer)
    case 'allClosed':
      return mine && closed
    case 'assigned':
      return assigned && active
    case 'sent':
      return written.some((message) => byViewer(message) && message.published !== null)
    case 'teamInbox':
      return viewer.team && story.assignee !== null && !assigned && active
    case 'picklist':
      return active && story.queue !== null && story.assignee === null && (serves || viewer.viewAll)
    case 'history':
      return closed && (person?.wasAssigned === true || serves)
    case 'unassigned':
      return story.assignee === null && active
    case 'closed':
      return closed
  }
}

/** All that the filter names must hold. */
export const passes = (filter: Filter, story: Story, viewer: Viewer): boolean =>
  Object.entries(tests(story, viewer)).every(([name, test]) => {
    const given = filter[name as keyof Filter]
    return given === undefined || test(filter)
  })

const tests = (
  story: Story,
  viewer: Viewer,
): { readonly [F in keyof Required<Filter>]: (filter: Filter) => boolean } => ({
  status: (filter) => story.status === filter.status,
  type: (filter) => story.type === filter.type,
  assignee: (filter) => story.assignee === filter.assignee,
  queue: (filter) => story.queue === filter.queue,
  label: (filter) => story.labels.some((label) => label === filter.label),
  record: ({ record }) =>
    record !== undefined && seenLinks(story, viewer).some((link) => refOf(link.record) === refOf(record)),
  customer: (filter) => story.customer === filter.customer,
  channel: (filter) => story.channel === filter.channel,
  unread: (filter) => isUnread(story, viewer.who) === filter.unread,
  unanswered: (filter) => (waitingSince(story) !== null) === filter.unanswered,
  attributes: ({ attributes }) =>
    Object.entries(attributes ?? {}).every(([key, value]) => story.attributes[key] === value),
})
