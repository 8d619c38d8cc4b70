import * as E from 'fp-ts/lib/Either.js'
import { access } from '../conversation/access.ts'
import type { Command } from '../conversation/Command.ts'
import { decide, followRecord, startConversation } from '../conversation/decide.ts'
import type { Decision, Undecided } from '../conversation/decide/Decision.ts'
import { askHistory, enter } from '../conversation/decide/enter.ts'
import type { Rejection } from '../conversation/Rejection.ts'
import { conversationClosed, notFound } from '../conversation/Rejection.ts'
import type { State } from '../conversation/State.ts'

/**
 * Whether the actor is let in at all. `sentOn`: the command was given for another conversation, so whoever has no
 * access here hears what that one alone would say: that it is closed. A `start` that was accepted before named none.
 */
export const admit = (
  command: Command,
  state: State,
  sentOn: boolean,
): E.Either<Rejection | Undecided, void> => {
  if (!sentOn) return enter(command, state)
  const isReply = command._tag === 'PostMessage'
  if (isReply && (state.header === null || state.header.status === 'removed')) return E.left({ _tag: 'Back' })
  const answer = access(command.context.actor, state)
  if (answer === 'ask-history') return E.left(askHistory(command.context.actor))
  if (answer === 'no') return E.left(isReply ? conversationClosed : notFound)
  return enter(command, state)
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
