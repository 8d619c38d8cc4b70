import * as E from 'fp-ts/lib/Either.js'
import type { Who } from '../Actor.ts'
import { whoIs } from '../Actor.ts'
import type { Command, Context } from '../Command.ts'
import type { ConversationEvent, Fact, ReadingEvent } from '../Event.ts'
import type { ConversationId } from '../Ids.ts'
import type { Needs } from '../Needs.ts'
import type { Capability } from '../policies/Capability.ts'
import type { TypePolicies } from '../policies/Policies.ts'
import type { Rejection } from '../Rejection.ts'
import { conversationClosed, conversationLocked, forbidden } from '../Rejection.ts'
import type { Header, State } from '../State.ts'

/**
 * What a decision comes to. Besides yes and no, it may turn out that it needs to see more, or that the command
 * belongs to another conversation, which this one was continued in; or that nothing is left of that one.
 */
export type Decision = E.Either<Rejection | Undecided, ReadonlyArray<Fact>>
export type Undecided =
  | { readonly _tag: 'More'; readonly needs: Partial<Needs> }
  | { readonly _tag: 'Redirect'; readonly to: ConversationId }
  | { readonly _tag: 'Back' }

/** A conversation that is there, to somebody who may read it. */
export type Here = State & { readonly header: Header }

/** Whether a command is allowed, before asking what it does. */
export type Permission = E.Either<Rejection, void>
export const allowed: Permission = E.right(undefined)

/** Accepted, and nothing is new. */
export const unchanged: Decision = E.right([])

/** New events of the command's conversation. */
export const happened = (command: Command, ...events: ReadonlyArray<ConversationEvent>): Decision =>
  E.right(events.map((event) => ({ conversation: command.conversationId, reader: null, event })))

/** A new event of somebody's reading stream. */
export const reading = (command: Command, reader: Who, event: ReadingEvent): Fact => ({
  conversation: command.conversationId,
  reader,
  event,
})

export const may = (context: Context, capability: Capability): Permission =>
  context.actor.capabilities.has(capability) ? allowed : E.left(forbidden(capability))

/** All of them, in order: the first refusal counts. */
export const all = (...permissions: ReadonlyArray<Permission>): Permission =>
  permissions.find(E.isLeft) ?? allowed

/** What `decide` says where it is permitted. */
export const when = (permission: Permission, decide: () => Decision): Decision =>
  E.isLeft(permission) ? permission : decide()

export const policiesFor = (context: Context, header: Header): TypePolicies => context.policies[header.type]

/** C1: "you can interact with a conversation as long as it is not closed", where the policy says so. */
export const unlessClosed = (context: Context, header: Header): Permission =>
  header.status === 'closed' && policiesFor(context, header).changeWhenClosed === 'reject'
    ? E.left(conversationClosed)
    : allowed

export const unlessLocked = (header: Header): Permission =>
  header.locked ? E.left(conversationLocked) : allowed

export const isActor = (context: Context, who: Who): boolean => {
  const actor = whoIs(context.actor)
  return actor.side === who.side && actor.id === who.id
}
