import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Faced } from '../../engine/face.ts'
import type { Later } from '../../engine/Pending.ts'
import type { Reason } from '../../engine/Reason.ts'
import type { ConversationEvent } from '../ConversationEvent.ts'
import type { Retry } from './Retry.ts'

/**
 * A durable reader of the log, as its host holds it. Promises reject with a `ConversationError`, and with a `TypeError`
 * for an option that can't be right.
 */
export type Subscription = Named & Faced<SubscriptionCalls, 'promise'>

/** The same, answered with `TaskEither`. */
export type FpSubscription = Named & Faced<SubscriptionCalls, 'task'>

/** The same before a face is put on it. */
export type BareSubscription = Named & { readonly calls: Later<SubscriptionCalls> }

type Named = {
  /** The name under which its place is stored. */
  readonly name: string
  /** Lets the process exit though the subscription runs, as `unref` of a timer does. */
  readonly unref: () => void
}

/** What can be asked of a subscription, as if it answered at once. */
export type SubscriptionCalls = {
  /**
   * Ends the work of this process: no handler is called any more, those that run are awaited, and its slots go to
   * other processes. Handlers that still run after `within` milliseconds (default 30,000) are reported to `log` and
   * left alone; their events come again. Called by its own handler it answers at once, and ends after that handler.
   */
  readonly stop: (options?: StopOptions) => Either<Reason, void>
  /**
   * How many events are not handled yet: those between the furthest behind of its parts and the end of the log, over all
   * its tenants, and those that wait in conversations that are retried or parked. 0: everything is done.
   */
  readonly lag: () => Either<Reason, number>
  /** Figures to watch it by: what is behind, what fails, and since when. */
  readonly counts: () => Either<Reason, SubscriptionCounts>
  /** The conversations set aside because one of their events failed for too long. */
  readonly parked: () => Either<Reason, ReadonlyArray<ParkedConversation>>
  /**
   * Gives the handler at once the events of a conversation that is parked, or waits to be tried again: from the one that
   * failed, in order; then it goes on as before. Answers false where there is none, or its try failed. Rejects with
   * `Unavailable` when nobody tried within `timeout` milliseconds (default 30,000).
   */
  readonly release: (stream: ConversationStream, options?: ReleaseOptions) => Either<Reason, boolean>
}

/** How long `stop` waits for handlers that run. */
export type StopOptions = {
  /** Milliseconds. Default 30,000. */
  readonly within?: number
}

/** How long `release` waits for a try. */
export type ReleaseOptions = {
  /** Milliseconds. Default 30,000. */
  readonly timeout?: number
}

/** What of a subscription an operator draws, or is woken by. */
export type SubscriptionCounts = {
  /** Events not handled yet, as `lag` has them. */
  readonly lag: number
  /** Conversations that wait to be tried again. */
  readonly retrying: number
  /** Conversations that are parked. */
  readonly parked: number
  /** Since when, in ISO 8601 in UTC, the oldest failure lasts; null where nothing fails. */
  readonly failingSince: string | null
}

/** A conversation by its tenant and id. */
export type ConversationStream = { readonly tenant: string; readonly conversationId: string }
/** A conversation that a subscription set aside, until a try succeeds. */
export type ParkedConversation = ConversationStream & {
  /** Position of the event that failed. */
  readonly position: number
  /** The kind of failure, with its code and causes, without content. */
  readonly error: string
  /** How often the event was tried. */
  readonly attempts: number
  /** When it failed first, in ISO 8601 in UTC. */
  readonly since: string
  /** When it is tried again, in ISO 8601 in UTC; null: not before it is released. */
  readonly next: string | null
}

/** One try of an event. */
export type Attempt = {
  /** 1 for the first. */
  readonly attempt: number
  /** Aborted when the call times out: pass it to what waits, such as `fetch`. */
  readonly signal: AbortSignal
}

/**
 * Handles one event. It may come again (after a crash, or when a part moves to another process): handle it so that
 * twice is as good as once. Throwing or rejecting means: try again later. Meanwhile the later events of its
 * conversation wait, and other conversations go on.
 */
export type Handler = (event: ConversationEvent, attempt: Attempt) => unknown

/** The same as a value: what it answers is run, and a `Left` means to try again later. */
export type FpHandler = (event: ConversationEvent, attempt: Attempt) => TaskEither<unknown, unknown>

/** How a subscription works. Times are in milliseconds. */
export type SubscribeOptions = {
  /** Only this tenant's events. */
  readonly tenant?: string
  /** Where a subscription of a new name begins: at the first event there is (default), or at what comes next. */
  readonly from?: 'start' | 'now'
  /** How many conversations are handled concurrently by this process. Default 8. */
  readonly parallel?: number
  /** When an event that failed is tried again: from 1 s to 15 min apart, for three days, then hourly, by default. */
  readonly retry?: Partial<Retry>
  /** Timeout of one call of the handler, in milliseconds. Default 900,000: 15 minutes. */
  readonly timeout?: number
  /** Lease in milliseconds: after it other processes take over from one that no longer renews it. Default 30,000. */
  readonly lease?: number
}
