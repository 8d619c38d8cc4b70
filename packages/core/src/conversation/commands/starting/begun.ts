import type { Who } from '../../Actor.ts'
import { readerKey } from '../../Actor.ts'
import type { StartConversation } from '../../Command.ts'
import type { ConversationEvent, Fact } from '../../Event.ts'
import type { ActorId } from '../../Ids.ts'
import { recordKey } from '../../Ids.ts'
import { start } from '../../Reach.ts'
import { toReader } from '../Decision.ts'
import { openingMessage, visibilityOf } from '../messages/written.ts'
import { joined } from '../people.ts'
import { answerOf } from '../records.ts'
import { assigneeOf, customerOf, initiatorOf, subjectOf } from './given.ts'

/** The events that a conversation begins with. */
export const begun = (command: StartConversation): ReadonlyArray<Fact> => {
  const { context } = command
  const initiator = initiatorOf(command)
  const customer = customerOf(command)
  const history = context.policies[command.type].history
  const created: ConversationEvent = {
    type: 'conversation-created',
    conversationType: command.type,
    initiator,
    customer: customer === null ? null : customer.who.id,
    source: command.source,
    channel: command.channel,
    queue: command.queue,
    attributes: command.attributes,
    forkedFrom: null,
    concerns: customer === null ? initiator : customer.who,
    personal: { subject: subjectOf(command), hash: context.hash },
  }
  const listed = [
    ...(customer === null || command.type === 'internal' ? [] : [customer]),
    ...command.participants,
  ]
  const people = uniqueBy(listed, ({ who }) => readerKey(who)).map((person) =>
    joined(context, person, history, 'start'),
  )
  const records = uniqueBy(
    [...(command.source === null ? [] : [command.source]), ...command.contexts],
    recordKey,
  )
  const linked = records.map(
    (record): ConversationEvent => ({
      type: 'context-linked',
      record,
      customerVisible: answerOf(context, record)?.customerVisible ?? false,
    }),
  )
  const assignee = assigneeOf(command)
  const assigned: ReadonlyArray<ConversationEvent> =
    assignee === null ? [] : [{ type: 'conversation-assigned', to: assignee, from: null, cause: 'start' }]
  const events = [created, ...people, ...linked, ...assigned, ...firstMessage(command, people)]
  const facts = events.map((event): Fact => ({ conversation: command.conversationId, reader: null, event }))
  return [...facts, ...flagFor(command, assignee)]
}

const firstMessage = (
  command: StartConversation,
  people: ReadonlyArray<ConversationEvent>,
): ReadonlyArray<ConversationEvent> => {
  const { message, context } = command
  if (message === null) return []
  const visibility = visibilityOf(message, context, command.type)
  return openingMessage(message, context, people, visibility, context.policies[command.type].history)
}

/** C4: an assignment by somebody else may flag the conversation as unread. */
const flagFor = (command: StartConversation, assignee: ActorId | null): ReadonlyArray<Fact> => {
  const { actor, policies } = command.context
  if (assignee === null || assignee === actor.id || policies[command.type].onAssign === 'keep') return []
  const reader: Who = { side: 'staff', id: assignee }
  return [toReader(command, reader, { type: 'cursor-placed', to: start, flag: true, cause: 'assign' })]
}

/** The list without later items of the same key. */
const uniqueBy = <A>(list: ReadonlyArray<A>, keyOf: (one: A) => string): ReadonlyArray<A> =>
  list.filter((one, at) => list.findIndex((other) => keyOf(other) === keyOf(one)) === at)
