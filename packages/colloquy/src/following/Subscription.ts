import type { ConversationEvent } from './ConversationEvent.ts'

/** A durable reader of the log, as its host holds it. All promises reject with `ConversationError` alone. */
export type Subscription = {
  readonly name: string
  /** Ends the work of this process once running handlers are done, and gives its part to other processes. */
  readonly stop: () => Promise<void>
  /** How many events lie between the furthest behind of its parts and the end of the log, over all its tenants. */
  readonly lag: () => Promise<number>
  /** The conversations set aside because one of their events kept failing. */
  readonly parked: () => Promise<ReadonlyArray<ParkedConversation>>
  /**
   * Gives the handler a parked conversation's events again, from the one that failed, in order; then it goes on as
   * before. Answers false where it was not parked, or failed and was parked again.
   */
  readonly release: (stream: ConversationStream) => Promise<boolean>
}

/** A conversation by its tenant and id. */
export type ConversationStream = { readonly tenant: string; readonly conversationId: string }
/** A conversation that a subscription set aside, until it is released. */
export type ParkedConversation = ConversationStream & {
  /** Position of the event that failed. */
  readonly position: number
  /** The kind of failure, without content. */
  readonly error: string
  readonly attempts: number
}

/**
 * Handles one event. It may come again (after a crash, or when a part moves to another process): handle it so that
 * twice is as good as once. Throwing or rejecting means: try again, and in the end set the conversation aside.
 */
export type Handler = (event: ConversationEvent) => unknown

/** How a subscription works. Times are in milliseconds. */
export type SubscribeOptions = {
  /** Only this tenant's events. */
  readonly tenant?: string
  /** Where a subscription of a new name begins: at the first event there is (default), or at what comes next. */
  readonly from?: 'start' | 'now'
  /** How many conversations are handled at once; 8 unless told. */
  readonly parallel?: number
  /** How often an event is tried before its conversation is parked; 5 unless told. */
  readonly attempts?: number
  /** Milliseconds before the second try, doubled for each further one; 50 unless told. */
  readonly backOff?: number
  /** Milliseconds after which other processes take over from one that fell silent; 30,000 unless told. */
  readonly lease?: number
}
