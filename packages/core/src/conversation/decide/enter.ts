import * as E from 'fp-ts/lib/Either.js'
import type { Command } from '../Command.ts'
import { access } from '../access.ts'
import type { Rejection } from '../Rejection.ts'
import { featureDisabled, forbidden, invalidInput, notFound } from '../Rejection.ts'
import type { State } from '../State.ts'
import type { Here, Undecided } from './Decision.ts'

/**
 * The first question of every command: is there anything here, for this actor? Without access the answer is the
 * same as for an id that does not exist. Null: the command begins something, so there need be nothing yet.
 */
export const enter = (command: Command, state: State): E.Either<Rejection | Undecided, Here | null> => {
  const { actor, policies, backdated } = command.context
  if (!policies.enabled) return E.left(featureDisabled)
  if (backdated !== null && !actor.capabilities.has('backdate')) return E.left(forbidden('backdate'))
  switch (command._tag) {
    case 'StartConversation':
    case 'FollowRecord':
    case 'UnfollowRecord':
      return E.right(null)
    case 'EraseContent':
      return state.header === null ? E.left(notFound) : E.right({ ...state, header: state.header })
    default:
      break
  }
  const answer = access(actor, state)
  if (answer === 'ask-history') return E.left({ _tag: 'More', needs: { customerHistory: actor } })
  if (state.header === null || answer === 'no') return E.left(notFound)
  if (backdated !== null && backdated < state.header.lastAt && !isRepeated(command, state))
    return E.left(invalidInput('at'))
  return E.right({ ...state, header: state.header })
}

/** A message that is there already may be sent again with its old time: an import is repeated for ever. */
const isRepeated = (command: Command, state: State): boolean =>
  command._tag === 'PostMessage' && (state.messages.known.get(command.messageId) ?? null) !== null
