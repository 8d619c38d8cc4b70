import type { CommandTag } from '@colloquy/core/engine'
import { conversationId, object } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import { define } from './Definition.ts'

/** A conversation; a receipt will do. */
export type OnConversationInput = CommandInput & { readonly conversationId: string }

type Simple = Extract<
  CommandTag,
  'Pick' | 'Release' | 'Close' | 'Reopen' | 'Lock' | 'Unlock' | 'MarkNoReplyNeeded' | 'RemoveConversation'
>

const simple = (name: string, _tag: Simple) =>
  define(name, object({ ...commandFields, conversationId }), {
    command: ({ conversationId }, { context }) => ({ _tag, conversationId, context }),
  })

export const pick = simple('pick', 'Pick')
export const release = simple('release', 'Release')
export const close = simple('close', 'Close')
export const reopen = simple('reopen', 'Reopen')
export const lock = simple('lock', 'Lock')
export const unlock = simple('unlock', 'Unlock')
export const markNoReplyNeeded = simple('markNoReplyNeeded', 'MarkNoReplyNeeded')
export const removeConversation = simple('removeConversation', 'RemoveConversation')
