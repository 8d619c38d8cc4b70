import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Position, StreamKey, TenantId, Time } from '../conversation/Ids.ts'
import type { StoreError } from './StoreError.ts'

/** A named subscription has 64 slots; a stream belongs to one by its hash. */
export type Checkpoints = {
  /**
   * Leases up to `limit` slots that are free or whose lease has expired, for `lease` milliseconds from `now`, and
   * renews the owner's leases. Answers all slots the owner now holds. A slot taken over gets a higher epoch.
   */
  readonly claim: (claim: {
    readonly name: string
    readonly owner: string
    readonly now: Time
    readonly lease: number
    readonly limit: number
  }) => TaskEither<StoreError, ReadonlyArray<Slot>>
  /** A slot's checkpoints in the tenants' logs; tenants without an entry begin at the start. */
  readonly positions: (
    name: string,
    slot: number,
  ) => TaskEither<StoreError, ReadonlyArray<{ readonly tenant: TenantId; readonly position: Position }>>
  /** The checkpoint of the furthest slot behind in each tenant's log; without tenants where that is the start. */
  readonly behind: (
    name: string,
  ) => TaskEither<StoreError, ReadonlyArray<{ readonly tenant: TenantId; readonly position: Position }>>
  /**
   * Moves checkpoints forward, never back. Answers false, and moves none, when one of the slots was taken over since
   * its epoch.
   */
  readonly advance: (
    name: string,
    tenant: TenantId,
    slots: ReadonlyArray<Slot>,
    position: Position,
  ) => TaskEither<StoreError, boolean>
  /** Ends the owner's leases at once. */
  readonly release: (name: string, owner: string) => TaskEither<StoreError, void>
  /**
   * Creates the slots of a subscription that has none yet, with these checkpoints in the tenants' logs, all or nothing.
   * Answers false, and changes nothing, where it has slots already.
   */
  readonly begin: (
    name: string,
    places: ReadonlyArray<{ readonly tenant: TenantId; readonly position: Position }>,
  ) => TaskEither<StoreError, boolean>
  /**
   * Holds a stream back at an event, replacing an earlier entry of the stream. Answers false, and changes nothing, when
   * the slot was taken over since its epoch.
   */
  readonly hold: (held: Held, slot: Slot) => TaskEither<StoreError, boolean>
  /** The streams held back, ordered by tenant and id: all, those due by a time, or one. */
  readonly held: (
    name: string,
    which: 'all' | { readonly dueBy: Time } | { readonly stream: StreamKey },
  ) => TaskEither<StoreError, ReadonlyArray<Held>>
  /** Makes a held stream due at once, for the process that leases its slot. Answers whether it is held. */
  readonly hurry: (name: string, stream: StreamKey) => TaskEither<StoreError, boolean>
  /**
   * Releases a stream that is held at this position, and at no other. Answers false, and changes nothing, when the slot
   * was taken over since its epoch.
   */
  readonly letGo: (
    held: Pick<Held, 'name' | 'stream' | 'position'>,
    slot: Slot,
  ) => TaskEither<StoreError, boolean>
  /** How many events of a tenant's log, up to a position, wait in streams that are held back. */
  readonly waiting: (name: string, tenant: TenantId, upTo: Position) => TaskEither<StoreError, number>
}

export type Slot = { readonly slot: number; readonly epoch: number }
/** A stream that a subscription holds back at an event, while its other streams go on. */
export type Held = {
  readonly name: string
  readonly stream: StreamKey
  /** The position of the event; it and all later events of its stream wait. */
  readonly position: Position
  /** The kind of failure, without content. */
  readonly error: string
  /** How often the event was tried. */
  readonly attempts: number
  /** When it was first held. */
  readonly since: Time
  /** The time of the next retry; null: no retry before `hurry`. */
  readonly due: Time | null
  /** The sum of the backoff between its retries, in milliseconds: time in which no process ran does not count. */
  readonly waited: number
  /** Whether its time for retries is over. */
  readonly parked: boolean
}
