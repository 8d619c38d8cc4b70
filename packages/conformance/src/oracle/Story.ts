import type {
  ActorId,
  Attributes,
  Contact,
  ConversationId,
  Event,
  Kind,
  MessageId,
  Reach,
  RecordRef,
  Recorded,
  Side,
  Who,
} from '@colloquy/core'

/**
 * A conversation told from the start, event by event, in the words of the specification: no counters, no ordinals,
 * no rows. Slow on purpose; it is what the library's own arithmetic is compared with.
 */
export type Story = {
  readonly id: ConversationId
  /** Of its own stream, in order. */
  readonly events: Array<Recorded>
  /** Its own and all reading streams, in the order of the log. */
  readonly log: Array<Recorded>
  type: 'customer' | 'internal'
  status: 'open' | 'closed' | 'removed'
  locked: boolean
  initiator: Who
  customer: ActorId | null
  assignee: ActorId | null
  queue: string | null
  arrivedAt: number
  source: RecordRef | null
  channel: string
  subject: string | null
  attributes: Attributes
  labels: Array<string>
  links: Array<{ readonly record: RecordRef; readonly customerVisible: boolean }>
  forkedFrom: ConversationId | null
  forkedTo: ConversationId | null
  createdAt: number
  closedAt: number | null
  readonly people: Map<string, Person>
  readonly messages: Array<Told>
  /** Versions after which nobody waits any more for what was said before: closes and `no-reply-needed`. */
  readonly settled: Array<number>
  /** Versions and times at which a customer re-opened it. */
  readonly reopened: Array<{ readonly version: number; readonly at: number }>
  /** How many of its events customers were shown. */
  shown: number
}

export type Person = {
  readonly who: Who
  kind: Kind
  participant: boolean
  follower: boolean
  initiator: boolean
  assigned: boolean
  wasAssigned: boolean
  muted: boolean
  flag: boolean
  /** The version up to which they have read; null: no read state. */
  cursor: number | null
  /** What became visible up to this version is hidden from them. */
  hiddenTo: number
  contact: Contact | null
  /** Of their reading stream, and of their last `marked-unread` in it. */
  readingVersion: number
  markedVersion: number
}

export type Told = {
  readonly id: MessageId
  readonly author: Who
  readonly authorKind: Kind
  readonly actor: Who
  /** When staff came to see it, and when customers did; null: they did not. */
  readonly posted: { readonly version: number; readonly at: number }
  published: { readonly version: number; readonly at: number } | null
  readonly answers: boolean
  readonly replyTo: MessageId | null
  body: string | null
  /** When it was last changed at all, and when last while customers saw it. */
  editedAt: number | null
  publicEditedAt: number | null
  removed: boolean
}

export const keyOf = (who: Who): string => `${who.side} ${who.id}`
const same = (a: Who, b: Who): boolean => a.side === b.side && a.id === b.id

/** Every conversation of a log, and who follows which record. */
export type Telling = {
  readonly stories: Map<ConversationId, Story>
  /** `type id` of records, followed by `keyOf` people, with the events that made or ended it. */
  readonly followers: Map<string, Set<string>>
  readonly log: ReadonlyArray<Recorded>
}

export const refOf = (record: RecordRef): string => `${record.type} ${record.id}`

/** Tells a tenant's whole log. */
export const tell = (log: ReadonlyArray<Recorded>): Telling => {
  const telling: Telling = { stories: new Map(), followers: new Map(), log }
  for (const recorded of log) tellOne(telling, recorded)
  return telling
}

const tellOne = ({ stories, followers }: Telling, recorded: Recorded): void => {
  const { event } = recorded
  if (event.type === 'record-followed' || event.type === 'record-unfollowed') {
    const of = followers.get(refOf(event.record)) ?? new Set()
    if (event.type === 'record-followed') of.add(keyOf(event.who))
    else of.delete(keyOf(event.who))
    followers.set(refOf(event.record), of)
    return
  }
  if (event.type === 'conversation-created') stories.set(recorded.conversation, begin(recorded, event))
  const story = stories.get(recorded.conversation)
  if (story === undefined) throw new Error(`an event before its conversation: ${event.type}`)
  story.log.push(recorded)
  if (recorded.reader !== null) return tellReading(story, recorded, recorded.reader)
  story.events.push(recorded)
  const shown = customersSee(story, event)
  if (shown) story.shown++
  lawful(story, recorded, shown)
  tellOwn(story, recorded)
}

/** What may never stand in a log. */
const lawful = (story: Story, { event, version, customerVersion, at }: Recorded, shown: boolean): void => {
  const broken = (law: string): never => {
    throw new Error(`${law}: ${event.type} at version ${version}`)
  }
  if (version !== story.events.length) broken('versions have no gaps')
  if (customerVersion !== (shown ? story.shown : null)) broken('customers count what they see, without gaps')
  if (at < (story.events.at(-2)?.at ?? 0)) broken('time does not run backwards')
  if (story.status === 'removed' && event.type !== 'content-erased') broken('what was removed stays as it is')
  const writes =
    event.type === 'message-posted' || event.type === 'message-edited' || event.type === 'message-published'
  if (writes && story.locked) broken('what is locked gains nothing')
  if (event.type === 'message-posted') {
    if (story.type === 'internal' && event.visibility === 'public') broken('nothing internal is public')
    if (event.visibility === 'public' && story.status === 'closed')
      broken('a closed conversation gains nothing')
    if (event.author.side === 'customer' && event.visibility === 'internal')
      broken('customers write no notes')
    if (story.messages.some(({ id }) => id === event.messageId)) broken('a message id is used once')
  }
  if (event.type === 'conversation-locked' && story.status !== 'closed')
    broken('only what is closed is locked')
}

type Created = Extract<Event, { type: 'conversation-created' }>

const begin = ({ conversation, at }: Recorded, event: Created): Story => ({
  id: conversation,
  events: [],
  log: [],
  type: event.conversationType,
  status: 'open',
  locked: false,
  initiator: event.initiator,
  customer: event.customer,
  assignee: null,
  queue: event.queue,
  arrivedAt: at,
  source: event.source,
  channel: event.channel,
  subject: event.personal?.subject ?? null,
  attributes: event.attributes,
  labels: [],
  links: [],
  forkedFrom: event.forkedFrom,
  forkedTo: null,
  createdAt: at,
  closedAt: null,
  people: new Map(),
  messages: [],
  settled: [],
  reopened: [],
  shown: 0,
})

const personIn = (story: Story, who: Who, kind: Kind): Person => {
  const known = story.people.get(keyOf(who))
  if (known !== undefined) return known
  const person: Person = {
    who,
    kind,
    participant: false,
    follower: false,
    initiator: false,
    assigned: false,
    wasAssigned: false,
    muted: false,
    flag: false,
    cursor: null,
    hiddenTo: 0,
    contact: null,
    readingVersion: 0,
    markedVersion: 0,
  }
  story.people.set(keyOf(who), person)
  return person
}

export const isMember = (person: Person): boolean =>
  person.participant || person.follower || person.initiator || person.assigned

/** Read state belongs to members only. */
const forgetUnlessMember = (person: Person): void => {
  if (isMember(person)) return
  person.cursor = null
  person.flag = false
  person.muted = false
}

/** The version at which a message became visible to a side; null: it did not. */
export const seenAt = (message: Told, side: Side): number | null =>
  side === 'staff' ? message.posted.version : (message.published?.version ?? null)

/** The messages of a side in the order they became visible. */
export const inOrder = (story: Story, side: Side): ReadonlyArray<Told> =>
  story.messages
    .filter((message) => seenAt(message, side) !== null)
    .sort((a, b) => (seenAt(a, side) ?? 0) - (seenAt(b, side) ?? 0))

/** An event of reading holds a place as "after so many messages": the version of the last of them. */
const versionAt = (story: Story, side: Side, to: Reach): number => {
  const last = to.read === 0 ? undefined : inOrder(story, side)[to.read - 1]
  return last === undefined ? 0 : (seenAt(last, side) ?? 0)
}

const tellReading = (story: Story, { event, version }: Recorded, reader: Who): void => {
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
      // Whoever had a cursor keeps it, unless an import settles it; this never moves one back.
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

/** The events that the table of `semantics.md` shows to customers. */
const customersSee = (story: Story, event: Event): boolean => {
  if (event.type === 'conversation-type-set') return event.conversationType === 'customer'
  if (story.type === 'internal') return false
  const shown = (id: MessageId): boolean =>
    story.messages.some((message) => message.id === id && message.published !== null)
  switch (event.type) {
    case 'conversation-created':
    case 'conversation-closed':
    case 'conversation-reopened':
    case 'conversation-locked':
    case 'conversation-unlocked':
    case 'conversation-renamed':
    case 'conversation-removed':
    case 'message-published':
      return true
    case 'message-posted':
      return event.visibility === 'public'
    case 'message-edited':
    case 'message-removed':
      return shown(event.messageId)
    case 'participant-joined':
    case 'participant-left':
      return event.who.side === 'customer'
    case 'context-linked':
    case 'context-unlinked':
      return event.customerVisible
    default:
      return false
  }
}

const lose = (story: Story): void => {
  if (story.assignee === null) return
  const before = personIn(story, { side: 'staff', id: story.assignee }, 'staff')
  before.assigned = false
  before.flag = false
  forgetUnlessMember(before)
}

const tellOwn = (story: Story, { event, version, at, actor }: Recorded): void => {
  const message = 'messageId' in event ? story.messages.find(({ id }) => id === event.messageId) : undefined
  switch (event.type) {
    case 'conversation-created': {
      const initiator = personIn(story, event.initiator, actor.kind)
      initiator.initiator = true
      initiator.cursor = 0
      return
    }
    case 'participant-joined': {
      const person = personIn(story, event.who, event.kind)
      if (event.cause === 'start') person.cursor = 0
      else if (event.cause === 'join') person.cursor = version
      else person.cursor ??= version
      person.participant = true
      person.follower = true
      if (event.named) person.contact = event.personal
      if (event.history === 'fromJoin') person.hiddenTo = version
      return
    }
    case 'participant-left': {
      const person = personIn(story, event.who, event.who.side)
      person.participant = false
      person.follower = false
      person.initiator = false
      person.hiddenTo = 0
      return forgetUnlessMember(person)
    }
    case 'conversation-followed': {
      const person = personIn(story, event.who, event.kind)
      person.cursor ??= version
      person.follower = true
      return
    }
    case 'conversation-unfollowed': {
      const person = personIn(story, event.who, event.who.side)
      person.follower = false
      return forgetUnlessMember(person)
    }
    case 'message-posted':
      personIn(story, event.author, event.authorKind)
      personIn(story, { side: actor.side, id: actor.id }, actor.kind)
      story.messages.push({
        id: event.messageId,
        author: event.author,
        authorKind: event.authorKind,
        actor: { side: actor.side, id: actor.id },
        posted: { version, at },
        published: event.visibility === 'public' ? { version, at } : null,
        answers: event.author.side === 'staff' && (event.authorKind === 'staff' || event.answers),
        replyTo: event.replyTo,
        body: event.personal?.body ?? null,
        editedAt: null,
        publicEditedAt: null,
        removed: false,
      })
      return
    case 'message-edited':
      if (message === undefined) return
      message.body = event.personal?.body ?? null
      message.editedAt = at
      if (message.published !== null) message.publicEditedAt = at
      return
    case 'message-removed':
      if (message !== undefined) message.removed = true
      return
    case 'message-published':
      if (message !== undefined) message.published = { version, at }
      return
    case 'context-linked':
      story.links.push({ record: event.record, customerVisible: event.customerVisible })
      return
    case 'context-unlinked':
      story.links = story.links.filter(({ record }) => refOf(record) !== refOf(event.record))
      return
    case 'conversation-labelled':
      story.labels.push(event.label)
      return
    case 'conversation-unlabelled':
      story.labels = story.labels.filter((label) => label !== event.label)
      return
    case 'conversation-assigned': {
      if (story.assignee !== event.to) lose(story)
      const to = personIn(story, { side: 'staff', id: event.to }, 'staff')
      to.assigned = true
      to.wasAssigned = true
      if (event.cause === 'start') to.cursor ??= 0
      story.assignee = event.to
      return
    }
    case 'conversation-released':
      lose(story)
      story.assignee = null
      return
    case 'conversation-queued':
      story.queue = event.queue
      story.arrivedAt = at
      return
    case 'conversation-closed':
      story.status = 'closed'
      story.closedAt = at
      story.settled.push(version)
      return
    case 'conversation-reopened':
      story.status = 'open'
      story.closedAt = null
      if (event.by === 'customer') story.reopened.push({ version, at })
      return
    case 'conversation-locked':
      story.locked = true
      return
    case 'conversation-unlocked':
      story.locked = false
      return
    case 'conversation-renamed':
      story.subject = event.personal?.subject ?? null
      return
    case 'conversation-type-set':
      story.type = event.conversationType
      return
    case 'attributes-set':
      story.attributes = Object.fromEntries(
        Object.entries({ ...story.attributes, ...event.attributes }).filter(([, value]) => value !== null),
      )
      return
    case 'no-reply-needed':
      story.settled.push(version)
      return
    case 'conversation-forked':
      story.forkedTo = event.to
      return
    case 'conversation-removed':
      story.status = 'removed'
      return
    case 'content-erased':
      return
    default:
      throw new Error(`not of a conversation's own stream: ${event.type}`)
  }
}

/** Whether somebody is the author or the actor of a message. */
export const isOwn = (message: Told, who: Who): boolean =>
  same(message.author, who) || same(message.actor, who)
