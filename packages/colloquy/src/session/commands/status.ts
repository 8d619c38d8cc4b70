import { conversationId, object } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import { define } from './Definition.ts'

/** A conversation; a receipt will do. */
export type OnConversationInput = CommandInput & { readonly conversationId: string }

const onConversation = object({ ...commandFields, conversationId })

export const pick = define('pick', 'Pick', onConversation, {})
export const release = define('release', 'Release', onConversation, {})
export const close = define('close', 'Close', onConversation, {})
export const reopen = define('reopen', 'Reopen', onConversation, {})
export const lock = define('lock', 'Lock', onConversation, {})
export const unlock = define('unlock', 'Unlock', onConversation, {})
export const markNoReplyNeeded = define('markNoReplyNeeded', 'MarkNoReplyNeeded', onConversation, {})
export const removeConversation = define('removeConversation', 'RemoveConversation', onConversation, {})
