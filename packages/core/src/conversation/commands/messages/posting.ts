import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../../kernel/Lookup.ts'
import { readerKey, sameWho, whoIs } from '../../Actor.ts'
import type { CommandOf } from '../../Command.ts'
import type { ConversationEvent } from '../../Event.ts'
import { conversationClosed, duplicateId, expected } from '../../Rejection.ts'
import { isMember } from '../../State.ts'
import type { Decision, Here } from '../Decision.ts'
import { accepted, allowed, happened, policiesFor, toReader, unchanged, when } from '../Decision.ts'
import type { Rules } from '../Rules.ts'
import { aMessage, reachSeen } from '../seen.ts'
import { fork, sentOn } from './fork.ts'
import { mayPost, mayWrite, quotesRightly } from './mayPost.ts'
import { effectOf } from './replyEffect.ts'
import { authorOf, messageEvents, visibilityOf } from './written.ts'

type Post = CommandOf<'PostMessage'>

/**
 * Posts a message. By the author's side and the policy, a reply to a closed conversation is refused, re-opens it or
 * forks it.
 */
export const posting = {
  message: ({ messageId }) => messageId,
  needs: ({ as, mentions, messageId, replyTo, seenUpTo, context }) => ({
    seats: [...(as === null ? [] : [as]), ...mentions.map((id) => ({ side: 'staff' as const, id }))],
    messages: replyTo === null ? [messageId] : [messageId, replyTo],
    reaches: seenUpTo === null ? [] : [{ reader: whoIs(context.actor), place: { at: seenUpTo } }],
  }),
  elsewhere: {
    // The quoted message and the seen position belong to the original conversation, so both are dropped.
    moved: (command, conversationId) => ({ ...command, conversationId, replyTo: null, seenUpTo: null }),
    comesBack: true,
    absent: conversationClosed,
    mayBe: (_command, { messageId, isHere }, header) =>
      messageId !== null && (isHere || (header !== null && header.forkedTo !== null)),
  },
  /** The same id with the same content is a retry; with other content it is refused. */
  again: {
    isKnown: ({ messageId }, { messages }) => find(messages, messageId) !== null,
    decide: (command, here) =>
      when(mayWrite(command, here), () => {
        const message = find(here.messages, command.messageId)
        const { context } = command
        const same = message !== null && (message.hash === null || message.hash === context.hash)
        return same && sameWho(message.author, authorOf(command, context)) ? unchanged : E.left(duplicateId)
      }),
  },
  may: mayPost,
  sentOn: (command, here) => (effectOf(command, here) === 'forks' ? sentOn(here) : allowed),
  decide: (command, here) =>
    when(quotesRightly(command, here), () => {
      switch (effectOf(command, here)) {
        case 'goes-on':
          return posted(command, here, [])
        case 'reopens': {
          const by = authorOf(command, command.context).side
          return posted(command, here, [{ type: 'conversation-reopened', cause: 'reply', by }])
        }
        case 'forks':
          return fork(command, here)
        case 'refused':
          return E.left(conversationClosed)
      }
    }),
} satisfies Rules<Post>

/** The events of a message in an open conversation. */
const posted = (
  command: Post,
  here: Here,
  before: ReadonlyArray<ConversationEvent>,
): Decision<'InvalidInput'> => {
  const { context } = command
  const author = authorOf(command, context)
  const visibility = visibilityOf(command, context, here.header.type)
  const { history } = policiesFor(context, here.header)
  const written = messageEvents(command, context, here, author, visibility, history)
  const seen = seenUpTo(command, here)
  if (E.isLeft(seen)) return seen
  const facts = happened(command, ...before, ...written)
  return E.isLeft(facts) ? facts : accepted([...facts.right, ...seen.right])
}

/** Posting moves no cursor unless `seenUpTo` is given. */
const seenUpTo = (command: Post, here: Here): Decision<'InvalidInput'> => {
  if (command.seenUpTo === null) return unchanged
  const who = whoIs(command.context.actor)
  const seat = find(here.seats, readerKey(who))
  const reach = reachSeen(here, who, { at: command.seenUpTo })
  if (reach === null) return E.left(expected('seenUpTo', aMessage))
  if (seat === null || !isMember(seat) || reach.read <= seat.reach.read) return unchanged
  return accepted([toReader(command, who, { type: 'read-up-to', messageId: command.seenUpTo, to: reach })])
}
