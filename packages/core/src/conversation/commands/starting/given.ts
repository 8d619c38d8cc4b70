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

/**
 * O8: a name is defaulted from the record it starts from. What a customer begins bears no title of a record that
 * customers are not shown.
 */
export const subjectOf = ({ subject, source, context }: StartConversation): string | null => {
  if (subject !== null || source === null) return subject
  const answer = answerOf(context, source)
  const shows = sideOf(context.actor.kind) === 'staff' || answer?.customerVisible === true
  return shows ? (answer?.title ?? null) : null
}

/** Who began it: somebody else than the actor where an import says so. */
export const initiatorOf = (command: StartConversation): Who =>
  command.beganBy ?? whoIs(command.context.actor)

/** Whom it is assigned to at once: whom the command names, or its creator where the policy says so. */
export const assigneeOf = (command: StartConversation): ActorId | null => {
  if (command.assignee !== null) return command.assignee
  const { actor, policies } = command.context
  return policies[command.type].defaultAssignee === 'creator' && actor.kind === 'staff' ? actor.id : null
}
