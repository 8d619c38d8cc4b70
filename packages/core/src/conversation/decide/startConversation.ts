import * as E from 'fp-ts/lib/Either.js'
import { sameWho, sideOf, whoIs } from '../Actor.ts'
import type { StartConversation } from '../Command.ts'
import { creationNotAllowed, duplicateId, expected } from '../Rejection.ts'
import type { State } from '../State.ts'
import type { Decision, Permission } from './Decision.ts'
import { all, allowed, may, unchanged, when } from './Decision.ts'
import { begun } from './startConversation/begun.ts'
import { fits } from './startConversation/fits.ts'
import { initiatorOf } from './startConversation/given.ts'

/** O3, O4, D7–D8: a conversation begins, with whatever is known at once. */
export const startConversation = (command: StartConversation, state: State): Decision => {
  const permission = mayStart(command)
  if (E.isLeft(permission)) return permission
  if (state.header !== null) return sameAgain(command, state)
  return when(fits(command), () => E.right(begun(command)))
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
  return excess === undefined ? allowed : E.left(expected(excess[0], 'left out by customers'))
}

/** The same id and content again, by the same initiator, is the same conversation. */
const sameAgain = (command: StartConversation, state: State): Decision => {
  const { header, startHash } = state
  const same = startHash === null || startHash === command.context.hash
  const own =
    header !== null && header.status !== 'removed' && sameWho(header.initiator, initiatorOf(command))
  return own && same ? unchanged : E.left(duplicateId)
}
