import type { ActorId, CommandId, MessageId, Time } from '@colloquy/core/storage'
import type { Command, Context } from '@colloquy/core/engine'
import { whoIs } from '@colloquy/core/engine'
import { queues } from '@colloquy/conformance/random/cast'
import type { Dice } from '@colloquy/conformance/random/Dice'
import type { Known } from '@colloquy/conformance/random/Known'
import { bodies } from '@colloquy/conformance/random/parts'

/** A command of the same actor that undoes a command or builds on it; by chance such pairs are rare. */
export const sequelOf = (dice: Dice, known: Known, earlier: Command): Command | null => {
  const { conversationId } = earlier
  const context: Context = {
    ...earlier.context,
    now: known.now as Time,
    commandId: `c${known.at}` as CommandId,
    backdated: null,
    ledger: true,
  }
  const on = { conversationId, context }
  const self = whoIs(context.actor)
  const own = { for: self, confirm: false }
  const last = (known.conversations.find(({ id }) => id === conversationId)?.messages.at(-1 - dice.roll(2)) ??
    'm0') as MessageId
  switch (earlier._tag) {
    case 'StartConversation':
    case 'PostMessage': {
      const messageId = earlier._tag === 'PostMessage' ? earlier.messageId : last
      const onMessage = { ...on, messageId }
      return dice.pick<Command>([
        { _tag: 'PublishMessage', ...onMessage },
        { _tag: 'EditMessage', ...onMessage, body: dice.pick(bodies), mentions: [], confirmPublic: true },
        { _tag: 'RemoveMessage', ...onMessage },
        { _tag: 'MarkRead', ...on, ...own, upTo: last, token: null },
        { _tag: 'MarkUnread', ...on, ...own, from: null },
      ])
    }
    case 'EditMessage':
      return { _tag: 'PublishMessage', ...on, messageId: earlier.messageId }
    case 'LinkRecord':
      return { _tag: 'UnlinkRecord', ...on, record: earlier.record }
    case 'FollowRecord':
      return { _tag: 'UnfollowRecord', ...on, record: earlier.record }
    case 'Join':
    case 'Follow':
      return {
        _tag: dice.pick(['Leave', 'Unfollow'] as const),
        ...on,
        participant: earlier.participant,
      }
    case 'Leave':
      return {
        _tag: 'Join',
        ...on,
        participant: earlier.participant,
        kind: earlier.participant.side,
        contact: null,
      }
    case 'Mute':
      return { _tag: dice.pick(['Unmute', 'Leave'] as const), ...on, participant: earlier.participant }
    case 'Assign':
    case 'Pick':
      return dice.pick<Command>([
        { _tag: 'Release', ...on },
        { _tag: 'Transfer', ...on, to: dice.pick([{ staff: 'anna' as ActorId }, { queue: queues[1] }]) },
        { _tag: 'MarkUnread', ...on, ...own, from: null },
      ])
    case 'Close':
      return { _tag: dice.pick(['Lock', 'Reopen'] as const), ...on }
    case 'Lock':
      return { _tag: dice.pick(['Unlock', 'Reopen'] as const), ...on }
    case 'Label':
      return { _tag: 'Unlabel', ...on, label: earlier.label }
    case 'SetType':
      return { _tag: 'SetType', ...on, type: earlier.type === 'internal' ? 'customer' : 'internal' }
    case 'MarkRead':
    case 'MarkUnread':
      return dice.pick<Command>([
        {
          _tag: 'MarkRead',
          ...on,
          for: earlier.for,
          confirm: true,
          upTo: last,
          token: dice.pick([null, null, 0, 1]),
        },
        { _tag: 'MarkUnread', ...on, for: earlier.for, confirm: true, from: dice.pick([null, last]) },
        { _tag: 'Unfollow', ...on, participant: earlier.for },
        { _tag: 'Leave', ...on, participant: earlier.for },
      ])
    default:
      return null
  }
}
