import type { Position, Slot, StoreError, StreamKey, TenantId } from '@colloquy/core/storage'
import { slotCount } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../../engine/Engine.ts'
import { whileBusy } from '../../committing/busy.ts'
import { describe } from '../../engine/Reason.ts'
import { slotOf } from '../../engine/slotOf.ts'

/** The parts of a subscription that this process works on, and how far each came in each tenant's log. */
export type Slots = {
  /** Takes what is free, renews what is held, and forgets what was taken away. */
  readonly claim: () => Promise<Either<StoreError, void>>
  /** Whether any part is ours. */
  readonly any: () => boolean
  /** Whether all parts are ours, so that nothing is left to take. */
  readonly all: () => boolean
  /** The part of a stream as it was taken; null where it is not ours. */
  readonly slot: (stream: StreamKey) => Slot | null
  /** Nothing is ours any more, whatever is stored. Answers once nothing on its way can take anything any more. */
  readonly forget: () => Promise<void>
  /** The parts that are ours now, for `advance`: one that comes later may stand further behind. */
  readonly now: () => ReadonlySet<unknown>
  /** Whether a stream's part is one of these, and still ours. */
  readonly among: (these: ReadonlySet<unknown>, stream: StreamKey) => boolean
  /** How far the part of a stream came; null where it is not ours. */
  readonly at: (stream: StreamKey) => number | null
  /** Where the furthest behind of our parts stands in a tenant's log. */
  readonly from: (tenant: TenantId) => number
  /**
   * Moves those of these parts that are still ours to `upTo`, but one with unfinished events only to before the first
   * of them.
   */
  readonly advance: (
    these: ReadonlySet<unknown>,
    tenant: TenantId,
    upTo: number,
    unfinished: ReadonlyMap<number, number>,
  ) => Promise<boolean>
}

type Held = { readonly epoch: number; readonly positions: Map<TenantId, number> }

/**
 * `gained`: reads what else there is of parts before they are ours. `lost`: told why it is not
 * known how far ours came, so that events may be given again.
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
  const held = new Map<number, Held>()
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
    // One at a time: of two, the second would read again what the first one's part has changed since.
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
          // Somebody else took over, or nobody knows: what we hold is read again before going on.
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
