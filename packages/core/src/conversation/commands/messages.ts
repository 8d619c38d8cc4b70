import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { CommandOf, Context } from '../Command.ts'
import type { Capability } from '../policies/Capability.ts'
import { forbidden, notFound, visibilityExceedsConversation } from '../Rejection.ts'
import type { Here, Permission } from './Decision.ts'
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
import { posting } from './messages/posting.ts'
import type { RulesOf } from './Rules.ts'
import { seen } from './seen.ts'

type OnMessage = CommandOf<'EditMessage' | 'RemoveMessage' | 'PublishMessage'>

const seenBy = ({ context, messageId }: OnMessage, here: Here) => seen(context, here, messageId)

/** An actor with neither capability is refused before the message is looked up. */
const mayTouch = (
  command: OnMessage,
  here: Here,
  own: Capability,
  any: Capability,
): Permission<'Forbidden' | 'NotFound'> => {
  const { context } = command
  const has = (capability: Capability) => context.actor.capabilities.has(capability)
  if (!has(own) && !has(any)) return E.left(forbidden(own))
  const message = seenBy(command, here)
  if (message === null) return E.left(notFound)
  return has(any) || isActor(context, message.author) ? allowed : E.left(forbidden(any))
}

const unlessEnded = (context: Context, { header }: Here) =>
  all(unlessLocked(header), unlessClosed(context, header))

const message = ({ messageId }: OnMessage) => messageId

export const messages = {
  PostMessage: posting,
  EditMessage: {
    message,
    needs: ({ messageId, mentions }) => ({
      messages: [messageId],
      seats: mentions.map((id) => ({ side: 'staff', id })),
    }),
    may: (command, here) =>
      all(mayTouch(command, here, 'message.editOwn', 'message.editAny'), unlessEnded(command.context, here)),
    decide: (command, here) => {
      const message = seenBy(command, here)
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
    },
  },
  /** Removing leaves a tombstone; it is allowed in a closed conversation, too. */
  RemoveMessage: {
    message,
    needs: ({ messageId }) => ({ messages: [messageId], neighbours: [messageId], seats: 'all' }),
    may: (command, here) => mayTouch(command, here, 'message.removeOwn', 'message.removeAny'),
    decide: (command, here) =>
      find(here.messages, command.messageId)?.removed === true
        ? unchanged
        : happened(command, { type: 'message-removed', messageId: command.messageId }),
  },
  /** Publishes a note: customers see it from now on, without the time it was written. */
  PublishMessage: {
    message,
    needs: ({ messageId }) => ({ messages: [messageId] }),
    may: ({ context }, here) =>
      all(
        may(context, 'message.publish'),
        here.header.type === 'internal' ? E.left(visibilityExceedsConversation) : allowed,
        unlessEnded(context, here),
      ),
    decide: (command, here) => {
      const message = seenBy(command, here)
      if (message === null || message.removed) return E.left(notFound)
      if (message.visibility === 'public') return unchanged
      return happened(command, { type: 'message-published', messageId: command.messageId })
    },
  },
} satisfies RulesOf<'PostMessage' | OnMessage['_tag']>
