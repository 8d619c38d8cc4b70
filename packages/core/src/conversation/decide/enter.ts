import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from '../Actor.ts'
import { sideOf } from '../Actor.ts'
import type { Command } from '../Command.ts'
import { access, servesItsQueue } from '../access.ts'
import { aheadAtMost, isTooFarAhead, notAhead } from '../ahead.ts'
import type { Rejection } from '../Rejection.ts'
import {
  alreadyAssigned,
  expected,
  featureDisabled,
  forbidden,
  invalidInput,
  notFound,
} from '../Rejection.ts'
import type { Header, State } from '../State.ts'
import type { Undecided } from './Decision.ts'

const letIn: E.Either<never, void> = E.right(undefined)

/**
 * The first question of every command: is there anything here, for this actor? Without access the answer is the
 * same as for an id that does not exist. What a command begins need not be there yet.
 */
export const enter = (command: Command, state: State): E.Either<Rejection | Undecided, void> => {
  const { actor, policies, now, backdated } = command.context
  if (!policies.enabled) return E.left(featureDisabled)
  if (backdated !== null && !actor.capabilities.has('backdate')) return E.left(forbidden('backdate'))
  if (backdated !== null && isTooFarAhead(backdated, now))
    return E.left(invalidInput('at', aheadAtMost, notAhead))
  switch (command._tag) {
    case 'StartConversation':
    case 'FollowRecord':
    case 'UnfollowRecord':
      return letIn
    case 'EraseContent':
      return state.header === null ? E.left(notFound) : letIn
    default:
      break
  }
  const answer = access(actor, state)
  if (answer === 'ask-history') return E.left(askHistory(actor))
  if (state.header === null || answer === 'no') {
    return E.left(command._tag === 'Pick' && sawItWaiting(actor, state.header) ? alreadyAssigned : notFound)
  }
  if (backdated !== null && backdated < state.header.lastAt && !isRepeated(command, state))
    return E.left(expected('at', 'no earlier than the last event of the conversation'))
  return letIn
}

/**
 * H1: who could have picked it, had another not been quicker, is told so: that it was in a queue of theirs they knew,
 * and who has it is not said. No other command tells them anything.
 */
const sawItWaiting = (actor: Actor, header: Header | null): boolean =>
  header !== null &&
  header.status === 'open' &&
  header.assignee !== null &&
  sideOf(actor.kind) === 'staff' &&
  actor.capabilities.has('pick') &&
  servesItsQueue(actor, header)

/** Whether they read the conversation only by a later one of its customer takes a look elsewhere. */
export const askHistory = (actor: Actor): Undecided => ({ _tag: 'More', needs: { customerHistory: actor } })

/** A message that is there already may be sent again with its old time: an import is repeated for ever. */
const isRepeated = (command: Command, state: State): boolean =>
  command._tag === 'PostMessage' && (state.messages.known.get(command.messageId) ?? null) !== null
