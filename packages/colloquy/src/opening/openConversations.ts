import type { Storage } from '@colloquy/core/storage'
import { faced } from '../engine/face.ts'
import { valueOf } from '../engine/Reason.ts'
import { register } from '../engine/register.ts'
import type { HandleOf, Mode, ModeOf } from '../session/Session.ts'
import { promisingSessions } from '../session/sessions.ts'
import { throwingWithin } from '../session/within.ts'
import type { Chat } from './Chat.ts'
import type { Options } from './Options.ts'
import type { BareChat } from './open.ts'
import { open } from './open.ts'

/**
 * Opens conversations over a storage, which it migrates first unless `migrate: false`. Rejects with a
 * `ConversationError` where the storage can't be used, and with a `TypeError` for an option that there is not.
 *
 * @example
 * import { memory } from '@colloquy/core/memory'
 * import { actor, openConversations, roles } from 'colloquy'
 *
 * const chat = await openConversations({ storage: memory(), policies: 'helpdesk' })
 * const anna = actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent })
 * await chat.as(anna).start({ type: 'customer', subject: 'Order 7', message: 'Hello' })
 */
export const openConversations = async <S extends Storage>(
  options: Options<S>,
): Promise<Chat<ModeOf<S>, HandleOf<S>>> => chatOf(valueOf(await open(options)))

const chats = register<BareChat>('chats')
/** What stands behind a chat, for another face to be put on it. */
export const behindChat = (chat: object): BareChat | undefined => chats.get(chat)

/** The face that throws a `ConversationError`, or rejects with one. */
export const chatOf = <M extends Mode, Handle>(bare: BareChat): Chat<M, Handle> => {
  const on = (...given: Parameters<BareChat['on']>) => valueOf(bare.on(...given))
  const chat = Object.freeze<Chat<M, Handle>>({
    ...faced(bare.calls, 'promise'),
    as: promisingSessions(bare.as),
    within: (transaction) => throwingWithin<M>(bare.within(transaction)),
    on: on as Chat['on'],
    subscribe: (name, handler, options) => {
      const { calls, ...named } = valueOf(bare.subscribe(name, handler, options))
      return { ...named, ...faced(calls, 'promise') }
    },
  })
  chats.set(chat, bare)
  return chat
}
