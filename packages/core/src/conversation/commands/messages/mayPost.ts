import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../../kernel/Lookup.ts'
import { readerKey, sameWho, sideOf, whoIs } from '../../Actor.ts'
import type { CommandOf } from '../../Command.ts'
import type { Visibility } from '../../Event.ts'
import { conversationClosed, expected, forbidden, visibilityExceedsConversation } from '../../Rejection.ts'
import type { MessageFacts } from '../../State.ts'
import { isMember } from '../../State.ts'
import type { Here, Permission } from '../Decision.ts'
import { all, allowed, may, unlessLocked } from '../Decision.ts'
import { confirmed } from '../guard.ts'
import { aMessage, seen } from '../seen.ts'
import { mayWriteAs } from './mayWriteAs.ts'
import { authorOf, visibilityOf } from './written.ts'
import { effectOf } from './replyEffect.ts'

type Post = CommandOf<'PostMessage'>

/** D21: whether the actor may post here at all, before there is a text. */
export const mayPost = (command: Post, here: Here) => {
  const { context } = command
  return all(
    mayWrite(command, here),
    unlessLocked(here.header),
    effectOf(command, here) === 'refused' ? E.left(conversationClosed) : allowed,
    visibilityIn(command, here) === 'internal'
      ? allowed
      : confirmed(context, here, { ...command, quoted: quotedBy(command, here), isNew: true }),
  )
}

/**
 * Whether the actor may post such a message, whatever the conversation's status. Checked before the message's id is
 * looked up: an actor who may not write notes must not learn whether a note with that id exists.
 */
export const mayWrite = (command: Post, here: Here) => {
  const { context } = command
  const visibility = visibilityIn(command, here)
  return all(
    here.header.type === 'internal' && visibility === 'public'
      ? E.left(visibilityExceedsConversation)
      : allowed,
    may(context, visibility === 'public' ? 'post.public' : 'post.internal'),
    mayPostAs(command, here, visibility),
    sideOf(context.actor.kind) === 'customer' && visibility === 'internal'
      ? E.left(forbidden('post.internal'))
      : allowed,
  )
}

const visibilityIn = (command: Post, { header }: Here): Visibility =>
  visibilityOf(command, command.context, header.type)

const mayPostAs = (command: Post, here: Here, visibility: Visibility): Permission<'PostAsForbidden'> => {
  const author = authorOf(command, command.context)
  if (sameWho(author, whoIs(command.context.actor))) return allowed
  const seat = find(here.seats, readerKey(author))
  const isHere =
    (seat !== null && isMember(seat)) || (author.side === 'customer' && author.id === here.header.customer)
  return mayWriteAs(command.context, author, visibility, isHere)
}

/** The message replied to must exist and be visible to the author. */
export const quotesRightly = (command: Post, here: Here): Permission<'InvalidInput'> =>
  command.replyTo === null || quotedBy(command, here) !== null
    ? allowed
    : E.left(expected('replyTo', aMessage))

const quotedBy = ({ replyTo, context }: Post, here: Here): MessageFacts | null =>
  replyTo === null ? null : seen(context, here, replyTo)
