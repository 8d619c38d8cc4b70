import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Who } from '../conversation/Actor.ts'
import type {
  CommandId,
  ConversationId,
  MessageId,
  Position,
  StreamKey,
  TenantId,
  Time,
  Version,
} from '../conversation/Ids.ts'
import type { Needs } from '../conversation/Needs.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { State } from '../conversation/State.ts'
import type { Change } from '../projections/rows/Change.ts'
import type { Answer, Query } from '../projections/seen/Query.ts'
import type { Rows } from '../projections/rows/Tables.ts'
import type { Viewer } from '../projections/seen/Viewer.ts'
import type { Checkpoints } from './Checkpoints.ts'
import type { StoreError } from './StoreError.ts'

/**
 * Where events and the read model are kept. Each sentence below is a promise that the contract in
 * `@colloquy/conformance` tests. A storage writes changes without knowing what they mean, and never reads the
 * clock. No method throws or rejects: what goes wrong is a `StoreError`. A fault in the code is none, in `settle` for
 * instance: it is thrown as it is.
 */
export type Storage = {
  readonly capabilities: Capabilities
  /** Creates or upgrades the schema, once however many processes ask at a time. Answers the schema's version. */
  readonly migrate: TaskEither<StoreError, number>
  /** The version found, without changing anything: 0 where there is no schema. */
  readonly schema: TaskEither<StoreError, { readonly found: number; readonly needed: number }>
  /** 32 bytes in hex, made once when the schema is; every process that opens the storage gets the same. */
  readonly secret: TaskEither<StoreError, string>
  /**
   * Locks the conversations named, loads what is needed, calls `settle`, and writes all it returns in one durable
   * transaction, or nothing. `settle` is pure and may be called again; while it asks for `more`, that is loaded
   * under the same locks and it is called with everything loaded so far. A storage that has to begin again loads
   * what was asked for with `more` until then, too. Where a transaction can hold a single conversation, a batch that
   * names several never waits for one that somebody else's holds; a batch that names one alone waits for it, for a
   * bounded time, and is `Unavailable` after that.
   */
  readonly commit: (needs: ReadonlyArray<Needs>, settle: Settle) => TaskEither<StoreError, Committed>
  /**
   * Answers one question from one snapshot, as this viewer may see it: visibility comes before everything else. Two
   * that are asked at once are answered from one, together.
   */
  readonly query: <Q extends Query>(query: Q, viewer: Viewer) => TaskEither<StoreError, Answer<Q>>
  /**
   * The same two inside the transaction that the host holds on `handle` now; the host commits or rolls back. What is no
   * open transaction of this database, or another one by then, is `TransactionRefused`: at once, or by each call where
   * only the server can tell.
   */
  readonly within: (handle: unknown) => Either<StoreError, Inside>
  /** Events in order: of a tenant's log after a position, or of a conversation (all its streams) by log order. */
  readonly read: (of: EventRange, limit: number) => TaskEither<StoreError, ReadonlyArray<Recorded>>
  /** Every tenant with the last position of its log. One cheap query. */
  readonly heads: TaskEither<
    StoreError,
    ReadonlyArray<{ readonly tenant: TenantId; readonly head: Position }>
  >
  /**
   * All streams (conversations and followed records) of which any event or row is there, ordered by tenant and id,
   * after one or from the start.
   */
  readonly streams: (
    after: StreamKey | null,
    limit: number,
  ) => TaskEither<StoreError, ReadonlyArray<StreamKey>>
  /** The streams that hold personal content of somebody, by any of their events, ordered by id. */
  readonly concerning: (tenant: TenantId, who: Who) => TaskEither<StoreError, ReadonlyArray<ConversationId>>
  /**
   * Locks one stream, folds all its events with `fold`, compares the rows with those stored, and names what
   * differs; with `write` it also makes the stored rows equal, in the same transaction.
   */
  readonly refold: (
    stream: StreamKey,
    fold: (events: Iterable<Recorded>) => Rows,
    write: boolean,
  ) => TaskEither<StoreError, ReadonlyArray<Difference>>
  /**
   * Names what `refold` of a stream can't see: rows that no event accounts for, and heads that are not the end of their
   * tenant's log; with `write` it also mends them.
   */
  readonly strays: (write: boolean) => TaskEither<StoreError, ReadonlyArray<Difference>>
  /** After erasing: makes sure that no page or journal of the database still holds what was erased. */
  readonly scrub: TaskEither<StoreError, { readonly complete: boolean }>
  /** Removes receipts of commands accepted before a time. Answers how many. */
  readonly forget: (before: Time) => TaskEither<StoreError, number>
  readonly checkpoints: Checkpoints
  /** Calls `wake` when another process may have committed; without content, perhaps for nothing, perhaps never. */
  readonly hint: (wake: () => void) => () => void
  /** What an operator should know of how the storage is set up, without content; asked once, at opening. */
  readonly advice?: TaskEither<StoreError, ReadonlyArray<string>>
  readonly close: TaskEither<never, void>
}

export type Capabilities = {
  /** Whether `within` answers at once or as promises; null: there is no host transaction. */
  readonly transaction: 'sync' | 'async' | null
  /** Whether a batch may hold commands of several tenants. */
  readonly batch: 'store' | 'tenant'
  /**
   * How many batches of a tenant's commands may be on their way at a time, each conversation always in the same one: 1
   * unless told.
   */
  readonly lanes?: number
  /** Whether data outlives the process. */
  readonly durable: boolean
  /**
   * Whether `hint` tells of every commit of another process, if only a moment later: then nobody needs to ask besides.
   */
  readonly hintsAll?: boolean
}

/** What is loaded of the streams of a batch. */
export type Loaded = {
  /** The state restricted to what all needs of this stream named, together. */
  readonly state: (stream: StreamKey) => State
  readonly receipt: (tenant: TenantId, actor: Who, commandId: CommandId) => Receipt | null
  /**
   * Whether somebody else's transaction holds this stream now: then nothing of it is loaded, and no command on it may be
   * settled in this batch.
   */
  readonly held: (stream: StreamKey) => boolean
}

/** A command's entry in the ledger: what a retry of it is answered. */
export type Receipt = {
  readonly tenant: TenantId
  readonly actor: Who
  readonly commandId: CommandId
  /** Keyed hash of the decoded input; null once the actor was erased. */
  readonly hash: string | null
  readonly conversation: ConversationId
  readonly version: Version
  readonly customerVersion: Version
  /** The last event it added, or the last there was when it added none: its position is the receipt's. */
  readonly lastReader: Who | null
  readonly lastVersion: Version
  readonly messageId: MessageId | null
  readonly changed: boolean
  /** The command ended its own actor's access, so a retry by them is still answered. */
  readonly endedAccess: boolean
  readonly at: Time
}

export type Settle = (loaded: Loaded) => Settled
export type Settled =
  | { readonly more: ReadonlyArray<Needs> }
  | {
      /** New events without positions, each stream's in order of version. */
      readonly events: ReadonlyArray<Recorded>
      readonly changes: ReadonlyArray<Change>
      readonly receipts: ReadonlyArray<Receipt>
      /** Events whose position the caller wants to know: already in the log, or written by this very batch. */
      readonly positionsOf: ReadonlyArray<EventKey>
    }

/** One event by its place: `reader` null is the conversation's own stream. */
export type EventKey = { readonly stream: StreamKey; readonly reader: Who | null; readonly version: Version }

export type Committed = {
  /** One for each event, in order; null inside a host's transaction on a storage that numbers at commit. */
  readonly positions: ReadonlyArray<Position | null>
  readonly positionsOf: ReadonlyArray<Position | null>
}

/** A storage seen from inside the host's transaction: plain results where the driver is synchronous. */
export type Inside =
  | {
      readonly mode: 'sync'
      readonly commit: (needs: ReadonlyArray<Needs>, settle: Settle) => Either<StoreError, Committed>
      readonly query: <Q extends Query>(query: Q, viewer: Viewer) => Either<StoreError, Answer<Q>>
      readonly read: (of: EventRange, limit: number) => Either<StoreError, ReadonlyArray<Recorded>>
    }
  | {
      readonly mode: 'async'
      readonly commit: Storage['commit']
      readonly query: Storage['query']
      readonly read: Storage['read']
    }

export type EventRange =
  | { readonly tenant: TenantId; readonly after: Position }
  /** `after`: how many of its events to skip. */
  | { readonly stream: StreamKey; readonly after: number }

/** Where a rebuilt row is not what was stored. Keys only, never content. */
export type Difference = {
  readonly stream: StreamKey
  readonly table: string
  readonly key: string
  readonly found: 'missing' | 'extra' | 'different'
  readonly columns: ReadonlyArray<string>
}
