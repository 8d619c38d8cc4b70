import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Position, StreamKey, TenantId, Time } from '../conversation/Ids.ts'
import type { StoreError } from './StoreError.ts'

/** A named subscription has 64 slots; a stream belongs to one by its hash. */
export type Checkpoints = {
  /**
   * Takes up to `limit` slots that are free or whose lease has run out, for `lease` milliseconds from `now`, and
   * renews those the owner holds. Answers all slots it now owns. A slot taken over gets a higher epoch.
   */
  readonly claim: (claim: {
    readonly name: string
    readonly owner: string
    readonly now: Time
    readonly lease: number
    readonly limit: number
  }) => TaskEither<StoreError, ReadonlyArray<Slot>>
  /** How far a slot came in each tenant's log; tenants without an entry begin at the start. */
  readonly positions: (
    name: string,
    slot: number,
  ) => TaskEither<StoreError, ReadonlyArray<{ readonly tenant: TenantId; readonly position: Position }>>
  /** Where the slot that is furthest behind stands in each tenant's log; without tenants where that is the start. */
  readonly behind: (
    name: string,
  ) => TaskEither<StoreError, ReadonlyArray<{ readonly tenant: TenantId; readonly position: Position }>>
  /** Moves slots forward, never back. Answers false, and moves none, when one was taken over since its epoch. */
  readonly advance: (
    name: string,
    tenant: TenantId,
    slots: ReadonlyArray<Slot>,
    position: Position,
  ) => TaskEither<StoreError, boolean>
  /** Gives slots back at once. */
  readonly release: (name: string, owner: string) => TaskEither<StoreError, void>
  /**
   * Makes the slots of a subscription that has none yet, each at these places of the tenants' logs, all or nothing.
   * Answers false, and changes nothing, where it has slots already.
   */
  readonly begin: (
    name: string,
    places: ReadonlyArray<{ readonly tenant: TenantId; readonly position: Position }>,
  ) => TaskEither<StoreError, boolean>
  /**
   * Holds a stream back at an event, in place of what was held of it before. Answers false, and changes nothing, when
   * the slot was taken over since its epoch.
   */
  readonly hold: (held: Held, slot: Slot) => TaskEither<StoreError, boolean>
  /** The streams held back, ordered by tenant and id: all, those due by a time, or one. */
  readonly held: (
    name: string,
    which: 'all' | { readonly dueBy: Time } | { readonly stream: StreamKey },
  ) => TaskEither<StoreError, ReadonlyArray<Held>>
  /** Makes a held stream due at once, which whoever has its slot finds. Answers whether it is held. */
  readonly hurry: (name: string, stream: StreamKey) => TaskEither<StoreError, boolean>
  /**
   * Lets a stream go on that is held at this position, and no other. Answers false, and changes nothing, when the slot
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
  /** Of the event; it and all that follow it in its stream wait. */
  readonly position: Position
  /** The kind of failure, without content. */
  readonly error: string
  /** How often the event was tried. */
  readonly attempts: number
  /** When it was held first. */
  readonly since: Time
  /** When it is to be tried again; null: not before somebody asks for it. */
  readonly due: Time | null
  /** Milliseconds that its tries were apart, together: time in which nobody tried does not count. */
  readonly waited: number
  /** Whether its time for being tried again is over. */
  readonly parked: boolean
}
