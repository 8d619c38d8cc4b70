import type { EventType, MessageEventType, Shown } from '@colloquy/core'

/**
 * What `watch` tells its viewer. `token` resumes a later watch right after this frame; it says nothing to its holder.
 * `reading`: the viewer's own reading changed elsewhere, in another tab perhaps. `access-ended`: the conversation is
 * no longer theirs to see, and the watch ends, unless it was theirs only because it waited in a queue they serve.
 * `reset`: more happened than is kept at hand, so what is on the screen must be asked for again; the watch goes on.
 */
export type Frame<S extends Shown> =
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

/** `conversationId`: only that one. `from`: a frame's token; without it, what happens from now on. */
export type WatchOptions = { readonly conversationId?: string; readonly from?: string }

/**
 * Frames, until the loop over them is left or `return` is called. `next` rejects with a `ConversationError`: `NotFound`
 * for a conversation that is not the viewer's to see, `InvalidCursor` for somebody else's token.
 */
export type Watch<S extends Shown> = (options?: WatchOptions) => Frames<S>

/** `return` ends it, also from outside of the loop. */
export type Frames<S extends Shown> = AsyncIterableIterator<Frame<S>, undefined, undefined> & {
  readonly return: () => Promise<IteratorResult<Frame<S>, undefined>>
}
