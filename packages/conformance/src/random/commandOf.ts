import type { ActorId, ConversationId, MessageId } from '@colloquy/core/storage'
import type { Command, CommandTag, Context } from '@colloquy/core/engine'
import { recordStream } from '@colloquy/core/storage'
import { whoIs } from '@colloquy/core/engine'
import { anyRecord, labels, queues, staff } from './cast.ts'
import type { Dice } from './Dice.ts'
import type { Known, Place } from './Known.ts'
import { anybody, bodies, contact, draftOf, readerOf } from './parts.ts'
import { anyStart } from './starting.ts'

/** A random command of this tag on a conversation, whether or not it makes sense there. */
export const commandOf = (
  tag: CommandTag,
  dice: Dice,
  known: Known,
  place: Place,
  context: Context,
): Command => {
  const self = whoIs(context.actor)
  const on = { conversationId: place.id as ConversationId, context }
  const participant = dice.oneIn(2) ? anybody(dice) : self
  const onPerson = { ...on, participant }
  const messageId = (
    place.messages.length === 0 ? 'm0' : (place.messages.at(-1 - dice.roll(place.messages.length)) ?? 'm0')
  ) as MessageId
  const onMessage = { ...on, messageId }
  const to = dice.oneIn(4)
    ? { queue: dice.pick(queues) }
    : { staff: dice.pick([...staff, 'cleo']) as ActorId }
  const record = dice.pick(anyRecord)
  switch (tag) {
    case 'StartConversation':
      return anyStart(dice, known, context, self)
    case 'PostMessage': {
      const forkId = `f${known.at}`
      const draft = draftOf(dice, known, place.messages, self)
      // The post may fork, so later commands may find the new conversation.
      if (dice.oneIn(context.policies.customer.replyToClosed.staff === 'fork' ? 4 : 40)) {
        known.conversations.splice(-1, 0, {
          tenant: place.tenant,
          id: forkId,
          customer: place.customer,
          messages: [draft.messageId],
        })
      }
      return { _tag: tag, ...on, forkId: forkId as ConversationId, ...draft }
    }
    case 'EditMessage':
      return {
        _tag: tag,
        ...onMessage,
        body: dice.pick(bodies),
        mentions: dice.oneIn(8) ? [dice.pick(staff) as ActorId] : [],
        confirmPublic: !dice.oneIn(3),
      }
    case 'RemoveMessage':
    case 'PublishMessage':
      return { _tag: tag, ...onMessage }
    case 'LinkRecord':
    case 'UnlinkRecord':
      return { _tag: tag, ...on, record }
    case 'Join':
      return {
        _tag: tag,
        ...onPerson,
        kind: participant.side,
        contact: dice.oneIn(3) ? contact(participant.id) : null,
      }
    case 'Follow':
      return { _tag: tag, ...onPerson, kind: participant.side }
    case 'Leave':
    case 'Unfollow':
      return { _tag: tag, ...onPerson }
    case 'Mute':
    case 'Unmute':
      return { _tag: tag, ...on, participant: dice.oneIn(8) ? participant : self }
    case 'FollowRecord':
    case 'UnfollowRecord':
      return { _tag: tag, conversationId: recordStream(record), record, context }
    case 'Assign':
      return { _tag: tag, ...on, to: dice.oneIn(8) ? null : to }
    case 'Transfer':
      return { _tag: tag, ...on, to }
    case 'Rename':
      return { _tag: tag, ...on, subject: dice.pick(bodies) }
    case 'Label':
    case 'Unlabel':
      return { _tag: tag, ...on, label: dice.pick(labels) }
    case 'SetAttributes':
      return {
        _tag: tag,
        ...on,
        attributes: { [dice.pick(['a', 'b'])]: dice.pick([1, 'x', true, null]) },
      }
    case 'SetType':
      return { _tag: tag, ...on, type: dice.pick(['customer', 'internal'] as const) }
    case 'MarkRead':
      return {
        _tag: tag,
        ...on,
        ...readerOf(dice, self),
        upTo: dice.oneIn(5) ? null : messageId,
        token: dice.oneIn(4) ? dice.roll(4) : null,
      }
    case 'MarkUnread':
      return { _tag: tag, ...on, ...readerOf(dice, self), from: dice.oneIn(2) ? null : messageId }
    case 'SettleImport': {
      const stretch = () => {
        const from = dice.roll(Math.max(1, place.messages.length))
        const first = (place.messages[from] ?? 'm0') as MessageId
        const last = (place.messages.at(dice.oneIn(2) ? -1 : from) ?? 'm0') as MessageId
        return dice.oneIn(6) ? null : { first, last }
      }
      return { _tag: tag, ...on, added: { staff: stretch(), customer: stretch() } }
    }
    case 'EraseContent':
      return {
        _tag: tag,
        ...on,
        of: dice.pick([
          { what: 'participant', who: anybody(dice) },
          { what: 'message', messageId },
          { what: 'conversation' },
        ] as const),
      }
    default:
      return { _tag: tag, ...on }
  }
}
