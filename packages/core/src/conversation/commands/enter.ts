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
 * Checks access. `sentOn`: the command named another conversation, so without access here its refusal is
 * `elsewhere.absent`: for a reply, that the conversation it named is closed.
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
 * Checks that the conversation exists for this actor: without access the answer is that of an id that does not exist. A
 * command that begins a conversation needs none.
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
  // A repeated import gives the old times again, so a known message is not checked against the last event.
  return backdated === null || backdated >= state.header.lastAt || again?.isKnown(command, state) === true
    ? letIn
    : E.left(expected('at', 'no earlier than the last event of the conversation'))
}

/** Access by the customer's history needs another conversation, which has to be loaded first. */
const askHistory = (actor: Actor): Undecided => ({ _tag: 'More', needs: { customerHistory: actor } })
