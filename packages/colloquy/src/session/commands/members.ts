import type { Who } from '@colloquy/core/storage'
import { whoIs as actorAs } from '@colloquy/core/engine'
import type { DecodedFields } from '@colloquy/core/decoding'
import { conversationId, object } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import type { WhoInput } from './who.ts'
import { maybeWho } from './who.ts'
import type { Around, Definition } from './Definition.ts'
import { define } from './Definition.ts'
import { nameOnly } from './starting.ts'

/** Whom it is about: the actor where nobody is named. */
export type OnParticipantInput = CommandInput & {
  readonly conversationId: string
  readonly participant?: WhoInput
}

const fields = { ...commandFields, conversationId, participant: maybeWho }
type Given = DecodedFields<typeof fields>
const decode = object(fields)

const shared = {
  people: (input: Given) => (input.participant === null ? [] : [input.participant.id]),
  unknown: ({ conversationId, participant }: Given) =>
    participant === null || participant.kind !== null ? null : { conversationId, named: participant },
} satisfies Partial<Definition<Given>>

const participantOf = ({ participant }: Given, { context, whoIs }: Around): Who =>
  participant === null ? actorAs(context.actor) : whoIs(participant)

const simple = (name: string, _tag: 'Leave' | 'Unfollow' | 'Mute' | 'Unmute') =>
  define(name, decode, {
    ...shared,
    command: (input, around) => ({
      _tag,
      conversationId: input.conversationId,
      participant: participantOf(input, around),
      context: around.context,
    }),
  })

export const join = define('join', decode, {
  ...shared,
  command: (input, around) => ({
    _tag: 'Join',
    conversationId: input.conversationId,
    participant: participantOf(input, around),
    kind: input.participant === null ? around.context.actor.kind : around.kindOf(input.participant),
    contact: input.participant === null ? nameOnly(around.context.actor.name) : input.participant.contact,
    context: around.context,
  }),
})

export const follow = define('follow', decode, {
  ...shared,
  command: (input, around) => ({
    _tag: 'Follow',
    conversationId: input.conversationId,
    participant: participantOf(input, around),
    kind: input.participant === null ? around.context.actor.kind : around.kindOf(input.participant),
    context: around.context,
  }),
})

export const leave = simple('leave', 'Leave')
export const unfollow = simple('unfollow', 'Unfollow')
export const mute = simple('mute', 'Mute')
export const unmute = simple('unmute', 'Unmute')
