import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { CommandOf, Context } from '../Command.ts'
import type { Capability } from '../policies/Capability.ts'
import { forbidden, notFound, visibilityExceedsConversation } from '../Rejection.ts'
import type { MessageFacts } from '../State.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import {
  all,
  allowed,
  happened,
  isActor,
  may,
  unchanged,
  unlessClosed,
  unlessLocked,
  when,
} from './Decision.ts'
import { confirmed } from './guard.ts'
import { seen } from './seen.ts'

/** Somebody with neither capability is refused before the message is looked at. */
const mayTouch = (
  context: Context,
  message: MessageFacts | null,
  own: Capability,
  any: Capability,
): Permission => {
  const has = (capability: Capability) => context.actor.capabilities.has(capability)
  if (!has(own) && !has(any)) return E.left(forbidden(own))
  if (message === null) return E.left(notFound)
  return has(any) || isActor(context, message.author) ? allowed : E.left(forbidden(any))
}

export const mayEdit = (command: CommandOf<'EditMessage'>, here: Here): Permission =>
  all(
    mayTouch(
      command.context,
      seen(command.context, here, command.messageId),
      'message.editOwn',
      'message.editAny',
    ),
    unlessLocked(here.header),
    unlessClosed(command.context, here.header),
  )

export const editMessage = (command: CommandOf<'EditMessage'>, here: Here): Decision =>
  when(mayEdit(command, here), () => {
    const message = seen(command.context, here, command.messageId)
    if (message === null || message.removed) return E.left(notFound)
    const { context, messageId, body, mentions } = command
    const added = mentions.filter((id) => !message.mentions.includes(id))
    const risk = { ...command, quoted: null, mentions: added, isNew: false }
    return when(message.visibility === 'internal' ? allowed : confirmed(context, here, risk), () =>
      happened(command, {
        type: 'message-edited',
        messageId,
        author: message.author,
        mentions,
        personal: { body },
      }),
    )
  })

export const mayRemove = (command: CommandOf<'RemoveMessage'>, here: Here): Permission =>
  mayTouch(
    command.context,
    seen(command.context, here, command.messageId),
    'message.removeOwn',
    'message.removeAny',
  )

/** Removing leaves a tombstone, and is allowed whatever the conversation's status. */
export const removeMessage = (command: CommandOf<'RemoveMessage'>, here: Here): Decision =>
  when(mayRemove(command, here), () =>
    find(here.messages, command.messageId)?.removed === true
      ? unchanged
      : happened(command, { type: 'message-removed', messageId: command.messageId }),
  )

export const mayPublish = (command: CommandOf<'PublishMessage'>, here: Here): Permission =>
  all(
    may(command.context, 'message.publish'),
    here.header.type === 'internal' ? E.left(visibilityExceedsConversation) : allowed,
    unlessLocked(here.header),
    unlessClosed(command.context, here.header),
  )

/** A note becomes public: customers see it from now on, and never when it was written. */
export const publishMessage = (command: CommandOf<'PublishMessage'>, here: Here): Decision =>
  when(mayPublish(command, here), () => {
    const message = seen(command.context, here, command.messageId)
    if (message === null || message.removed) return E.left(notFound)
    if (message.visibility === 'public') return unchanged
    return happened(command, { type: 'message-published', messageId: command.messageId })
  })
