import type { Who } from '../../Actor.ts'
import { sameWho, sideOf, whoIs } from '../../Actor.ts'
import type { Context, Draft } from '../../Command.ts'
import type { ConversationEvent, ConversationType, EventOf, Visibility } from '../../Event.ts'
import type { State } from '../../State.ts'
import { initial } from '../../State.ts'
import { joinedByPosting } from '../people.ts'

/** The events of a message; its author joins first where they did not take part yet. */
export const messageEvents = (
  draft: Draft,
  context: Context,
  state: State,
  author: Who,
  visibility: Visibility,
  history: 'all' | 'fromJoin',
): ReadonlyArray<ConversationEvent> => {
  const self = sameWho(author, whoIs(context.actor))
  const authorKind = self ? context.actor.kind : author.side
  const message: EventOf<'message-posted'> = {
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

/** The events of a conversation's first message; its author joins unless they are among these people. */
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

export const authorOf = (draft: Draft, context: Context): Who => draft.as ?? whoIs(context.actor)

/** The default visibility is internal in internal conversations; `public` is then refused. */
export const visibilityOf = (draft: Draft, context: Context, type: ConversationType): Visibility =>
  draft.visibility ??
  (sideOf(context.actor.kind) === 'customer' ? 'public' : context.policies[type].defaultVisibility)
