import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { Who } from '../Actor.ts'
import { readerKey, sameWho, sideOf, whoIs } from '../Actor.ts'
import type { CommandOf, Context, Draft } from '../Command.ts'
import type { ConversationEvent, ConversationType, MessagePosted, Visibility } from '../Event.ts'
import { placeKey } from '../Needs.ts'
import {
  confirmationRequired,
  conversationClosed,
  conversationLocked,
  duplicateId,
  forbidden,
  invalidInput,
  postAsForbidden,
  visibilityExceedsConversation,
} from '../Rejection.ts'
import type { MessageFacts, State } from '../State.ts'
import { initial, isMember, ordinal } from '../State.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import { all, allowed, happened, may, policiesFor, reading, unchanged, when } from './Decision.ts'
import { fork } from './fork.ts'
import { joinedByPosting } from './people.ts'

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
  return when(all(mayPost(command, here), quotesRightly(command, here, visibility)), () => {
    switch (reply(context, here, author, visibility)) {
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

/** D21: whether somebody may write here at all, before there is a text. */
export const mayPost = (command: Post, here: Here): Permission => {
  const { context } = command
  const author = authorOf(command, context)
  const visibility = visibilityOf(command, context, here.header.type)
  return all(
    mayWrite(command, here),
    here.header.locked ? E.left(conversationLocked) : allowed,
    reply(context, here, author, visibility) === 'refused' ? E.left(conversationClosed) : allowed,
  )
}

/**
 * Whether somebody may write such a message, however the conversation stands. It is asked before the message's id is
 * looked up: who may not write a note must not learn from the answer whether there is one.
 */
const mayWrite = (command: Post, here: Here): Permission => {
  const { context } = command
  const author = authorOf(command, context)
  const visibility = visibilityOf(command, context, here.header.type)
  return all(
    here.header.type === 'internal' && visibility === 'public'
      ? E.left(visibilityExceedsConversation)
      : allowed,
    may(context, visibility === 'public' ? 'post.public' : 'post.internal'),
    mayPostAs(command, here, author, visibility),
    sideOf(context.actor.kind) === 'customer' && visibility === 'internal'
      ? E.left(forbidden('post.internal'))
      : allowed,
  )
}

export const authorOf = (draft: Draft, context: Context): Who => draft.as ?? whoIs(context.actor)

/** In internal conversations everything is internal unless said otherwise, and then refused. */
export const visibilityOf = (draft: Draft, context: Context, type: ConversationType): Visibility =>
  draft.visibility ??
  (sideOf(context.actor.kind) === 'customer' ? 'public' : context.policies[type].defaultVisibility)

/** O13: writing as somebody else needs the capability, and somebody who is in this conversation. */
const mayPostAs = (command: Post, here: Here, author: Who, visibility: Visibility): Permission => {
  const { context } = command
  if (sameWho(author, whoIs(context.actor))) return allowed
  const capability = author.side === 'staff' ? 'postAs.staff' : 'postAs.customer'
  const seat = find(here.seats, readerKey(author))
  const directory = context.directory?.get(readerKey(author)) ?? null
  const present =
    (seat !== null && isMember(seat)) ||
    (author.side === 'customer' && author.id === here.header.customer) ||
    (author.side === 'staff' && directory !== null && directory.active)
  const fits = author.side === 'staff' || visibility === 'public'
  const isStaff = sideOf(context.actor.kind) === 'staff'
  return isStaff && context.actor.capabilities.has(capability) && present && fits
    ? allowed
    : E.left(postAsForbidden)
}

type Reply = 'goes-on' | 'reopens' | 'forks' | 'refused'

/** What a message does to a conversation that may be closed. A note never re-opens or forks. */
const reply = (context: Context, here: Here, author: Who, visibility: Visibility): Reply => {
  const { header } = here
  if (header.status !== 'closed') return 'goes-on'
  const policies = policiesFor(context, header)
  if (visibility === 'internal' && header.type === 'customer')
    return policies.notesWhenClosed ? 'goes-on' : 'refused'
  switch (policies.replyToClosed[author.side]) {
    case 'reject':
      return 'refused'
    case 'fork':
      return 'forks'
    case 'reopen': {
      const since = timeOf(context, here) - (header.closedAt ?? 0)
      return policies.reopenWithin === null || since <= policies.reopenWithin ? 'reopens' : 'forks'
    }
  }
}

const timeOf = (context: Context, here: Here): number =>
  Math.max(context.backdated ?? context.now, here.header.lastAt)

/** D27: a public message that quotes a note, or addresses a colleague, is probably a mistake: it must be confirmed. */
const quotesRightly = (command: Post, here: Here, visibility: Visibility): Permission => {
  const quoted = command.replyTo === null ? null : find(here.messages, command.replyTo)
  const side = sideOf(command.context.actor.kind)
  if (command.replyTo !== null && (quoted === null || ordinal(quoted, side) === null)) {
    return E.left(invalidInput('replyTo'))
  }
  const guarded =
    policiesFor(command.context, here.header).guard && side === 'staff' && visibility === 'public'
  const quotesNote = quoted !== null && quoted.visibility === 'internal'
  const addressesColleague = command.mentions.some(
    (id) => find(here.seats, readerKey({ side: 'staff', id })) !== null,
  )
  return guarded && !command.confirmPublic && (quotesNote || addressesColleague)
    ? E.left(confirmationRequired)
    : allowed
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

/** A message, after its author's joining where they were not in it yet. */
const messageEvents = (
  draft: Draft,
  context: Context,
  state: State,
  author: Who,
  visibility: Visibility,
  history: 'all' | 'fromJoin',
): ReadonlyArray<ConversationEvent> => {
  const self = sameWho(author, whoIs(context.actor))
  const authorKind = self ? context.actor.kind : author.side
  const message: MessagePosted = {
    type: 'message-posted',
    messageId: draft.messageId,
    author,
    authorKind,
    visibility,
    mentions: draft.mentions,
    replyTo: draft.replyTo,
    answers: author.side === 'staff' && (authorKind === 'staff' || draft.answers),
    attributes: draft.attributes,
    personal: { body: draft.body, hash: context.hash },
  }
  return [...joinedByPosting(context, state, author, authorKind, history), message]
}

/** The first message of a conversation that begins with these people: its author joins unless they are among them. */
export const openingMessage = (
  draft: Draft,
  context: Context,
  people: ReadonlyArray<ConversationEvent>,
  visibility: Visibility,
  history: 'all' | 'fromJoin',
): ReadonlyArray<ConversationEvent> => {
  const author = authorOf(draft, context)
  const events = messageEvents(draft, context, initial, author, visibility, history)
  const isThere = people.some((one) => one.type === 'participant-joined' && sameWho(one.who, author))
  return isThere ? events.filter((event) => event.type === 'message-posted') : events
}

/** Posting moves no cursor, unless the client says how far its user had seen. */
const seenUpTo = (command: Post, here: Here): Decision => {
  if (command.seenUpTo === null) return unchanged
  const who = whoIs(command.context.actor)
  const seat = find(here.seats, readerKey(who))
  const reach = find(here.reaches, placeKey(who, { at: command.seenUpTo }))
  if (reach === null) return E.left(invalidInput('seenUpTo'))
  if (seat === null || !isMember(seat) || reach.read <= seat.reach.read) return unchanged
  return E.right([reading(command, who, { type: 'read-up-to', messageId: command.seenUpTo, to: reach })])
}

/** The same id and content again is the same message; anything else under that id is a mistake. */
const sameAgain = (command: Post, message: MessageFacts): Decision => {
  const same = message.hash === null || message.hash === command.context.hash
  return same && sameWho(message.author, authorOf(command, command.context)) ? unchanged : E.left(duplicateId)
}
