import type { ConversationId, Viewer, Who } from '@colloquy/core/storage'
import { hasAccess, seenLinks } from '../access.ts'
import { byCodePoint } from '../byCodePoint.ts'
import type { Person } from '../Person.ts'
import { isMember, keyOf } from '../Person.ts'
import { isUnread, personOf, unreadOf, visibleTo, waitingSince } from '../readState.ts'
import type { Story } from '../Story.ts'
import { refOf } from '../Story.ts'
import type { Telling } from '../tell.ts'

export const summariesOf = (ids: ReadonlyArray<ConversationId>, viewer: Viewer, telling: Telling) =>
  [...new Set(ids)].flatMap((id) => {
    const story = telling.stories.get(id)
    return story === undefined || !hasAccess(story, viewer, telling) ? [] : [summaryOf(story, viewer)]
  })

/** A viewer's summary of one conversation. */
export const summaryOf = (story: Story, viewer: Viewer) => {
  const person = personOf(story, viewer.who)
  const last = visibleTo(story, viewer.who).findLast((message) => !message.removed)
  const assignee: Who | null = story.assignee === null ? null : { side: 'staff', id: story.assignee as never }
  return {
    id: story.id,
    type: story.type,
    status: story.status,
    locked: story.locked,
    initiator: keyOf(story.initiator),
    customer: story.customer,
    assignee: story.assignee,
    queue: story.queue,
    source: story.source === null ? null : refOf(story.source),
    channel: story.channel,
    subject: story.subject,
    attributes: Object.entries(story.attributes).sort(([a], [b]) => byCodePoint(a, b)),
    labels: story.labels.toSorted(byCodePoint),
    links: seenLinks(story, viewer)
      .map(({ record }) => refOf(record))
      .sort(byCodePoint),
    forkedFrom: story.forkedFrom,
    forkedTo: story.forkedTo,
    createdAt: story.createdAt,
    closedAt: story.closedAt,
    waitingSince: waitingSince(story),
    lastId: last?.id ?? null,
    preview: last?.body ?? null,
    unread: unreadOf(story, viewer.who).length,
    unreadFromCustomer: viewer.side === 'staff' ? unreadOf(story, viewer.who, 'customer').length : 0,
    isUnread: isUnread(story, viewer.who),
    assigneeUnread: assignee === null || viewer.side === 'customer' ? 0 : unreadOf(story, assignee).length,
    seat: person === undefined ? null : seatOf(person),
  }
}

export const seatOf = (person: Person) => ({
  participant: person.participant,
  follower: person.follower,
  member: isMember(person),
  muted: person.muted,
  flag: person.flag,
  placed: person.cursor !== null,
  version: person.readingVersion,
})
