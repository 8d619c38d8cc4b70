import type { Filter, Viewer } from '@colloquy/core/storage'
import type { View } from '@colloquy/core'
import { seenLinks } from './access.ts'
import type { Message } from './Message.ts'
import { isMember, keyOf } from './Person.ts'
import { isUnread, personOf, visibleTo, waitingSince } from './readState.ts'
import type { Story } from './Story.ts'
import { refOf } from './Story.ts'
import type { Telling } from './tell.ts'

const followsLinked = (story: Story, viewer: Viewer, telling: Telling): boolean =>
  seenLinks(story, viewer).some(
    (link) => telling.followers.get(refOf(link.record))?.has(keyOf(viewer.who)) === true,
  )

/** The terms of the specification's table of views. */
const seenBy = (story: Story, viewer: Viewer, telling: Telling) => {
  const person = personOf(story, viewer.who)
  const follows = followsLinked(story, viewer, telling)
  return {
    story,
    viewer,
    person,
    follows,
    mine: (person !== undefined && isMember(person)) || follows,
    active: story.status === 'open',
    closed: story.status === 'closed',
    assigned: viewer.side === 'staff' && story.assignee === viewer.who.id,
    serves: story.queue !== null && viewer.queues.includes(story.queue),
    written: visibleTo(story, viewer.who).filter((message) => !message.removed),
    byViewer: (message: Message): boolean => keyOf(message.author) === keyOf(viewer.who),
  }
}

/** The specification's table of views, row by row. */
const table: { readonly [V in View]: (seen: ReturnType<typeof seenBy>) => boolean } = {
  all: () => true,
  mine: ({ mine }) => mine,
  unread: ({ story, viewer, person, mine, assigned }) =>
    (viewer.scope === 'mine' ? mine : assigned) && isUnread(story, viewer.who) && person?.muted !== true,
  'fromCustomers.open': ({ story, viewer, active }) =>
    viewer.fromCustomers && story.type === 'customer' && active,
  'fromCustomers.unanswered': ({ story, viewer }) => viewer.fromCustomers && waitingSince(story) !== null,
  'fromCustomers.closed': ({ story, viewer, closed }) =>
    viewer.fromCustomers && story.type === 'customer' && closed,
  customerReplies: ({ story, person, follows, active }) =>
    story.type === 'customer' && active && (person?.follower === true || follows),
  internalInbox: ({ story, mine, active, written, byViewer }) =>
    story.type === 'internal' && active && mine && written.some((message) => !byViewer(message)),
  internalSent: ({ story, active, written, byViewer }) =>
    story.type === 'internal' && active && written.some(byViewer),
  allClosed: ({ mine, closed }) => mine && closed,
  assigned: ({ active, assigned }) => assigned && active,
  sent: ({ written, byViewer }) => written.some((message) => byViewer(message) && message.published !== null),
  teamInbox: ({ story, viewer, active, assigned }) =>
    viewer.team && story.assignee !== null && !assigned && active,
  picklist: ({ story, viewer, active, serves }) =>
    active && story.queue !== null && story.assignee === null && (serves || viewer.viewAll),
  history: ({ person, closed, serves }) => closed && (person?.wasAssigned === true || serves),
  unassigned: ({ story, active }) => story.assignee === null && active,
  closed: ({ closed }) => closed,
}
const ofCustomers: ReadonlySet<View> = new Set(['all', 'mine', 'unread'])

export const belongs = (view: View, story: Story, viewer: Viewer, telling: Telling): boolean =>
  (viewer.side === 'staff' || ofCustomers.has(view)) && table[view](seenBy(story, viewer, telling))

/** Filters are combined with AND. */
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
