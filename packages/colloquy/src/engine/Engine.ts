import type { Accepted, Command, KnownPerson, RecordAnswer } from '@colloquy/core/engine'
import type { Actor, Recorded, Seal, Storage, StoreError, TenantId, Time } from '@colloquy/core/storage'
import type { Policies, RecordRef } from '@colloquy/core'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Limits } from '@colloquy/core/decoding'
import type { Answer } from './Pending.ts'
import type { Reason } from './Reason.ts'

/** The running library: what sessions, following and operating share. Made once by `openConversations`. */
export type Engine = {
  readonly storage: Storage
  readonly policiesOf: PoliciesOf
  readonly clock: () => Time
  readonly newId: () => string
  /** Random, with no time in it: customers see a note's id once it is published, and never when it was written. */
  readonly newMessageId: () => string
  readonly limits: Limits
  readonly seal: Seal
  /** The same with a cache, for the tokens of rows on pages. */
  readonly pageSeal: Seal
  /** Keyed hash of decoded input, in hex. */
  readonly hash: (input: unknown) => string
  /** Puts a command into the group commit; answers once its events are durable (after fsync). */
  readonly submit: (command: Command) => TaskEither<Reason, Accepted>
  /** People in the host's directory, by `readerKey`; null where the host has no directory. */
  readonly people: (
    tenant: TenantId,
    ids: ReadonlyArray<string>,
  ) => Answer<ReadonlyMap<string, KnownPerson> | null>
  /** What the host tells an actor about records, by `recordKey`; every requested record is in it. */
  readonly records: (
    actor: Actor,
    records: ReadonlyArray<RecordRef>,
  ) => Answer<ReadonlyMap<string, RecordAnswer>>
  readonly recordTypes: RecordTypes
  /** Calls every listener with newly committed events of this process, after the commit. */
  readonly announce: (events: ReadonlyArray<Recorded>) => void
  /** Listens to newly committed events of this process; returns the unsubscribing function. */
  readonly onCommitted: (listener: (events: ReadonlyArray<Recorded>) => void) => () => void
  readonly log: (entry: LogEntry) => void
}

/** Which record types there are; null: the host registered none, so any may be linked and none is shown to customers. */
export type RecordTypes = {
  readonly [type: string]: { readonly startable: boolean; readonly customerVisible: boolean }
} | null

/** Something the operator should know. Holds no content. */
export type LogEntry = { readonly level: 'warn' | 'error'; readonly what: string; readonly detail: string }

/** The rules of a tenant at this moment. */
export type PoliciesOf = (tenant: TenantId) => Either<StoreError, Policies>

/** Who acts in a session, with the rules of their tenant at this moment. */
export type Acting = { readonly actor: Actor; readonly policies: Policies }

/** Who acts, by the rules of the moment. */
export type WhoActs = () => Either<Reason, Acting>
