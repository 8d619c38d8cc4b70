import type { Who } from '../../Actor.ts'
import { sideOf, whoIs } from '../../Actor.ts'
import type { Person, StartConversation } from '../../Command.ts'
import type { ActorId } from '../../Ids.ts'
import { answerOf } from '../records.ts'

/** Whom a conversation is with: a customer who starts one is that customer. */
export const customerOf = (command: StartConversation): Person | null => {
  const { actor } = command.context
  if (sideOf(actor.kind) === 'staff') return command.customer
  const contact = actor.name === null ? null : { name: actor.name, phone: null, email: null }
  return { who: whoIs(actor), kind: 'customer', contact: command.customer?.contact ?? contact }
}

/** O8: a name is defaulted from the record it starts from. */
export const subjectOf = (command: StartConversation): string | null =>
  command.subject ??
  (command.source === null ? null : (answerOf(command.context, command.source)?.title ?? null))

/** Who began it: somebody else than the actor where an import says so. */
export const initiatorOf = (command: StartConversation): Who =>
  command.beganBy ?? whoIs(command.context.actor)

/** Whom it is assigned to at once: whom the command names, or its creator where the policy says so. */
export const ownerOf = (command: StartConversation): ActorId | null => {
  if (command.owner !== null) return command.owner
  const { actor, policies } = command.context
  return policies[command.type].defaultAssignee === 'creator' && actor.kind === 'staff' ? actor.id : null
}
