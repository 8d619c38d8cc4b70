import * as E from 'fp-ts/lib/Either.js'
import type { Who } from '../Actor.ts'
import { whoIs } from '../Actor.ts'
import type { Command, Context } from '../Command.ts'
import type { ConversationEvent, Fact, ReadingEvent } from '../Event.ts'
import type { ConversationId } from '../Ids.ts'
import type { Needs } from '../Needs.ts'
import type { Capability } from '../policies/Capability.ts'
import type { TypePolicies } from '../policies/Policies.ts'
import type { Refusal, RefusalTag } from '../Rejection.ts'
import { conversationClosed, conversationLocked, forbidden } from '../Rejection.ts'
import type { Header, State } from '../State.ts'

/**
 * The result of a decision: accepted facts, a rejection, more needs, or the other conversation to which the command has
 * to go: a continuation, or back from one that was removed.
 */
export type Decision<Tag extends RefusalTag = RefusalTag> = E.Either<
  Refusal<Tag> | Undecided,
  ReadonlyArray<Fact>
>
export type Undecided =
  | { readonly _tag: 'More'; readonly needs: Partial<Needs> }
  | { readonly _tag: 'Redirect'; readonly to: ConversationId }
  | { readonly _tag: 'Back' }

/** The state of a conversation that exists and that the actor may read. */
export type Here = State & { readonly header: Header }
export const isHere = (state: State): state is Here => state.header !== null

/** Whether a command is allowed, decided before its effects. */
export type Permission<Tag extends RefusalTag = RefusalTag> = E.Either<Refusal<Tag>, void>
export const allowed: Permission<never> = E.right(undefined)

/** The left side of an answer. */
type Refused<Answer> = Extract<Answer, E.Left<unknown>>
const isRefused = <Answer extends E.Either<unknown, unknown>>(
  answer: Answer,
): answer is Answer & Refused<Answer> => answer._tag === 'Left'

type Happened = E.Either<never, ReadonlyArray<Fact>>

/** Accepted with these facts. Unlike `E.right` it keeps refusals out of the inferred type. */
export const accepted = (facts: ReadonlyArray<Fact>): Happened => E.right(facts)

/** Accepted without a change. */
export const unchanged: Happened = accepted([])

/** Accepted with new events of the command's conversation. */
export const happened = (command: Command, ...events: ReadonlyArray<ConversationEvent>): Happened =>
  accepted(events.map((event) => ({ conversation: command.conversationId, reader: null, event })))

/** A new event of a reader's stream. */
export const toReader = (command: Command, reader: Who, event: ReadingEvent): Fact => ({
  conversation: command.conversationId,
  reader,
  event,
})

export const may = (context: Context, capability: Capability): Permission<'Forbidden'> =>
  context.actor.capabilities.has(capability) ? allowed : E.left(forbidden(capability))

/** All permissions in order; the first refusal is the result. */
export const all = <Each extends ReadonlyArray<Permission>>(
  ...permissions: Each
): Refused<Each[number]> | typeof allowed => {
  const each: ReadonlyArray<Each[number]> = permissions
  return each.find(isRefused) ?? allowed
}

/** The decision where it is permitted, else the refusal. */
export const when = <P extends Permission, D extends Decision>(
  permission: P,
  decide: () => D,
): Refused<P> | D => (isRefused(permission) ? permission : decide())

export const policiesFor = (context: Context, header: Header): TypePolicies => context.policies[header.type]

/** C1: "you can interact with a conversation as long as it is not closed", where the policy says so. */
export const unlessClosed = (context: Context, header: Header): Permission<'ConversationClosed'> =>
  header.status === 'closed' && policiesFor(context, header).changeWhenClosed === 'reject'
    ? E.left(conversationClosed)
    : allowed

export const unlessLocked = (header: Header): Permission<'ConversationLocked'> =>
  header.locked ? E.left(conversationLocked) : allowed

export const isActor = (context: Context, who: Who): boolean => {
  const actor = whoIs(context.actor)
  return actor.side === who.side && actor.id === who.id
}
