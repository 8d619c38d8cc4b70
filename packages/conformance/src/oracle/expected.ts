import type {
  ConversationId,
  Key,
  Match,
  Query,
  Recorded,
  RecordRef,
  Side,
  SortBy,
  Viewer,
  Who,
} from '@colloquy/core'
import { hasAccess, seenLinks } from './access.ts'
import { isUnread, personOf, unreadOf, visibleTo, waitingSince } from './reading.ts'
import type { Person, Story, Telling, Told } from './Story.ts'
import { isMember, isOwn, keyOf, refOf, seenAt } from './Story.ts'
import { belongs, passes } from './views.ts'

/** Texts by code point. */
export const byCodePoint = (a: string, b: string): number => {
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0)
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0)
  const at = left.findIndex((point, i) => point !== right[i])
  if (at === -1) return left.length - right.length
  return at >= right.length ? 1 : (left[at] ?? 0) - (right[at] ?? 0)
}

const timeOf = (message: Told, side: Side): number | null =>
  side === 'staff' ? message.posted.at : (message.published?.at ?? null)

/** What a viewer is told about one conversation. */
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

const roleOf = ({ kind, initiator, assigned, wasAssigned }: Person) => ({
  kind,
  initiator,
  assigned,
  wasAssigned,
})

const seatOf = (person: Person) => ({
  participant: person.participant,
  follower: person.follower,
  member: isMember(person),
  muted: person.muted,
  flag: person.flag,
  placed: person.cursor !== null,
  version: person.readingVersion,
})

/** The activity that orders lists: of the last message of the viewer's side that was not removed. */
const sortValue = (by: SortBy, story: Story, viewer: Viewer): number | null => {
  const { side } = viewer
  switch (by) {
    case 'activity': {
      const last = story.messages
        .filter((message) => !message.removed && seenAt(message, side) !== null)
        .sort((a, b) => (seenAt(a, side) ?? 0) - (seenAt(b, side) ?? 0))
        .at(-1)
      return last === undefined ? story.createdAt : timeOf(last, side)
    }
    case 'arrival':
      return side === 'staff' ? story.arrivedAt : story.createdAt
    case 'waitingSince':
      return side === 'staff' ? waitingSince(story) : null
    case 'closedAt':
      return story.closedAt
  }
}

const compare = (a: Key, b: Key, ascending: boolean): number => {
  if (a.value === null && b.value !== null) return 1
  if (a.value !== null && b.value === null) return -1
  const order = (a.value ?? 0) - (b.value ?? 0) || byCodePoint(a.id, b.id)
  return ascending ? order : -order
}

const seen = (telling: Telling, viewer: Viewer): ReadonlyArray<Story> =>
  [...telling.stories.values()].filter((story) => hasAccess(story, viewer, telling))

const words = (text: string | null): ReadonlyArray<string> =>
  (text ?? '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')

const matches = (asked: ReadonlyArray<string>, text: string | null): boolean =>
  asked.length > 0 && asked.every((word) => words(text).some((one) => one.startsWith(word)))

/** Null: does not match. */
const matchIn = (
  match: Match | null,
  story: Story,
  viewer: Viewer,
): { readonly id: string | null } | null => {
  if (match === null) return { id: null }
  const { text, participant, phone } = match
  const message =
    text === null
      ? undefined
      : visibleTo(story, viewer.who).findLast((one) => !one.removed && matches(text, one.body))
  if (text !== null && message === undefined && !matches(text, story.subject)) return null
  const people = participantsOf(story, viewer)
  if (participant !== null && !people.some(({ contact }) => matches(participant, contact?.name ?? null)))
    return null
  const digits = (number: string | null | undefined): string => (number ?? '').replace(/\D/g, '')
  if (phone !== null && viewer.side === 'customer') return null
  if (phone !== null && !people.some(({ contact }) => digits(contact?.phone).endsWith(phone))) return null
  return { id: message?.id ?? null }
}

const wrotePublicly = (story: Story, person: Person): boolean =>
  story.messages.some(
    (message) =>
      message.published !== null && !message.removed && keyOf(message.author) === keyOf(person.who),
  )

const participantsOf = (story: Story, viewer: Viewer): ReadonlyArray<Person> =>
  [...story.people.values()]
    .filter((person) =>
      viewer.side === 'customer' && person.who.side === 'staff'
        ? wrotePublicly(story, person)
        : person.participant,
    )
    .sort((a, b) => byCodePoint(a.who.side, b.who.side) || byCodePoint(a.who.id, b.who.id))

type ListQuery = Extract<Query, { _tag: 'List' }>

export const listOf = (query: ListQuery, viewer: Viewer, telling: Telling) => {
  const { changedAfter, after } = query
  const ascending = query.sort.direction === 'asc'
  return seen(telling, viewer)
    .filter((story) => belongs(query.view, story, viewer, telling) && passes(query.filter, story, viewer))
    .filter((story) => changedAfter === null || changed(story, viewer, telling, changedAfter))
    .flatMap((story) => {
      const match = matchIn(query.match, story, viewer)
      const key: Key = { value: sortValue(query.sort.by, story, viewer) as Key['value'], id: story.id }
      return match === null ? [] : [{ story, key, match: match.id }]
    })
    .sort((a, b) => compare(a.key, b.key, ascending))
    .filter(({ key }) => after === null || compare(key, after, ascending) > 0)
    .slice(0, query.limit)
    .map(({ story, key, match }) => ({ summary: summaryOf(story, viewer), key: [key.value, key.id], match }))
}

const follows = ({ event }: Recorded, viewer: Viewer): boolean =>
  (event.type === 'conversation-followed' || event.type === 'conversation-unfollowed') &&
  keyOf(event.who) === keyOf(viewer.who)

const changed = (story: Story, viewer: Viewer, telling: Telling, position: number): boolean => {
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

export const indicatorOf = (viewer: Viewer, telling: Telling) => {
  const rows = seen(telling, viewer).filter((story) => belongs('unread', story, viewer, telling))
  const counts = rows.map((story) => unreadOf(story, viewer.who).length)
  return {
    conversations: rows.length,
    withNewMessages: counts.filter((count) => count > 0).length,
    messages: counts.reduce((sum, count) => sum + count, 0),
  }
}

const told = (message: Told, story: Story, viewer: Viewer) => {
  const quoted = visibleTo(story, viewer.who).find(({ id }) => id === message.replyTo)
  return {
    id: message.id,
    author: keyOf(message.author),
    actor: keyOf(message.actor),
    own: isOwn(message, viewer.who),
    visibility: message.published === null ? 'internal' : 'public',
    removed: message.removed,
    body: message.body,
    at: message.posted.at,
    publicAt: message.published?.at ?? null,
    editedAt: message.editedAt,
    publicEditedAt: message.publicEditedAt,
    authorName: personOf(story, message.author)?.contact?.name ?? null,
    replyTo: quoted?.id ?? null,
  }
}

type TimelineQuery = Extract<Query, { _tag: 'Timeline' }>

const beside = new Set(['message-posted', 'message-edited', 'message-removed', 'message-published'])

export const timelineOf = (query: TimelineQuery, viewer: Viewer, telling: Telling) => {
  const story = telling.stories.get(query.conversation)
  if (story === undefined || !hasAccess(story, viewer, telling)) return null
  const { side } = viewer
  const visible = visibleTo(story, viewer.who)
  const ordinals = new Map(
    story.messages
      .filter((message) => seenAt(message, side) !== null)
      .sort((a, b) => (seenAt(a, side) ?? 0) - (seenAt(b, side) ?? 0))
      .map((message, at) => [message.id, at + 1]),
  )
  const nOf = (message: Told): number => ordinals.get(message.id) ?? 0
  const all = visible.filter(
    (message) => query.only === null || (message.published === null) === (query.only === 'internal'),
  )
  const { from, limit } = query
  const around = from !== 'end' && 'around' in from ? visible.find(({ id }) => id === from.around) : null
  if (around === undefined) return null
  const page = ((): ReadonlyArray<Told> => {
    if (from === 'end') return all.slice(-limit)
    if ('before' in from) return all.filter((message) => nOf(message) < from.before).slice(-limit)
    if ('after' in from) return all.filter((message) => nOf(message) > from.after).slice(0, limit)
    const middle = all.filter((message) => nOf(message) < nOf(around as Told)).length
    const start = Math.max(0, Math.min(middle - Math.floor(limit / 2), all.length - limit))
    return all.slice(start, start + limit)
  })()
  const first = page[0]
  const last = page.at(-1)
  const older = first === undefined ? startOf(query, all, nOf) > 0 : all.indexOf(first) > 0
  const newer =
    last === undefined ? startOf(query, all, nOf) < all.length : all.indexOf(last) < all.length - 1
  const place = (message: Told | undefined): number =>
    message === undefined ? 0 : (seenAt(message, side) ?? 0)
  const hidden = story.messages.filter(
    (message) => seenAt(message, side) !== null && !visible.includes(message),
  )
  const before = first === undefined ? all[startOf(query, all, nOf) - 1] : all[all.indexOf(first) - 1]
  const since = Math.max(place(before), ...hidden.map(place))
  const until = newer ? place(last ?? before) : Number.POSITIVE_INFINITY
  const events = story.events.filter(
    ({ event, version, customerVersion }) =>
      !beside.has(event.type) &&
      (side === 'staff' || customerVersion !== null) &&
      version > since &&
      version <= until,
  )
  return {
    summary: summaryOf(story, viewer),
    messages: page.map((message) => told(message, story, viewer)),
    older,
    newer,
    events: query.events ? events.map(({ event, version }) => [event.type, version]) : [],
  }
}

/** Where an empty page lies among all messages. */
const startOf = (query: TimelineQuery, all: ReadonlyArray<Told>, nOf: (message: Told) => number): number => {
  const { from } = query
  if (from === 'end' || 'around' in from) return all.length
  return 'before' in from
    ? all.filter((message) => nOf(message) < from.before).length
    : all.filter((message) => nOf(message) <= from.after).length
}

export const participantsIn = (id: ConversationId, viewer: Viewer, telling: Telling) => {
  const story = telling.stories.get(id)
  if (story === undefined || !hasAccess(story, viewer, telling)) return []
  return participantsOf(story, viewer).map((person) => ({
    who: keyOf(person.who),
    kind: person.kind,
    contact: person.contact,
    wrotePublicly: wrotePublicly(story, person),
    seat: { ...seatOf(person), ...roleOf(person) },
  }))
}

export const summariesOf = (ids: ReadonlyArray<ConversationId>, viewer: Viewer, telling: Telling) =>
  [...new Set(ids)].flatMap((id) => {
    const story = telling.stories.get(id)
    return story === undefined || !hasAccess(story, viewer, telling) ? [] : [summaryOf(story, viewer)]
  })

export const countsOf = (records: ReadonlyArray<RecordRef>, viewer: Viewer, telling: Telling) =>
  records.map((record) => {
    const linked = seen(telling, viewer).filter((story) => passes({ record }, story, viewer))
    return {
      total: linked.length,
      open: linked.filter(({ status }) => status === 'open').length,
      unread: linked.filter((story) => isUnread(story, viewer.who)).length,
      unanswered:
        viewer.side === 'customer' ? 0 : linked.filter((story) => waitingSince(story) !== null).length,
    }
  })

export const unansweredRecordsOf = (
  after: RecordRef | null,
  limit: number,
  viewer: Viewer,
  telling: Telling,
): ReadonlyArray<RecordRef> => {
  if (viewer.side === 'customer') return []
  const order = (a: RecordRef, b: RecordRef): number => byCodePoint(a.type, b.type) || byCodePoint(a.id, b.id)
  const records = seen(telling, viewer)
    .filter((story) => waitingSince(story) !== null)
    .flatMap((story) => story.links.map(({ record }) => record))
  return records
    .filter((record, at) => records.findIndex((other) => refOf(other) === refOf(record)) === at)
    .filter((record) => after === null || order(record, after) > 0)
    .sort(order)
    .slice(0, limit)
}
