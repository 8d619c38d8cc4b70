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
 * The port to where events and the read model are stored. Each sentence below is a promise that the contract in
 * `@colloquy/conformance` tests. A storage writes changes without knowing what they mean, and never reads the clock. No
 * method throws or rejects: an error is a `StoreError`. A bug in the code is not one: an exception of `settle`, for
 * instance, is rethrown unchanged.
 */
export type Storage = {
  readonly capabilities: Capabilities
  /** Creates or upgrades the schema, once however many processes ask at a time. Answers the schema's version. */
  readonly migrate: TaskEither<StoreError, number>
  /** The schema's version in the database, without changing anything: 0 without a schema. */
  readonly schema: TaskEither<StoreError, { readonly found: number; readonly needed: number }>
  /** 32 random bytes in hex, made with the schema; every process that opens the storage gets the same. */
  readonly secret: TaskEither<StoreError, string>
  /**
   * Locks the conversations named, loads what is needed, calls `settle`, and writes all it returns in one durable
   * transaction, or nothing. `settle` is pure and may be called again; while it asks for `more`, that is loaded under
   * the same locks and it is called with everything loaded so far. A retry of the transaction also loads everything
   * that was asked for with `more` before. Where a transaction can lock single conversations, a batch that names
   * several never waits for one that another transaction has locked; a batch that names one alone waits for that lock
   * for a bounded time, and is then `Unavailable`.
   */
  readonly commit: (needs: ReadonlyArray<Needs>, settle: Settle) => TaskEither<StoreError, Committed>
  /**
   * Answers one query from one snapshot, as this viewer may see it: visibility comes before everything else. `Both`
   * answers its two queries from the same snapshot.
   */
  readonly query: <Q extends Query>(query: Q, viewer: Viewer) => TaskEither<StoreError, Answer<Q>>
  /**
   * `commit`, `query` and `read` inside the open transaction that the host holds on `handle`; the host commits or rolls
   * back. A handle without an open transaction of this database, or with another one than at this call, is
   * `TransactionRefused`: at once, or by each call where only the server can tell.
   */
  readonly within: (handle: unknown) => Either<StoreError, Inside>
  /** Events in order: of a tenant's log after a position, or of a conversation (all its streams) in log order. */
  readonly read: (of: EventRange, limit: number) => TaskEither<StoreError, ReadonlyArray<Recorded>>
  /** Every tenant with the last position of its log. One cheap query. */
  readonly heads: TaskEither<
    StoreError,
    ReadonlyArray<{ readonly tenant: TenantId; readonly head: Position }>
  >
  /**
   * All streams (conversations and followed records) that have an event or a row, ordered by tenant and id, after one
   * or from the start.
   */
  readonly streams: (
    after: StreamKey | null,
    limit: number,
  ) => TaskEither<StoreError, ReadonlyArray<StreamKey>>
  /** The streams whose events hold personal content of a person, ordered by id. */
  readonly concerning: (tenant: TenantId, who: Who) => TaskEither<StoreError, ReadonlyArray<ConversationId>>
  /**
   * Locks one stream, folds all its events with `fold`, compares the resulting rows with those stored, and answers the
   * differences; with `write` it also corrects the stored rows, in the same transaction.
   */
  readonly refold: (
    stream: StreamKey,
    fold: (events: Iterable<Recorded>) => Rows,
    write: boolean,
  ) => TaskEither<StoreError, ReadonlyArray<Difference>>
  /**
   * Answers the differences that `refold` of a stream can't see: rows without any event, and heads that are not the end
   * of their tenant's log; with `write` it also corrects them.
   */
  readonly strays: (write: boolean) => TaskEither<StoreError, ReadonlyArray<Difference>>
  /** After erasing: makes sure that no page or journal of the database still holds erased content. */
  readonly scrub: TaskEither<StoreError, { readonly complete: boolean }>
  /** Deletes receipts of commands accepted before a time. Answers how many. */
  readonly forget: (before: Time) => TaskEither<StoreError, number>
  readonly checkpoints: Checkpoints
  /** Calls `wake` when another process may have committed; without content, perhaps without reason, perhaps never. */
  readonly hint: (wake: () => void) => () => void
  /** Warnings about the storage's setup for its operator, without content; read once, at opening. */
  readonly advice?: TaskEither<StoreError, ReadonlyArray<string>>
  readonly close: TaskEither<never, void>
}

export type Capabilities = {
  /** Whether `within` answers synchronously or with promises; null: there is no host transaction. */
  readonly transaction: 'sync' | 'async' | null
  /** Whether a batch may hold commands of several tenants. */
  readonly batch: 'store' | 'tenant'
  /**
   * How many batches of a tenant may be committed concurrently, each conversation always in the same lane; default 1.
   */
  readonly lanes?: number
  /** Whether data outlives the process. */
  readonly durable: boolean
  /** Whether `hint` reports every commit of another process, if with a delay: then polling is not needed. */
  readonly hintsAll?: boolean
}

/** What was loaded for a batch. */
export type Loaded = {
  /** The state restricted to the union of all needs of this stream. */
  readonly state: (stream: StreamKey) => State
  readonly receipt: (tenant: TenantId, actor: Who, commandId: CommandId) => Receipt | null
  /**
   * Whether another transaction has locked this stream: then nothing of it is loaded, and no command on it may be
   * settled in this batch.
   */
  readonly held: (stream: StreamKey) => boolean
}

/** A command's entry in the ledger: the answer to its retries. */
export type Receipt = {
  readonly tenant: TenantId
  readonly actor: Who
  readonly commandId: CommandId
  /** The keyed hash of the decoded input; null once the actor was erased. */
  readonly hash: string | null
  readonly conversation: ConversationId
  readonly version: Version
  readonly customerVersion: Version
  /** The last event the command added, or the last of the stream when it added none: its position is the receipt's. */
  readonly lastReader: Who | null
  readonly lastVersion: Version
  readonly messageId: MessageId | null
  readonly changed: boolean
  /** The command ended its own actor's access, and its retries by that actor are still answered. */
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
      /** Events whose positions are wanted: already in the log, or written by this batch. */
      readonly positionsOf: ReadonlyArray<EventKey>
    }

/** The key of one event: `reader` null is the conversation's own stream. */
export type EventKey = { readonly stream: StreamKey; readonly reader: Who | null; readonly version: Version }

export type Committed = {
  /**
   * One position for each event, in order; null inside a host's transaction on a storage that numbers events at commit.
   */
  readonly positions: ReadonlyArray<Position | null>
  readonly positionsOf: ReadonlyArray<Position | null>
}

/** A storage inside the host's transaction: plain results where the driver is synchronous. */
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

/** A difference between a rebuilt row and the stored one. Keys only, never content. */
export type Difference = {
  readonly stream: StreamKey
  readonly table: string
  readonly key: string
  readonly found: 'missing' | 'extra' | 'different'
  readonly columns: ReadonlyArray<string>
}
