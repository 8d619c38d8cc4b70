import type { ActorId, ConversationId, Who } from '@colloquy/core/storage'
import type { Person } from '@colloquy/core/engine'
import { expected } from '@colloquy/core/engine'
import type { AttributesInput, Decoder } from '@colloquy/core/decoding'
import {
  actorId,
  attributes,
  conversationId,
  list,
  name,
  object,
  oneOf,
  optional,
  orElse,
  record,
  subject,
} from '@colloquy/core/decoding'
import type { CommandInput, MessageInput } from './draft.ts'
import { commandFields, draftOf, message, refuseGuessed } from './draft.ts'
import type { CustomerInput, Named, ParticipantInput } from './who.ts'
import { customer, nameOnly, participant } from './who.ts'
import type { RecordRef } from '@colloquy/core'
import type { Environment } from './Definition.ts'
import { define } from './Definition.ts'

/** What a customer gives of a conversation of their own. */
export type CustomerStartInput = CommandInput & {
  readonly type?: 'customer'
  /** One line of at most 255 characters. */
  readonly subject?: string
  /** The record it is started from, of a type registered as startable. */
  readonly source?: RecordRef
  readonly channel?: string
  readonly queue?: string
  readonly message?: string | MessageInput
}

/** What staff may give, on anybody's behalf. */
export type StartInput = Omit<CustomerStartInput, 'type'> & {
  readonly type: 'customer' | 'internal'
  /** The host's own id for it; customers may not choose one, or they could ask which there are. */
  readonly id?: string
  readonly customer?: CustomerInput
  /** At most 200. */
  readonly participants?: ReadonlyArray<ParticipantInput>
  /** Who is assigned from the start: another than oneself needs `assign`. */
  readonly owner?: string
  /** At most 50. */
  readonly contexts?: ReadonlyArray<RecordRef>
  readonly attributes?: AttributesInput
}

const leftOut = 'left out by customers'

/** Customers may leave it out. */
const type: Decoder<'customer' | 'internal' | null, 'customer' | 'internal'> = optional(
  oneOf(['customer', 'internal']),
)

const decode = object({
  ...commandFields,
  id: optional(conversationId),
  type,
  subject: optional(subject),
  customer: optional(customer),
  participants: orElse(list(participant, 'participants'), []),
  owner: optional(actorId),
  source: optional(record),
  contexts: orElse(list(record, 'contexts'), []),
  channel: optional(name),
  queue: optional(name),
  message: optional(message),
  attributes: orElse(attributes, {}),
})

const personOf = (named: Named, { kindOf, whoIs }: Environment): Person => ({
  who: whoIs(named),
  kind: kindOf(named),
  contact: named.contact,
})

const given = (id: ActorId | null): ReadonlyArray<ActorId> => (id === null ? [] : [id])

export const start = define('start', 'StartConversation', decode, {
  sample: { type: 'customer' },
  people: (input) => [
    ...given(input.customer?.id ?? null),
    ...input.participants.map((each) => each.id),
    ...given(input.owner),
    ...(input.message?.mentions ?? []),
    ...given(input.message?.as?.id ?? null),
  ],
  records: (input) => (input.source === null ? input.contexts : [input.source, ...input.contexts]),
  refuse: (input, { context: { actor } }) => {
    if (actor.kind !== 'customer')
      return input.type === null ? { _tag: 'FieldRequired', field: 'type' } : null
    if (input.id !== null) return expected('id', leftOut)
    if (input.customer !== null && input.customer.id !== actor.id) return expected('customer', leftOut)
    if (input.participants.length > 0) return expected('participants', leftOut)
    if (input.owner !== null) return expected('owner', leftOut)
    if (input.contexts.length > 0) return expected('contexts', leftOut)
    if (Object.keys(input.attributes).length > 0) return expected('attributes', leftOut)
    return refuseGuessed(actor, input.message?.messageId ?? null, 'message.messageId')
  },
  command: (input, env) => {
    const { actor } = env.context
    const themselves: Named = { id: actor.id, kind: 'customer', contact: nameOnly(actor.name) }
    const concerned = actor.kind === 'customer' ? themselves : input.customer
    return {
      beganBy: null,
      conversationId: input.id ?? (env.newId() as ConversationId),
      type: input.type ?? 'customer',
      subject: input.subject,
      customer: concerned === null ? null : personOf(concerned, env),
      participants: input.participants.map((each) => personOf(each, env)),
      assignee: input.owner,
      source: input.source,
      contexts: input.contexts,
      channel: input.channel ?? 'web',
      queue: input.queue,
      message: input.message === null ? null : draftOf(input.message, knowing(env, input)),
      attributes: input.attributes,
    }
  },
})

/** Somebody whom the message names by id alone is who the conversation begins with, where there is one such. */
const knowing = (
  env: Environment,
  given: { readonly customer: Named | null; readonly participants: ReadonlyArray<Named> },
): Environment => {
  const whoIs = (named: Named): Who => {
    const found = [given.customer, ...given.participants].filter((each) => each?.id === named.id)
    const sides = new Set(found.flatMap((each) => (each === null ? [] : [env.whoIs(each).side])))
    const [side] = sides
    return named.kind === null && sides.size === 1 && side !== undefined
      ? { side, id: named.id }
      : env.whoIs(named)
  }
  return { ...env, whoIs }
}
