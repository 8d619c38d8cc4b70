import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from '../Actor.ts'
import { access } from '../access.ts'
import { aheadAtMost, isTooFarAhead, notAhead } from '../ahead.ts'
import type { Command } from '../Command.ts'
import { rulesFor } from '../commands.ts'
import type { Rejection } from '../Rejection.ts'
import { expected, featureDisabled, forbidden, invalidInput, notFound } from '../Rejection.ts'
import type { State } from '../State.ts'
import type { Undecided } from './Decision.ts'

type Entry = E.Either<Rejection | Undecided, void>
const letIn: Entry = E.right(undefined)

/**
 * Whether the actor is let in at all. `sentOn`: the command was given for another conversation, so whoever has no
 * access here hears what that one alone would say: that it is closed. A `start` that was accepted before named none.
 */
export const admit = (command: Command, state: State, sentOn: boolean): Entry => {
  if (!sentOn) return enter(command, state)
  const { elsewhere } = rulesFor(command)
  const isGone = state.header === null || state.header.status === 'removed'
  if (isGone && elsewhere?.comesBack === true) return E.left({ _tag: 'Back' })
  const answer = access(command.context.actor, state)
  if (answer === 'ask-history') return E.left(askHistory(command.context.actor))
  if (answer === 'no') return E.left(elsewhere?.absent ?? notFound)
  return enter(command, state)
}

/**
 * The first question of every command: is there anything here, for this actor? Without access the answer is the
 * same as for an id that does not exist. What a command begins need not be there yet.
 */
const enter = (command: Command, state: State): Entry => {
  const { actor, policies, now, backdated } = command.context
  const { begins, withoutAccess, absent, again } = rulesFor(command)
  if (!policies.enabled) return E.left(featureDisabled)
  if (backdated !== null && !actor.capabilities.has('backdate')) return E.left(forbidden('backdate'))
  if (backdated !== null && isTooFarAhead(backdated, now))
    return E.left(invalidInput('at', aheadAtMost, notAhead))
  if (begins === true) return letIn
  if (withoutAccess === true) return state.header === null ? E.left(notFound) : letIn
  const answer = access(actor, state)
  if (answer === 'ask-history') return E.left(askHistory(actor))
  if (state.header === null || answer === 'no') return E.left(absent?.(command, state) ?? notFound)
  // What is there already may be given again with its old time: an import is repeated for ever.
  return backdated === null || backdated >= state.header.lastAt || again?.isKnown(command, state) === true
    ? letIn
    : E.left(expected('at', 'no earlier than the last event of the conversation'))
}

/** Whether they read the conversation only by a later one of its customer takes a look elsewhere. */
const askHistory = (actor: Actor): Undecided => ({ _tag: 'More', needs: { customerHistory: actor } })
