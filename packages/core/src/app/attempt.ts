import * as E from 'fp-ts/lib/Either.js'
import type { Command } from '../conversation/Command.ts'
import { decide, followRecord, startConversation } from '../conversation/decide.ts'
import type { Decision, Undecided } from '../conversation/decide/Decision.ts'
import { enter } from '../conversation/decide/enter.ts'
import type { Rejection } from '../conversation/Rejection.ts'
import type { State } from '../conversation/State.ts'

/** Whether the actor is let in at all. `redirected`: they came here from a conversation that goes on in this one. */
export const admit = (
  command: Command,
  state: State,
  redirected: boolean,
): E.Either<Rejection | Undecided, void> => {
  const entered = enter(command, state)
  const isThere = state.header !== null && state.header.status !== 'removed'
  if (E.isLeft(entered) && !(redirected && isThere && entered.left._tag === 'NotFound')) return entered
  return E.right(undefined)
}

/** What the command comes to, for somebody who was admitted. */
export const attempt = (command: Command, state: State): Decision => {
  switch (command._tag) {
    case 'StartConversation':
      return startConversation(command, state)
    case 'FollowRecord':
    case 'UnfollowRecord':
      return followRecord(command, state)
    default:
      // `admit` let nobody in where there is no header.
      return state.header === null ? E.right([]) : decide(command, { ...state, header: state.header })
  }
}
