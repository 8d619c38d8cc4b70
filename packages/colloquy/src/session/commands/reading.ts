import type { ConversationId, Who } from '@colloquy/core/storage'
import { whoIs as actorAs } from '@colloquy/core/engine'
import type { Decoder } from '@colloquy/core/decoding'
import { boolean, conversationId, messageId, object, optional, orElse, token } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import type { Named, WhoInput } from './who.ts'
import { who } from './who.ts'
import type { Around } from './Definition.ts'
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
/** The same for somebody else, which has to be meant. */
export type MarkReadForInput = MarkReadInput & ForAnother
/** The same for somebody else, which has to be meant. */
export type MarkUnreadForInput = MarkUnreadInput & ForAnother

const readFields = {
  ...commandFields,
  conversationId,
  upTo: optional(messageId),
  readToken: optional(token),
}
const unreadFields = { ...commandFields, conversationId, from: optional(messageId) }
/** It has to be meant: refused later where it is not, by policy. */
const meant: Decoder<boolean, true> = orElse(boolean, false)
const another = { participant: who, confirm: meant }

type ForOther = { readonly conversationId: ConversationId; readonly participant: Named }
const forAnother = {
  sample: { participant: { id: 'any', kind: 'staff' }, confirm: true },
  people: ({ participant }: ForOther) => [participant.id],
  unknown: ({ conversationId, participant }: ForOther) =>
    participant.kind === null ? { conversationId, named: participant } : null,
} as const

const actorIn = ({ context }: Around): Who => actorAs(context.actor)

type WithToken = { readonly conversationId: ConversationId; readonly readToken: string | null }

/** A token of somebody else's is refused where the command is decided: before, it would tell who is in it. */
const opened = (
  { conversationId, readToken }: WithToken,
  reader: Who,
  around: Around,
): number | 'foreign' | null =>
  readToken === null ? null : (around.readToken(conversationId, reader, readToken) ?? 'foreign')

export const markRead = define('markRead', object(readFields), {
  command: (input, around) => ({
    _tag: 'MarkRead',
    conversationId: input.conversationId,
    for: actorIn(around),
    confirm: false,
    upTo: input.upTo,
    token: opened(input, actorIn(around), around),
    context: around.context,
  }),
})

export const markUnread = define('markUnread', object(unreadFields), {
  command: (input, around) => ({
    _tag: 'MarkUnread',
    conversationId: input.conversationId,
    for: actorIn(around),
    confirm: false,
    from: input.from,
    context: around.context,
  }),
})

export const markReadFor = define('markReadFor', object({ ...readFields, ...another }), {
  ...forAnother,
  command: (input, around) => ({
    _tag: 'MarkRead',
    conversationId: input.conversationId,
    for: around.whoIs(input.participant),
    confirm: input.confirm,
    upTo: input.upTo,
    token: opened(input, around.whoIs(input.participant), around),
    context: around.context,
  }),
})

export const markUnreadFor = define('markUnreadFor', object({ ...unreadFields, ...another }), {
  ...forAnother,
  command: (input, around) => ({
    _tag: 'MarkUnread',
    conversationId: input.conversationId,
    for: around.whoIs(input.participant),
    confirm: input.confirm,
    from: input.from,
    context: around.context,
  }),
})
