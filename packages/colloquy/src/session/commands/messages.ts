import type { ConversationId } from '@colloquy/core/storage'
import { body, conversationId, messageId, object } from '@colloquy/core/decoding'
import type { CommandInput, MessageInput } from './draft.ts'
import { commandFields, confirmPublic, draftFields, draftOf, mentions, refuseGuessed } from './draft.ts'
import { define } from './Definition.ts'

/** A message and the conversation it goes to. */
export type PostInput = CommandInput & MessageInput & { readonly conversationId: string }
/** A message that is there. */
export type OnMessageInput = CommandInput & { readonly conversationId: string; readonly messageId: string }
/** A message that is there, with its new text (at most 64 KiB) and whom it mentions now, by default nobody. */
export type EditInput = OnMessageInput & {
  readonly body: string
  readonly mentions?: ReadonlyArray<string>
  /** Says that a colleague whom a public message newly mentions is meant to be, where the policies ask. */
  readonly confirmPublic?: boolean
}

const fields = { ...commandFields, conversationId, messageId }
const onMessage = object(fields)

export const post = define(
  'post',
  'PostMessage',
  object({ ...commandFields, conversationId, ...draftFields }),
  {
    sample: { body: 'any' },
    people: (input) => (input.as === null ? input.mentions : [input.as.id, ...input.mentions]),
    unknown: (input) =>
      input.as === null || input.as.kind !== null
        ? null
        : { conversationId: input.conversationId, named: input.as },
    refuse: (input, { context }) => refuseGuessed(context.actor, input.messageId, 'messageId'),
    command: (input, env) => ({
      conversationId: input.conversationId,
      forkId: env.newId() as ConversationId,
      ...draftOf(input, env),
    }),
  },
)

export const edit = define('edit', 'EditMessage', object({ ...fields, body, mentions, confirmPublic }), {
  onMessage: true,
  sample: { messageId: 'any', body: 'any' },
  people: (input) => input.mentions,
})

const onOne = { onMessage: true, sample: { messageId: 'any' } } as const
export const remove = define('remove', 'RemoveMessage', onMessage, onOne)
export const publish = define('publish', 'PublishMessage', onMessage, onOne)
