import type { Who } from './Actor.ts'
import { sameWho, whoIs } from './Actor.ts'
import type { Command, Draft } from './Command.ts'
import type { ActorId, StreamKey } from './Ids.ts'
import type { Needs, Place } from './Needs.ts'
import { needsOf } from './Needs.ts'

/** What deciding this command looks at: never more for a long conversation than for a short one. */
export const needsFor = (command: Command): Needs => {
  const { actor } = command.context
  const stream: StreamKey = { tenant: actor.tenant, conversation: command.conversationId }
  const self = whoIs(actor)
  const own = particular(command)
  return needsOf(stream, {
    receipt: command.context.ledger ? { actor: self, commandId: command.context.commandId } : null,
    ...own,
    seats: own.seats === 'all' ? 'all' : [self, ...(own.seats ?? [])],
    links: own.links === 'all' ? 'all' : [...actor.records, ...(own.links ?? [])],
  })
}

const staff = (id: ActorId): Who => ({ side: 'staff', id })
const customer = (id: ActorId): Who => ({ side: 'customer', id })

const particular = (command: Command): Partial<Needs> => {
  const self = whoIs(command.context.actor)
  switch (command._tag) {
    case 'StartConversation':
      return { startHash: true, seats: 'all', links: 'all' }
    case 'PostMessage':
      return ofDraft(command, self)
    case 'EditMessage':
      return { messages: [command.messageId], seats: command.mentions.map(staff) }
    case 'PublishMessage':
      return { messages: [command.messageId] }
    case 'RemoveMessage':
      return { messages: [command.messageId], neighbours: [command.messageId], seats: 'all' }
    case 'LinkRecord':
    case 'UnlinkRecord':
      return { links: [command.record] }
    case 'Join':
    case 'Leave':
    case 'Follow':
    case 'Unfollow':
    case 'Mute':
    case 'Unmute':
      return { seats: [command.participant] }
    case 'FollowRecord':
    case 'UnfollowRecord':
      return { recordFollower: self }
    case 'Assign':
    case 'Transfer':
      return command.to !== null && 'staff' in command.to ? ofAssignee(command.to.staff) : { assignee: true }
    case 'Pick':
      return ofAssignee(command.context.actor.id)
    case 'Release':
      return { assignee: true }
    case 'MarkRead':
      return {
        seats: [command.for],
        reaches: command.upTo === null ? [] : reachesOf(self, command.for, { at: command.upTo }),
      }
    case 'MarkUnread':
      return {
        seats: [command.for],
        reaches:
          command.from === null
            ? [{ reader: command.for, place: 'before-last-countable' }]
            : reachesOf(self, command.for, { before: command.from }),
      }
    case 'SettleImport':
      return { seats: 'all' }
    case 'EraseContent':
      return command.of.what === 'message' ? { messages: [command.of.messageId] } : {}
    case 'Close':
    case 'Reopen':
    case 'Lock':
    case 'Unlock':
    case 'MarkNoReplyNeeded':
    case 'Rename':
    case 'Label':
    case 'Unlabel':
    case 'SetAttributes':
    case 'SetType':
    case 'RemoveConversation':
      return {}
  }
}

/** Whether both see the message: who gives the command, and whose reading it is. */
const reachesOf = (self: Who, reader: Who, place: Place): Needs['reaches'] =>
  sameWho(self, reader)
    ? [{ reader, place }]
    : [
        { reader, place },
        { reader: self, place },
      ]

const ofDraft = (draft: Draft, self: Who): Partial<Needs> => ({
  seats: [...(draft.as === null ? [] : [draft.as]), ...draft.mentions.map(staff)],
  messages: [draft.messageId, ...(draft.replyTo === null ? [] : [draft.replyTo])],
  reaches: draft.seenUpTo === null ? [] : [{ reader: self, place: { at: draft.seenUpTo } }],
})

const ofAssignee = (to: ActorId): Partial<Needs> => ({
  seats: [staff(to), customer(to)],
  assignee: true,
  reaches: [{ reader: staff(to), place: 'before-run' }],
})

/** Both together. */
export const withMore = (some: Needs, more: Partial<Needs>): Needs => ({
  ...some,
  ...more,
  seats: more.seats === 'all' || some.seats === 'all' ? 'all' : [...some.seats, ...(more.seats ?? [])],
  links: more.links === 'all' || some.links === 'all' ? 'all' : [...some.links, ...(more.links ?? [])],
})
