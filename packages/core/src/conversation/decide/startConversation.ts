import * as E from 'fp-ts/lib/Either.js'
import type { Who } from '../Actor.ts'
import { sameWho, sideOf, whoIs } from '../Actor.ts'
import type { Person, RecordAnswer, StartConversation } from '../Command.ts'
import type { ConversationEvent, Fact } from '../Event.ts'
import type { ActorId, RecordRef } from '../Ids.ts'
import { recordKey } from '../Ids.ts'
import {
  contextTypeUnsupported,
  creationNotAllowed,
  customerInInternal,
  duplicateId,
  fieldRequired,
  forbidden,
  invalidInput,
  invalidTarget,
  postAsForbidden,
  recordUnknown,
  visibilityExceedsConversation,
} from '../Rejection.ts'
import { start } from '../Reach.ts'
import type { State } from '../State.ts'
import type { Decision, Permission } from './Decision.ts'
import { all, allowed, may, reading, unchanged, when } from './Decision.ts'
import { assignableByDirectory, joined, nameable } from './people.ts'
import { openingMessage, visibilityOf } from './postMessage.ts'

/** O3, O4, D7–D8: a conversation begins, with whatever is known at once. */
export const startConversation = (command: StartConversation, state: State): Decision => {
  const permission = mayStart(command)
  if (E.isLeft(permission)) return permission
  if (state.header !== null) return sameAgain(command, state)
  return when(all(hasRequired(command), peopleFit(command), recordsFit(command), messageFits(command)), () =>
    E.right(begun(command)),
  )
}

export const mayStart = (command: StartConversation): Permission => {
  const { actor, policies } = command.context
  const { creation } = policies[command.type]
  const imports = actor.capabilities.has('import')
  const side = sideOf(actor.kind)
  return all(
    may(command.context, command.type === 'customer' ? 'start.customer' : 'start.internal'),
    imports || (creation.sides.includes(side) && !creation.requireInbound)
      ? allowed
      : E.left(creationNotAllowed),
    side === 'customer' ? onlyWhatCustomersGive(command) : allowed,
    command.beganBy === null ? allowed : may(command.context, 'import'),
    command.owner === null || command.owner === actor.id ? allowed : may(command.context, 'assign'),
  )
}

/** A customer starts for themselves, and gives subject, message, source, channel and queue. */
const onlyWhatCustomersGive = (command: StartConversation): Permission => {
  const given: ReadonlyArray<readonly [string, boolean]> = [
    ['type', command.type === 'internal'],
    ['customer', command.customer !== null && !sameWho(command.customer.who, whoIs(command.context.actor))],
    ['participants', command.participants.length > 0],
    ['owner', command.owner !== null],
    ['contexts', command.contexts.length > 0],
    ['attributes', Object.keys(command.attributes).length > 0],
  ]
  const excess = given.find(([, isGiven]) => isGiven)
  return excess === undefined ? allowed : E.left(invalidInput(excess[0]))
}

/** Whom a conversation is with: a customer who starts one is that customer. */
const customerOf = (command: StartConversation): Person | null => {
  const { actor } = command.context
  if (sideOf(actor.kind) === 'staff') return command.customer
  const contact = actor.name === null ? null : { name: actor.name, phone: null, email: null }
  return { who: whoIs(actor), kind: 'customer', contact: command.customer?.contact ?? contact }
}

/** O8: a name is defaulted from the record it starts from. */
const subjectOf = (command: StartConversation): string | null =>
  command.subject ?? (command.source === null ? null : (answerFor(command, command.source)?.title ?? null))

const hasRequired = (command: StartConversation): Permission => {
  const given = {
    customer: customerOf(command) !== null,
    subject: subjectOf(command) !== null,
    queue: command.queue !== null,
    source: command.source !== null,
  }
  const missing = command.context.policies[command.type].require.find((field) => !given[field])
  return missing === undefined ? allowed : E.left(fieldRequired(missing))
}

const peopleFit = (command: StartConversation): Permission => {
  const { context } = command
  const customer = customerOf(command)
  const named = [...(customer === null ? [] : [customer]), ...command.participants]
  const others = named.filter((person) => !sameWho(person.who, whoIs(context.actor)))
  return all(
    command.type === 'internal' && command.participants.some((person) => person.who.side === 'customer')
      ? E.left(customerInInternal)
      : allowed,
    ...others.map((person) => nameable(context, person.who)),
    ownerFits(command, customer),
  )
}

/** O6: unknown, inactive or a customer can't be the owner. */
const ownerFits = (command: StartConversation, customer: Person | null): Permission => {
  const { owner, context } = command
  if (owner === null || owner === context.actor.id) return allowed
  if (context.directory === null) {
    const isCustomer = [customer, ...command.participants].some(
      (person) => person !== null && person.who.side === 'customer' && person.who.id === owner,
    )
    const isStaff = command.participants.some(
      (person) => person.who.side === 'staff' && person.who.id === owner,
    )
    return isCustomer && !isStaff && !context.actor.capabilities.has('import')
      ? E.left(invalidTarget)
      : allowed
  }
  return assignableByDirectory(context, context.policies[command.type], owner)
}

const answerFor = (command: StartConversation, record: RecordRef): RecordAnswer | null =>
  command.context.records.get(recordKey(record)) ?? null

/** O4, O9: only a startable type can be a source; any registered type can be a context. */
const recordsFit = (command: StartConversation): Permission => {
  const check = (record: RecordRef, asSource: boolean): Permission => {
    const answer = answerFor(command, record)
    if (answer === null || !answer.supported || (asSource && !answer.startable))
      return E.left(contextTypeUnsupported)
    return answer.known ? allowed : E.left(recordUnknown)
  }
  return all(
    command.source === null ? allowed : check(command.source, true),
    ...command.contexts.map((record) => check(record, false)),
  )
}

const messageFits = (command: StartConversation): Permission => {
  const { message, context } = command
  if (message === null) return allowed
  const visibility = visibilityOf(message, context, command.type)
  if (command.type === 'internal' && visibility === 'public') return E.left(visibilityExceedsConversation)
  if (sideOf(context.actor.kind) === 'customer' && visibility === 'internal')
    return E.left(forbidden('post.internal'))
  if (message.as !== null && !sameWho(message.as, whoIs(context.actor))) return E.left(postAsForbidden)
  if (message.replyTo !== null) return E.left(invalidInput('message.replyTo'))
  return may(context, visibility === 'public' ? 'post.public' : 'post.internal')
}

const initiatorOf = (command: StartConversation): Who => command.beganBy ?? whoIs(command.context.actor)

const sameAgain = (command: StartConversation, state: State): Decision => {
  const { header, startHash } = state
  const same = startHash === null || startHash === command.context.hash
  const own =
    header !== null && header.status !== 'removed' && sameWho(header.initiator, initiatorOf(command))
  return own && same ? unchanged : E.left(duplicateId)
}

const begun = (command: StartConversation): ReadonlyArray<Fact> => {
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
  const people = unique(listed).map((person) => joined(context, person, history, 'start'))
  const records = uniqueRecords([...(command.source === null ? [] : [command.source]), ...command.contexts])
  const linked = records.map(
    (record): ConversationEvent => ({
      type: 'context-linked',
      record,
      customerVisible: answerFor(command, record)?.customerVisible ?? false,
    }),
  )
  const owner = ownerOf(command)
  const assigned: ReadonlyArray<ConversationEvent> =
    owner === null ? [] : [{ type: 'conversation-assigned', to: owner, from: null, cause: 'start' }]
  const events = [created, ...people, ...linked, ...assigned, ...firstMessage(command, people)]
  const facts = events.map((event): Fact => ({ conversation: command.conversationId, reader: null, event }))
  return [...facts, ...flagFor(command, owner)]
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

const ownerOf = (command: StartConversation): ActorId | null => {
  if (command.owner !== null) return command.owner
  const { actor, policies } = command.context
  return policies[command.type].defaultAssignee === 'creator' && actor.kind === 'staff' ? actor.id : null
}

/** C4: an assignment by somebody else may flag the conversation as unread. */
const flagFor = (command: StartConversation, owner: ActorId | null): ReadonlyArray<Fact> => {
  const { actor, policies } = command.context
  if (owner === null || owner === actor.id || policies[command.type].onAssign === 'keep') return []
  const reader: Who = { side: 'staff', id: owner }
  return [reading(command, reader, { type: 'cursor-placed', to: start, flag: true, cause: 'assign' })]
}

const unique = (people: ReadonlyArray<Person>): ReadonlyArray<Person> =>
  people.filter((person, at) => people.findIndex((other) => sameWho(other.who, person.who)) === at)

const uniqueRecords = (records: ReadonlyArray<RecordRef>): ReadonlyArray<RecordRef> =>
  records.filter((record, at) => records.findIndex((other) => recordKey(other) === recordKey(record)) === at)
