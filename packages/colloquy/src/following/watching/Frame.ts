import type { EventType, MessageEventType, Shown } from '@colloquy/core/engine'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Reason } from '../../engine/Reason.ts'
import { valueOf } from '../../engine/Reason.ts'

/**
 * What `watch` tells its viewer. `token` resumes a later watch right after this frame; it says nothing to its holder.
 * `started`: always the first, with the token that was given, or of now. `reading`: the viewer's own reading changed
 * elsewhere, in another tab perhaps, or what a customer's row shows, without an event on their timeline: a link, or
 * that they follow. `access-ended`: the conversation is no longer theirs to see, and the watch ends, unless it was
 * theirs only by the course of a desk: it waited in a queue they serve, or a later one of its customer was open.
 * `reset`: more happened than is kept at hand, the log was set back, or words that a customer could see were erased, so
 * what is on the screen must be asked for again; the watch goes on.
 */
export type Frame<S extends Shown> =
  | { readonly type: 'started'; readonly token: string }
  | { readonly type: 'event'; readonly event: WatchedEvent<S>; readonly token: string }
  | { readonly type: 'reading'; readonly conversationId: string; readonly token: string }
  | { readonly type: 'access-ended'; readonly conversationId: string; readonly token: string }
  | { readonly type: 'reset'; readonly token: string }

/**
 * A message as the viewer's timeline shows it now, with what happened to it, or another event as the timeline shows
 * it. For a customer, a note that was published is a message that was posted.
 */
export type WatchedEvent<S extends Shown> =
  | { readonly type: MessageEventType; readonly conversationId: string; readonly message: S['message'] }
  | (Omit<S['event'], 'type' | 'event'> & {
      readonly type: Exclude<EventType, MessageEventType>
      readonly conversationId: string
    })

export type { MessageEventType }

/** What to watch, and from where. */
export type WatchOptions = {
  /** Only that conversation. Default: all that the viewer may see. */
  readonly conversationId?: string | undefined
  /**
   * A page's `watchFrom` or `changes`, or a frame's token: what happens from there on. Default: from now on. With a
   * `conversationId` it is one of that conversation's. Null, as pages of the past bear it, is refused.
   */
  readonly from?: string | null | undefined
}

/**
 * Frames, until the loop over them is left or `return` is called. `next` rejects with a `ConversationError`: `NotFound`
 * for a conversation that is not the viewer's to see, `InvalidCursor` for a token of somebody else's or of another
 * conversation, `InvalidInput` for options of another shape.
 *
 * @example
 * import { memory } from '@colloquy/core/memory'
 * import { actor, openConversations, roles } from 'colloquy'
 *
 * const chat = await openConversations({ storage: memory() })
 * const desk = chat.as(actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent }))
 * const { conversationId } = await desk.start({ type: 'internal', message: 'Hello' })
 * const page = await desk.timeline(conversationId)
 * for await (const frame of desk.watch({ conversationId, from: page.watchFrom })) {
 *   console.log(frame.type) // started
 *   break
 * }
 * await chat.close()
 */
export type Watch<S extends Shown> = (options?: WatchOptions) => Frames<S>

/** `return` ends it, also from outside of the loop. */
export type Frames<S extends Shown> = AsyncIterableIterator<Frame<S>, undefined, undefined> & {
  readonly return: () => Promise<IteratorResult<Frame<S>, undefined>>
  /** Lets the process exit though a frame is awaited, as `unref` of a timer does. */
  readonly unref: () => void
  /** The token of the last frame, at first of where it begins: known before any frame was taken. */
  readonly token: Promise<string>
}

/** The same as values, before a face is put on them: `next` never rejects, and a `Left` is the last. */
export type EitherFrames<S extends Shown> = AsyncIterableIterator<
  Either<Reason, Frame<S>>,
  undefined,
  undefined
> & {
  readonly return: () => Promise<IteratorResult<Either<Reason, Frame<S>>, undefined>>
  readonly unref: () => void
  readonly token: () => Promise<Either<Reason, string>>
}
export type EitherWatch<S extends Shown> = (options?: WatchOptions) => EitherFrames<S>

/** Frames of which `next` rejects with a `ConversationError`. */
export const throwing = <S extends Shown>(values: EitherFrames<S>): Frames<S> => {
  const unwrapped = async (
    next: Promise<IteratorResult<Either<Reason, Frame<S>>, undefined>>,
  ): Promise<IteratorResult<Frame<S>, undefined>> => {
    const { done, value } = await next
    return done === true ? { done, value: undefined } : { done: false, value: valueOf(value) }
  }
  const frames: Frames<S> = {
    get token() {
      return values.token().then(valueOf)
    },
    next: () => unwrapped(values.next()),
    return: () => unwrapped(values.return()),
    unref: values.unref,
    [Symbol.asyncIterator]: () => frames,
  }
  return frames
}
