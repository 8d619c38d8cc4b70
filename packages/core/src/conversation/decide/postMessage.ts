import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import { readerKey, sameWho, whoIs } from '../Actor.ts'
import type { CommandOf } from '../Command.ts'
import type { ConversationEvent } from '../Event.ts'
import type { Rejection } from '../Rejection.ts'
import { conversationClosed, duplicateId, expected } from '../Rejection.ts'
import type { MessageFacts } from '../State.ts'
import { isMember } from '../State.ts'
import type { Decision, Here, Undecided } from './Decision.ts'
import { all, allowed, happened, policiesFor, reading, unchanged, when } from './Decision.ts'
import { fork, sentOn } from './fork.ts'
import { authorOf, messageEvents, visibilityOf } from './messageEvents.ts'
import { mayPost, mayWrite, quotesRightly } from './postMessage/mayPost.ts'
import { replyEffect } from './postMessage/replyEffect.ts'
import { aMessage, reachSeen } from './seen.ts'

type Post = CommandOf<'PostMessage'>

/** A message: by the side that writes it, a reply to a closed conversation is refused, re-opens it or begins anew. */
export const postMessage = (command: Post, here: Here): Decision => {
  const permission = mayWrite(command, here)
  if (E.isLeft(permission)) return permission
  const again = find(here.messages, command.messageId)
  if (again !== null) return sameAgain(command, again)
  const { context } = command
  const author = authorOf(command, context)
  const visibility = visibilityOf(command, context, here.header.type)
  return when(all(mayPost(command, here), quotesRightly(command, here)), () => {
    switch (replyEffect(context, here, author, visibility)) {
      case 'goes-on':
        return posted(command, here, [])
      case 'reopens':
        return posted(command, here, [{ type: 'conversation-reopened', cause: 'reply', by: author.side }])
      case 'forks':
        return fork(command, here)
      case 'refused':
        return E.left(conversationClosed)
    }
  })
}

/** The first half of `postMessage`, before there is a text: a reply that is sent on is asked about where it arrives. */
export const permitPost = (command: Post, here: Here): E.Either<Rejection | Undecided, void> => {
  const permission = mayPost(command, here)
  if (E.isLeft(permission)) return permission
  const { context } = command
  const visibility = visibilityOf(command, context, here.header.type)
  return replyEffect(context, here, authorOf(command, context), visibility) === 'forks'
    ? sentOn(here)
    : allowed
}

/** The same id and content again is the same message; anything else under that id is a mistake. */
const sameAgain = (command: Post, message: MessageFacts): Decision => {
  const same = message.hash === null || message.hash === command.context.hash
  return same && sameWho(message.author, authorOf(command, command.context)) ? unchanged : E.left(duplicateId)
}

/** The events of a message in an open conversation. */
const posted = (command: Post, here: Here, before: ReadonlyArray<ConversationEvent>): Decision => {
  const { context } = command
  const author = authorOf(command, context)
  const visibility = visibilityOf(command, context, here.header.type)
  const written = messageEvents(
    command,
    context,
    here,
    author,
    visibility,
    policiesFor(context, here.header).history,
  )
  const seen = seenUpTo(command, here)
  if (E.isLeft(seen)) return seen
  const facts = happened(command, ...before, ...written)
  return E.isLeft(facts) ? facts : E.right([...facts.right, ...seen.right])
}

/** Posting moves no cursor, unless the client says how far its user had seen. */
const seenUpTo = (command: Post, here: Here): Decision => {
  if (command.seenUpTo === null) return unchanged
  const who = whoIs(command.context.actor)
  const seat = find(here.seats, readerKey(who))
  const reach = reachSeen(here, who, { at: command.seenUpTo })
  if (reach === null) return E.left(expected('seenUpTo', aMessage))
  if (seat === null || !isMember(seat) || reach.read <= seat.reach.read) return unchanged
  return E.right([reading(command, who, { type: 'read-up-to', messageId: command.seenUpTo, to: reach })])
}
