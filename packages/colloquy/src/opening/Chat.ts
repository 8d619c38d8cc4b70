import type { Either } from 'fp-ts/lib/Either.js'
import type { Faced } from '../engine/face.ts'
import type { Reason } from '../engine/Reason.ts'
import type { On } from '../following/listening.ts'
import type { Subscribe } from '../following/subscribing/subscribing.ts'
import type { WaitFor } from '../following/subscribing/waitFor.ts'
import type { EraseInput, ErasedResult } from '../operating/erasing.ts'
import type { Import } from '../operating/importing/importing.ts'
import type { Verified, Verifying } from '../operating/verifying.ts'
import type { As, CustomerSession, Mode, Session, Within } from '../session/Session.ts'

/** An open Colloquy. */
export type Chat<M extends Mode = Mode, Handle = never> = Faced<ChatCalls, 'promise'> & {
  /** A session, which costs nothing: make one for each request. Every command and query needs an actor. */
  readonly as: As<Session, CustomerSession>
  /** `transaction`: the handle of the host's own, which the host commits or rolls back. */
  readonly within: (transaction: Handle) => Within<M>
  /** Hears of all that happens, after the commit, while this process runs. */
  readonly on: On
  /** Handles all that happens, at least once, across restarts and processes. */
  readonly subscribe: Subscribe
}

/** The operator's calls, as if they answered at once. */
export type ChatCalls = {
  /** Waits until a subscription has handled what a receipt stands for. */
  readonly waitFor: WaitFor
  /** Compares the read model with what the events say, and makes it so. */
  readonly rebuild: (options?: Verifying) => Either<Reason, Verified>
  /** The same, changing nothing. */
  readonly verify: (options?: Verifying) => Either<Reason, Verified>
  /** Removes what somebody wrote or was called, for good. */
  readonly erase: (what: EraseInput) => Either<Reason, ErasedResult>
  /** Takes in conversations from elsewhere, with their past times; again, it adds what is new. */
  readonly import: Import
  /** Creates or upgrades the tables; answers the schema's version. */
  readonly migrate: () => Either<Reason, number>
  /**
   * Deletes what has expired: receipts of commands (idempotency keys) after 30 days. Call it once a day. Subscriptions then
   * retry what is due by the `clock`, as they otherwise do once a second. Rejects with a `TypeError` for what is no time.
   */
  readonly tick: (now?: Date | number) => Either<Reason, void>
  /**
   * Waits for queued commands and for running handlers (30 s at most), then closes the storage. Called by a handler of a
   * subscription it answers at once, and closes after that handler.
   */
  readonly close: () => Either<Reason, void>
}
