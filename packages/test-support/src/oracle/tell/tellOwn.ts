import type { Recorded } from '@colloquy/core/storage'
import type { Story } from '../Story.ts'
import { refOf } from '../Story.ts'
import { forgetUnlessMember, personIn } from './personIn.ts'

/** Applies an event of a conversation's own stream. */
export const tellOwn = (story: Story, { event, version, at, actor }: Recorded): void => {
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

const lose = (story: Story): void => {
  if (story.assignee === null) return
  const before = personIn(story, { side: 'staff', id: story.assignee }, 'staff')
  before.assigned = false
  before.flag = false
  forgetUnlessMember(before)
}
