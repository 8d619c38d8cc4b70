import * as E from 'fp-ts/lib/Either.js'
import { sameWho, sideOf, whoIs } from '../../Actor.ts'
import type { Person, StartConversation } from '../../Command.ts'
import {
  customerInInternal,
  expected,
  fieldRequired,
  forbidden,
  invalidTarget,
  visibilityExceedsConversation,
} from '../../Rejection.ts'
import type { Permission } from '../Decision.ts'
import { all, allowed, may } from '../Decision.ts'
import { authorOf, visibilityOf } from '../messages/written.ts'
import { assignableByDirectory, nameable } from '../people.ts'
import { mayWriteAs } from '../messages/mayWriteAs.ts'
import { linkable, startable } from '../records.ts'
import { customerOf, subjectOf } from './given.ts'

/** Whether the given values are valid and complete; checked after the records. */
export const fits = (command: StartConversation) =>
  all(recordsFit(command), hasRequired(command), peopleFit(command), messageFits(command))

const hasRequired = (command: StartConversation): Permission<'FieldRequired'> => {
  const given = {
    customer: customerOf(command) !== null,
    subject: subjectOf(command) !== null,
    queue: command.queue !== null,
    source: command.source !== null,
  }
  const missing = command.context.policies[command.type].require.find((field) => !given[field])
  return missing === undefined ? allowed : E.left(fieldRequired(missing))
}

const peopleFit = (command: StartConversation): Permission<'CustomerInInternal' | 'InvalidTarget'> => {
  const { context } = command
  const customer = customerOf(command)
  const named = [...(customer === null ? [] : [customer]), ...command.participants]
  const others = named.filter((person) => !sameWho(person.who, whoIs(context.actor)))
  return all(
    command.type === 'internal' && command.participants.some((person) => person.who.side === 'customer')
      ? E.left(customerInInternal)
      : allowed,
    ...others.map((person) => nameable(context, person.who)),
    assigneeFits(command, customer),
  )
}

/** O6: with a directory the assignee must be known, active staff; without one, anybody but a customer named here. */
const assigneeFits = (command: StartConversation, customer: Person | null): Permission<'InvalidTarget'> => {
  const { assignee, context } = command
  if (assignee === null || assignee === context.actor.id) return allowed
  if (context.directory === null) {
    const isCustomer = [customer, ...command.participants].some(
      (person) => person !== null && person.who.side === 'customer' && person.who.id === assignee,
    )
    const isStaff = command.participants.some(
      (person) => person.who.side === 'staff' && person.who.id === assignee,
    )
    return isCustomer && !isStaff && !context.actor.capabilities.has('import')
      ? E.left(invalidTarget)
      : allowed
  }
  return assignableByDirectory(context, context.policies[command.type], assignee)
}

const recordsFit = ({ context, source, contexts }: StartConversation) =>
  all(
    source === null ? allowed : startable(context, source),
    ...contexts.map((record) => linkable(context, record)),
  )

const messageFits = (command: StartConversation) => {
  const { message, context } = command
  if (message === null) return allowed
  const visibility = visibilityOf(message, context, command.type)
  if (command.type === 'internal' && visibility === 'public') return E.left(visibilityExceedsConversation)
  if (sideOf(context.actor.kind) === 'customer' && visibility === 'internal')
    return E.left(forbidden('post.internal'))
  const author = authorOf(message, context)
  const named = [customerOf(command), ...command.participants]
  const isNamed = named.some((person) => person !== null && sameWho(person.who, author))
  const as = mayWriteAs(context, author, visibility, isNamed)
  if (E.isLeft(as)) return as
  if (message.replyTo !== null)
    return E.left(expected('message.replyTo', 'left out: there is no message yet'))
  return may(context, visibility === 'public' ? 'post.public' : 'post.internal')
}
