import type { MessageEvent, MessageEventType, QueryContext, Shape, Shown } from '@colloquy/core/engine'
import type { ConversationId, Recorded } from '@colloquy/core/storage'
import { isMessageEvent, isOwnFollowing, sameWho, tookFrom } from '@colloquy/core/engine'
import { isRecordStream } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Frame, WatchedEvent } from './Frame.ts'
import { lossesBy, mayEnd } from './losing.ts'
import type { SharedQueries, Stored } from './SharedQueries.ts'

/** A frame that has no token yet. `ends`: a watch over everything ends with it. */
export type Showing<S extends Shown> = Unsealed<Frame<S>> & { readonly ends: boolean }
/** Each kind of frame without the one field that it lacks. */
export type Unsealed<F> = F extends { readonly token: string } ? Omit<F, 'token'> : never

/**
 * The frames of one event for one viewer: what their timeline or inbox shows of it now, queried anew each time, and
 * which conversations they lost access to. A viewer who may not know of the event is left out before any query, so that
 * not even timing tells them. `only`: the watched conversation; null: all.
 */
export const showing = async <S extends Shown>(
  recorded: Recorded,
  only: ConversationId | null,
  asking: QueryContext,
  shape: Shape<S>,
  queries: SharedQueries,
): Stored<ReadonlyArray<Showing<S>>> => {
  const { viewer } = asking
  const { reader, conversation, event } = recorded
  if (isRecordStream(conversation)) return nothing
  if (reader !== null) {
    if (!sameWho(reader, viewer.who) || !isOf(only, conversation)) return nothing
    return whereSeen(recorded, asking, queries, () => E.right([readingOf(conversation)]))
  }
  const ends = mayEnd(event, viewer)
  // Turning internal is nothing that customers see, but for its end; nor is following, but for their own.
  const unseen = asking.isCustomer && recorded.customerVersion === null
  const ownFollowing = isOwnFollowing(recorded, viewer)
  const erasing = unseen && event.type === 'content-erased'
  if (unseen && ends === null && !ownFollowing && !erasing) return nothing
  // Of other conversations they are told only where those let them see the one they asked for.
  if (!isOf(only, conversation) && (ends === null || !viewer.customerHistory)) return nothing
  if (erasing) return whereSeen(recorded, asking, queries, () => erasedIn(recorded, asking, queries))
  if (isMessageEvent(event)) return messageIn(recorded, event, asking, shape, queries)
  const sees = await isSeen(recorded, asking, queries)
  if (E.isLeft(sees)) return sees
  const shown = happenedIn(recorded, shape)
  // Some events, such as a link, are on no customer's timeline and change their row all the same.
  const changed = asking.isCustomer && (ownFollowing || !unseen) ? [readingOf(conversation)] : []
  const told = shown.length > 0 ? shown : changed
  const happened = sees.right && isOf(only, conversation) ? told : []
  if (ends === null) return E.right(happened)
  const losses = await lossesBy(recorded, ends, viewer, sees.right, queries)
  if (E.isLeft(losses)) return losses
  const ended = losses.right
    .filter((loss) => isOf(only, loss.conversation))
    .map(
      (loss): Showing<S> => ({
        type: 'access-ended',
        conversationId: loss.conversation,
        ends: loss.taken || only !== null,
      }),
    )
  // The event comes last: a watch that resumes amid these frames gets an end of access twice, and never the event.
  return E.right([...ended, ...happened])
}

const nothing: E.Either<never, ReadonlyArray<never>> = E.right([])

const readingOf = (conversationId: ConversationId) =>
  ({ type: 'reading', conversationId, ends: false }) as const

/** Customers' timelines do not show an erasure; a `reset` makes their screens load what still shows the erased text. */
const erasedIn = async (
  recorded: Recorded,
  { viewer }: QueryContext,
  queries: SharedQueries,
): Stored<ReadonlyArray<{ readonly type: 'reset'; readonly ends: false }>> => {
  const before = await queries.before(recorded)
  if (E.isLeft(before)) return before
  return E.right(tookFrom(recorded, before.right, viewer) ? [{ type: 'reset', ends: false }] : [])
}

const isOf = (only: ConversationId | null, conversation: ConversationId): boolean =>
  only === null || only === conversation

const messageIn = async <S extends Shown>(
  recorded: Recorded,
  event: MessageEvent,
  { viewer, isCustomer }: QueryContext,
  shape: Shape<S>,
  queries: SharedQueries,
): Stored<ReadonlyArray<Showing<S>>> => {
  const { conversation } = recorded
  const around = event.messageId
  const found = await queries.query(
    { _tag: 'Timeline', conversation, from: { around }, limit: 2, only: null, events: false },
    viewer,
    recorded,
  )
  if (E.isLeft(found)) return found
  const message = found.right?.messages.find(({ row }) => row.id === around)
  const shown = message === undefined ? null : shape.message(message)
  if (shown === null) return nothing
  const published = isCustomer && event.type === 'message-published'
  const type: MessageEventType = published ? 'message-posted' : event.type
  return E.right([
    { type: 'event', event: { type, conversationId: conversation, message: shown }, ends: false },
  ])
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

const isSeen = async (event: Recorded, { viewer }: QueryContext, queries: SharedQueries): Stored<boolean> => {
  const query = { _tag: 'Conversations', ids: [event.conversation] } as const
  return pipe(
    await queries.query(query, viewer, event),
    E.map((found) => found.length > 0),
  )
}

/** What they are told where they see the conversation; else nothing. */
const whereSeen = async <A>(
  event: Recorded,
  asking: QueryContext,
  queries: SharedQueries,
  tell: () => E.Either<never, ReadonlyArray<A>> | Stored<ReadonlyArray<A>>,
): Stored<ReadonlyArray<A>> => {
  const seen = await isSeen(event, asking, queries)
  if (E.isLeft(seen)) return seen
  return seen.right ? tell() : nothing
}
