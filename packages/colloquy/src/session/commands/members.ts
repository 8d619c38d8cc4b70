import type { Who } from '@colloquy/core/storage'
import { whoIs as actorAs } from '@colloquy/core/engine'
import type { DecodedFields } from '@colloquy/core/decoding'
import { conversationId, object } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import type { WhoInput } from './who.ts'
import { maybeWho, nameOnly } from './who.ts'
import type { Environment } from './Definition.ts'
import { define } from './Definition.ts'

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
} as const

const participantOf = ({ participant }: Given, { context, whoIs }: Environment): Who =>
  participant === null ? actorAs(context.actor) : whoIs(participant)

const participating = {
  ...shared,
  command: (input: Given, env: Environment) => ({
    conversationId: input.conversationId,
    participant: participantOf(input, env),
  }),
}

const following = {
  ...shared,
  command: (input: Given, env: Environment) => ({
    ...participating.command(input, env),
    kind: input.participant === null ? env.context.actor.kind : env.kindOf(input.participant),
  }),
}

export const join = define('join', 'Join', decode, {
  ...shared,
  command: (input, env) => ({
    ...following.command(input, env),
    contact: input.participant === null ? nameOnly(env.context.actor.name) : input.participant.contact,
  }),
})
export const leave = define('leave', 'Leave', decode, participating)
export const follow = define('follow', 'Follow', decode, following)
export const unfollow = define('unfollow', 'Unfollow', decode, participating)
export const mute = define('mute', 'Mute', decode, participating)
export const unmute = define('unmute', 'Unmute', decode, participating)
