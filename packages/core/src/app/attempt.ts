import * as E from 'fp-ts/lib/Either.js'
import { access } from '../conversation/access.ts'
import { sideOf } from '../conversation/Actor.ts'
import type { Command } from '../conversation/Command.ts'
import { decide, followRecord, mayStart, permit, startConversation } from '../conversation/decide.ts'
import type { Decision, Permission, Undecided } from '../conversation/decide/Decision.ts'
import { all, allowed } from '../conversation/decide/Decision.ts'
import { askHistory, enter } from '../conversation/decide/enter.ts'
import type { RecordRef } from '../conversation/Ids.ts'
import { recordKey } from '../conversation/Ids.ts'
import { mayName, recordsNamed } from '../conversation/naming.ts'
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
  const named = namedByCustomer(command)
  if (named.length === 0) return outcome(command, state)
  const permission = permitted(command, state)
  if (E.isLeft(permission)) return permission
  const naming = mayNameAll(command, named)
  return E.isLeft(naming) ? naming : outcome(command, state)
}

/** Whether the actor may do such a thing at all, before its content is looked at. */
export const permitted = (command: Command, state: State): E.Either<Rejection | Undecided, void> => {
  switch (command._tag) {
    case 'StartConversation':
      return mayStart(command)
    case 'FollowRecord':
    case 'UnfollowRecord':
      return allowed
    default:
      return state.header === null ? allowed : permit(command, { ...state, header: state.header })
  }
}

/** A customer's command goes no further where it names a record that they may not name, whichever command it is. */
const namedByCustomer = (command: Command): ReadonlyArray<RecordRef> =>
  sideOf(command.context.actor.kind) === 'customer' ? recordsNamed(command) : []

const mayNameAll = ({ context }: Command, named: ReadonlyArray<RecordRef>): Permission =>
  all(
    ...named.map((record) => mayName(context.actor, record, context.records.get(recordKey(record)) ?? null)),
  )

const outcome = (command: Command, state: State): Decision => {
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
