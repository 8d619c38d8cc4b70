import type { Asking, MessageEvent, MessageEventType, Shape, Shown } from '@colloquy/core/engine'
import type { ConversationId, Recorded } from '@colloquy/core/storage'
import { isMessageEvent, isOwnFollowing, sameWho, tookFrom } from '@colloquy/core/engine'
import { isRecordStream } from '@colloquy/core/storage'
import type { Frame, WatchedEvent } from './Frame.ts'
import type { Glance } from './Glance.ts'
import { lossesBy, mayEnd } from './losing.ts'

/** A frame that has no token yet. `ends`: a watch over everything ends with it. */
export type Showing<S extends Shown> = Unsealed<Frame<S>>
type Unsealed<F> = F extends { readonly token: string }
  ? Omit<F, 'token'> & { readonly ends: boolean }
  : never

/**
 * What one viewer is told of one event: what their timeline or inbox would show of it now, asked anew each time, and
 * what they can't see any more because of it. Who may not see that something happened is left out before anything is
 * asked, so that it leaves no trace for them. `only`: the one conversation they want to hear of; null: all.
 */
export const showing = async <S extends Shown>(
  recorded: Recorded,
  only: ConversationId | null,
  asking: Asking,
  shape: Shape<S>,
  glance: Glance,
): Promise<ReadonlyArray<Showing<S>>> => {
  const { viewer } = asking
  const { reader, conversation, event } = recorded
  if (isRecordStream(conversation)) return []
  if (reader !== null) {
    const own = sameWho(reader, viewer.who) && isOf(only, conversation)
    if (!own || !(await sees(recorded, asking, glance))) return []
    return [readingOf(conversation)]
  }
  const ends = mayEnd(event, viewer)
  // Turning internal is nothing that customers see, but for its end; nor is following, but for their own.
  const unseen = asking.isCustomer && recorded.customerVersion === null
  const ownFollowing = isOwnFollowing(recorded, viewer)
  const erasing = unseen && event.type === 'content-erased'
  if (unseen && ends === null && !ownFollowing && !erasing) return []
  // Of other conversations they are told only where those let them see the one they asked for.
  if (!isOf(only, conversation) && (ends === null || !viewer.customerHistory)) return []
  if (erasing) return erasedIn(recorded, asking, glance)
  if (isMessageEvent(event)) return messageIn(recorded, event, asking, shape, glance)
  const seen = await sees(recorded, asking, glance)
  const shown = happenedIn(recorded, shape)
  // What no timeline shows them, a link for instance, changes their row all the same.
  const changed = asking.isCustomer && (ownFollowing || !unseen) ? [readingOf(conversation)] : []
  const told = shown.length > 0 ? shown : changed
  const happened = seen && isOf(only, conversation) ? told : []
  if (ends === null) return happened
  const losses = await lossesBy(recorded, ends, viewer, seen, glance)
  const ended = losses
    .filter((loss) => isOf(only, loss.conversation))
    .map(
      (loss): Showing<S> => ({
        type: 'access-ended',
        conversationId: loss.conversation,
        ends: loss.taken || only !== null,
      }),
    )
  // What happened comes last: who resumes amid these is told again of an end, and never of what happened.
  return [...ended, ...happened]
}

const readingOf = (conversationId: ConversationId) =>
  ({ type: 'reading', conversationId, ends: false }) as const

/** No timeline shows customers that words were erased; whatever still shows them has to be asked for again. */
const erasedIn = async (
  recorded: Recorded,
  asking: Asking,
  glance: Glance,
): Promise<ReadonlyArray<{ readonly type: 'reset'; readonly ends: false }>> => {
  if (!(await sees(recorded, asking, glance))) return []
  const took = tookFrom(recorded, await glance.before(recorded), asking.viewer)
  return took ? [{ type: 'reset', ends: false }] : []
}

const isOf = (only: ConversationId | null, conversation: ConversationId): boolean =>
  only === null || only === conversation

const messageIn = async <S extends Shown>(
  recorded: Recorded,
  event: MessageEvent,
  { viewer, isCustomer }: Asking,
  shape: Shape<S>,
  glance: Glance,
): Promise<ReadonlyArray<Showing<S>>> => {
  const { conversation } = recorded
  const around = event.messageId
  const found = await glance.query(
    { _tag: 'Timeline', conversation, from: { around }, limit: 2, only: null, events: false },
    viewer,
    recorded,
  )
  const message = found?.messages.find(({ row }) => row.id === around)
  const shown = message === undefined ? null : shape.message(message)
  if (shown === null) return []
  const published = isCustomer && event.type === 'message-published'
  const type: MessageEventType = published ? 'message-posted' : event.type
  return [{ type: 'event', event: { type, conversationId: conversation, message: shown }, ends: false }]
}

const happenedIn = <S extends Shown>(recorded: Recorded, shape: Shape<S>): ReadonlyArray<Showing<S>> => {
  const shown = shape.event(recorded)
  if (shown === null) return []
  const { type: _, event: __, ...told } = shown
  const { conversation: conversationId, event } = recorded
  // All that is not a message's keeps its own type, which `shape.event` calls `event`.
  return [
    { type: 'event', event: { ...told, type: event.type, conversationId } as WatchedEvent<S>, ends: false },
  ]
}

const sees = async (event: Recorded, { viewer }: Asking, glance: Glance): Promise<boolean> =>
  (await glance.query({ _tag: 'Conversations', ids: [event.conversation] }, viewer, event)).length > 0
