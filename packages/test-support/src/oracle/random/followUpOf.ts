import type { Actor } from '@colloquy/core/storage'
import type { Command, CommandTag } from '@colloquy/core/engine'
import type { Policies } from '@colloquy/core'
import { actorsOf } from '@colloquy/conformance/random/cast'
import { commandOf } from '@colloquy/conformance/random/commandOf'
import { contextOf } from '@colloquy/conformance/random/contextOf'
import type { Dice } from '@colloquy/conformance/random/Dice'
import type { Known } from '@colloquy/conformance/random/Known'
import { weighedCommands } from './weighedCommands.ts'

const tags: ReadonlyArray<CommandTag> = [...new Set(weighedCommands)].filter(
  (tag) => tag !== 'StartConversation',
)

/**
 * A command of any tag, equally likely, on an earlier command's conversation, message, person and record, by an actor
 * who may do most things: with the usual weights half of all ordered pairs of commands would never occur.
 */
export const followUpOf = (
  dice: Dice,
  known: Known,
  earlier: Command,
  policies: Policies,
): Command | null => {
  const place = known.conversations.find(({ id }) => id === earlier.conversationId)
  if (place === undefined) return null
  const tag = dice.pick(tags)
  const actors = actorsOf(place.tenant, policies)
  const able = actors.filter(({ id, kind }) => isAble(tag, { id, kind }, place.customer))
  const { actor } = earlier.context
  const by = able.length === 0 || (dice.oneIn(3) && actor.tenant === place.tenant) ? actor : dice.pick(able)
  const context = { ...contextOf(dice, known, by, policies), backdated: null }
  return onTheSame(commandOf(tag, dice, known, place, context), earlier)
}

const isAble = (
  tag: CommandTag,
  { id, kind }: Pick<Actor, 'kind'> & { readonly id: string },
  customer: string | null,
): boolean => {
  if (tag === 'EraseContent' || tag === 'SettleImport') return kind === 'system'
  return id === 'sue' || kind === 'system' || (kind === 'customer' && id === customer)
}

/** Copies the shared ids, except a new message's own id. */
const onTheSame = (command: Command, earlier: Command): Command => {
  const messageId = 'messageId' in earlier ? earlier.messageId : messageOfStart(earlier)
  if (messageId !== null && 'messageId' in command && command._tag !== 'PostMessage')
    return { ...command, messageId }
  if ('participant' in earlier && 'participant' in command)
    return { ...command, participant: earlier.participant }
  if ('record' in earlier && 'record' in command && !isOfRecord(command))
    return { ...command, record: earlier.record }
  return command
}

const messageOfStart = (command: Command) =>
  command._tag === 'StartConversation' ? (command.message?.messageId ?? null) : null

const isOfRecord = ({ _tag }: Command): boolean => _tag === 'FollowRecord' || _tag === 'UnfollowRecord'
