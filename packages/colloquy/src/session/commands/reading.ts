import type { ConversationId, Who } from '@colloquy/core/storage'
import { whoIs as actorAs } from '@colloquy/core/engine'
import type { DecodedFields, Decoder } from '@colloquy/core/decoding'
import { boolean, conversationId, messageId, object, optional, orElse, token } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import type { Named, WhoInput } from './who.ts'
import { who } from './who.ts'
import type { Environment } from './Definition.ts'
import { define } from './Definition.ts'

/** How far one has read. */
export type MarkReadInput = CommandInput & {
  readonly conversationId: string
  /** The last message that was read; left out, only the flag is cleared. */
  readonly upTo?: string
  /** From the page it was read on: a later `markUnread` wins over it. */
  readonly readToken?: string
}
/** `from`: the first message to come back to; left out, the last that counts as unread. */
export type MarkUnreadInput = CommandInput & { readonly conversationId: string; readonly from?: string }
type ForAnother = { readonly participant: WhoInput; readonly confirm: true }
/** The same for another reader; `confirm` says that this is intended. */
export type MarkReadForInput = MarkReadInput & ForAnother
/** The same for another reader; `confirm` says that this is intended. */
export type MarkUnreadForInput = MarkUnreadInput & ForAnother

const readFields = {
  ...commandFields,
  conversationId,
  upTo: optional(messageId),
  readToken: optional(token),
}
const unreadFields = { ...commandFields, conversationId, from: optional(messageId) }
/** The policies refuse it later where it is missing. */
const meant: Decoder<boolean, true> = orElse(boolean, false)
const another = { participant: who, confirm: meant }

type ForOther = { readonly conversationId: ConversationId; readonly participant: Named }
const forAnother = {
  sample: { participant: { id: 'any', kind: 'staff' }, confirm: true },
  people: ({ participant }: ForOther) => [participant.id],
  unknown: ({ conversationId, participant }: ForOther) =>
    participant.kind === null ? { conversationId, named: participant } : null,
} as const

const actorIn = ({ context }: Environment): Who => actorAs(context.actor)

/** Another reader's token is refused when the command is decided: earlier, the refusal would tell who takes part. */
const read = (
  { conversationId, upTo, readToken }: DecodedFields<typeof readFields>,
  reader: Who,
  confirm: boolean,
  env: Environment,
) => ({
  conversationId,
  for: reader,
  confirm,
  upTo,
  token:
    readToken === null ? null : (env.readToken(conversationId, reader, readToken) ?? ('foreign' as const)),
})

const unread = (
  { conversationId, from }: DecodedFields<typeof unreadFields>,
  reader: Who,
  confirm: boolean,
) => ({
  conversationId,
  for: reader,
  confirm,
  from,
})

export const markRead = define('markRead', 'MarkRead', object(readFields), {
  command: (input, env) => read(input, actorIn(env), false, env),
})

export const markUnread = define('markUnread', 'MarkUnread', object(unreadFields), {
  command: (input, env) => unread(input, actorIn(env), false),
})

export const markReadFor = define('markReadFor', 'MarkRead', object({ ...readFields, ...another }), {
  ...forAnother,
  command: (input, env) => read(input, env.whoIs(input.participant), input.confirm, env),
})

export const markUnreadFor = define('markUnreadFor', 'MarkUnread', object({ ...unreadFields, ...another }), {
  ...forAnother,
  command: (input, env) => unread(input, env.whoIs(input.participant), input.confirm),
})
