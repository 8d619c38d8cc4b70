import * as E from 'fp-ts/lib/Either.js'
import { sameWho, sideOf, whoIs } from '../Actor.ts'
import type { StartConversation } from '../Command.ts'
import { creationNotAllowed, duplicateId, expected, notFound } from '../Rejection.ts'
import type { State } from '../State.ts'
import type { Decision, Permission } from './Decision.ts'
import { accepted, all, allowed, may, unchanged, when } from './Decision.ts'
import type { RulesOf } from './Rules.ts'
import { begun } from './starting/begun.ts'
import { fits } from './starting/fits.ts'
import { initiatorOf } from './starting/given.ts'

export const starting = {
  /** O3, O4, D7–D8: begins a conversation. */
  StartConversation: {
    begins: true,
    needs: () => ({ startHash: true, seats: 'all', links: 'all' }),
    names: ({ source, contexts }) => (source === null ? contexts : [source, ...contexts]),
    message: ({ message }) => message?.messageId ?? null,
    // A retry of a start without a conversation id is sent on to the conversation that the first one began.
    elsewhere: {
      moved: (command, conversationId) => ({ ...command, conversationId }),
      comesBack: false,
      absent: notFound,
      mayBe: ({ message }, earlier) => (earlier.messageId === null) === (message === null),
    },
    may: (command) => {
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
        command.assignee === null || command.assignee === actor.id ? allowed : may(command.context, 'assign'),
      )
    },
    decide: (command, state) =>
      state.header === null ? when(fits(command), () => accepted(begun(command))) : sameAgain(command, state),
  },
} satisfies RulesOf<'StartConversation'>

/** A customer is the customer of what they start, and gives only subject, message, source, channel and queue. */
const onlyWhatCustomersGive = (command: StartConversation): Permission<'InvalidInput'> => {
  const given: ReadonlyArray<readonly [string, boolean]> = [
    ['type', command.type === 'internal'],
    ['customer', command.customer !== null && !sameWho(command.customer.who, whoIs(command.context.actor))],
    ['participants', command.participants.length > 0],
    ['owner', command.assignee !== null],
    ['contexts', command.contexts.length > 0],
    ['attributes', Object.keys(command.attributes).length > 0],
  ]
  const excess = given.find(([, isGiven]) => isGiven)
  return excess === undefined ? allowed : E.left(expected(excess[0], 'left out by customers'))
}

/** The same id and content by the same initiator is a retry. */
const sameAgain = (command: StartConversation, state: State): Decision<'DuplicateId'> => {
  const { header, startHash } = state
  const same = startHash === null || startHash === command.context.hash
  const own =
    header !== null && header.status !== 'removed' && sameWho(header.initiator, initiatorOf(command))
  return own && same ? unchanged : E.left(duplicateId)
}
