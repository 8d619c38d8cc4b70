import type { Who } from '../../Actor.ts'
import { sideOf, whoIs } from '../../Actor.ts'
import type { Person, StartConversation } from '../../Command.ts'
import type { ActorId } from '../../Ids.ts'
import { answerOf } from '../records.ts'

/** The customer; a customer who starts a conversation is its customer. */
export const customerOf = (command: StartConversation): Person | null => {
  const { actor } = command.context
  if (sideOf(actor.kind) === 'staff') return command.customer
  const contact = actor.name === null ? null : { name: actor.name, phone: null, email: null }
  return { who: whoIs(actor), kind: 'customer', contact: command.customer?.contact ?? contact }
}

/** O8: the default subject is the source record's title, but for a customer only if customers see that record. */
export const subjectOf = ({ subject, source, context }: StartConversation): string | null => {
  if (subject !== null || source === null) return subject
  const answer = answerOf(context, source)
  const shows = sideOf(context.actor.kind) === 'staff' || answer?.customerVisible === true
  return shows ? (answer?.title ?? null) : null
}

/** The initiator: the actor, or whom an import names. */
export const initiatorOf = (command: StartConversation): Who =>
  command.beganBy ?? whoIs(command.context.actor)

/** The first assignee: as the command says, or the creator by policy. */
export const assigneeOf = (command: StartConversation): ActorId | null => {
  if (command.assignee !== null) return command.assignee
  const { actor, policies } = command.context
  return policies[command.type].defaultAssignee === 'creator' && actor.kind === 'staff' ? actor.id : null
}
