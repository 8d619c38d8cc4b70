import type { Position, Slot, Storage, StoreError, StreamKey, TenantId } from '@colloquy/core/storage'
import { slotCount } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../../engine/Engine.ts'
import { whileBusy } from '../../committing/busy.ts'
import { describe } from '../../engine/Reason.ts'
import { slotOf } from '../../engine/slotOf.ts'

/** The slots of a subscription for which this process has the lease, and their checkpoints in each tenant's log. */
export type Slots = {
  /** Claims free slots, renews the lease of owned ones, and drops those that another process took over. */
  readonly claim: () => Promise<Either<StoreError, void>>
  /** Whether this process owns any slot. */
  readonly any: () => boolean
  /** Whether it owns all of them, so that none is left to claim. */
  readonly all: () => boolean
  /** The slot of a stream, with the epoch of its lease; null where another process owns it. */
  readonly slot: (stream: StreamKey) => Slot | null
  /** Gives all slots up in this process. Resolves when no claim is running any more. */
  readonly forget: () => Promise<void>
  /** The slots owned now, for `advance`: one claimed later may have an older checkpoint. */
  readonly now: () => ReadonlySet<unknown>
  /** Whether a stream's slot is one of these, and still owned. */
  readonly among: (these: ReadonlySet<unknown>, stream: StreamKey) => boolean
  /** The checkpoint of a stream's slot; null where another process owns it. */
  readonly at: (stream: StreamKey) => number | null
  /** The oldest checkpoint of the owned slots in a tenant's log. */
  readonly from: (tenant: TenantId) => number
  /**
   * Advances the checkpoints of those of these slots that are still owned to `upTo`; a slot with unfinished events only
   * to before the first of them.
   */
  readonly advance: (
    these: ReadonlySet<unknown>,
    tenant: TenantId,
    upTo: number,
    unfinished: ReadonlyMap<number, number>,
  ) => Promise<boolean>
}

type OwnedSlot = { readonly epoch: number; readonly positions: Map<TenantId, number> }

/**
 * `gained`: loads what else is stored of slots before they are used. `lost`: called with the reason when a checkpoint
 * could not be advanced, so that events may be handled again.
 */
export const slots = (
  engine: Engine,
  name: string,
  owner: string,
  lease: number,
  gained: (slots: ReadonlySet<number>) => Promise<Either<StoreError, void>>,
  lost: (why: string) => void,
): Slots => {
  const { checkpoints } = engine.storage
  const held = new Map<number, OwnedSlot>()
  let claiming: Promise<Either<StoreError, void>> | null = null
  let forgotten = false

  const load = async (slot: Slot): Promise<Either<StoreError, void>> => {
    const stored = await checkpoints.positions(name, slot.slot)()
    if (E.isLeft(stored)) return stored
    const positions = new Map(
      stored.right.map(({ tenant, position }): [TenantId, number] => [tenant, position]),
    )
    held.set(slot.slot, { epoch: slot.epoch, positions })
    return E.right(undefined)
  }

  const claim = async (): Promise<Either<StoreError, void>> => {
    if (forgotten) return E.right(undefined)
    const claimed = await checkpoints.claim({ name, owner, now: engine.clock(), lease, limit: slotCount })()
    if (E.isLeft(claimed)) return claimed
    if (forgotten) return E.right(undefined)
    const ours = new Map(claimed.right.map((slot) => [slot.slot, slot.epoch]))
    for (const [slot, { epoch }] of held) if (ours.get(slot) !== epoch) held.delete(slot)
    const fresh = claimed.right.filter(({ slot }) => !held.has(slot))
    if (fresh.length === 0) return E.right(undefined)
    const read = await gained(new Set(fresh.map(({ slot }) => slot)))
    if (E.isLeft(read)) return read
    for (const slot of fresh) {
      const loaded = await load(slot)
      if (E.isLeft(loaded)) return loaded
    }
    return E.right(undefined)
  }

  return {
    // One claim at a time: a second one would load checkpoints that the first has advanced since.
    claim: () => {
      claiming ??= claim().finally(() => {
        claiming = null
      })
      return claiming
    },
    any: () => held.size > 0,
    all: () => held.size === slotCount,
    slot: (stream) => {
      const slot = slotOf(stream)
      const epoch = held.get(slot)?.epoch
      return epoch === undefined ? null : { slot, epoch }
    },
    forget: async () => {
      forgotten = true
      held.clear()
      await claiming
      held.clear()
    },
    at: (stream) => {
      const slot = held.get(slotOf(stream))
      return slot === undefined ? null : (slot.positions.get(stream.tenant) ?? 0)
    },
    from: (tenant) => {
      let least = Number.POSITIVE_INFINITY
      for (const { positions } of held.values()) least = Math.min(least, positions.get(tenant) ?? 0)
      return least
    },
    now: () => new Set(held.values()),
    among: (these, stream) => these.has(held.get(slotOf(stream))),
    advance: async (these, tenant, upTo, unfinished) => {
      const moves = new Map<number, Array<Slot>>()
      for (const [slot, part] of held) {
        if (!these.has(part)) continue
        const { epoch, positions } = part
        const to = (unfinished.get(slot) ?? upTo + 1) - 1
        if (to > (positions.get(tenant) ?? 0)) moves.set(to, [...(moves.get(to) ?? []), { slot, epoch }])
      }
      for (const [to, moved] of moves) {
        const advanced = await whileBusy(checkpoints.advance(name, tenant, moved, to as Position))
        if (E.isLeft(advanced) || !advanced.right) {
          // The lease was lost, or the reply was: everything is loaded again before going on.
          held.clear()
          lost(E.isLeft(advanced) ? describe(advanced.left) : 'taken over')
          return false
        }
        for (const { slot } of moved) held.get(slot)?.positions.set(tenant, to)
      }
      return true
    },
  }
}

type Heads = ReadonlyMap<TenantId, number>

/** What storing the first checkpoints needs of a subscription. */
type Beginning = {
  readonly checkpoints: Storage['checkpoints']
  readonly name: string
  readonly isOurs: (tenant: TenantId) => boolean
  readonly warn: (detail: string) => void
  readonly stopped: () => boolean
  /** Resolves after so many milliseconds, or when the worker is woken. */
  readonly pause: (milliseconds: number) => Promise<unknown>
}

const [soon, late] = [50, 10_000]

/** Stores the first checkpoints of a new name, before any event is handled. `asked`: null where it was stopped first. */
export const begin = async (beginning: Beginning, asked: Promise<Heads | null>): Promise<void> => {
  const { checkpoints, name, isOurs, warn, stopped, pause } = beginning
  const heads = await asked
  if (heads === null) return
  const places = Array.from(heads, ([tenant, head]) => ({ tenant, position: head as Position })).filter(
    ({ tenant, position }) => isOurs(tenant) && position > 0,
  )
  // Also where it was stopped meanwhile: `from: 'now'` means the moment of `subscribe`.
  for (let wait = soon; ; wait = Math.min(wait * 2, late)) {
    const begun = await checkpoints.begin(name, places)()
    if (E.isRight(begun)) return
    warn(describe(begun.left))
    if (stopped()) return
    await pause(wait)
  }
}
