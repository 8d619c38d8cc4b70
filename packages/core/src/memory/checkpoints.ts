import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Position, TenantId, Time } from '../conversation/Ids.ts'
import { streamKey } from '../conversation/Ids.ts'
import type { Checkpoints, Parked, Slot } from '../ports/Storage.ts'
import { compareText } from '../projections/order.ts'

type SlotStore = {
  owner: string | null
  until: Time
  epoch: number
  readonly positions: Map<TenantId, Position>
}

/** A subscription has this many slots, for good: a stream's slot must not move. */
const slotCount = 64

/** Checkpoints in memory: leases and fencing as a database would do them. */
export const checkpoints = (): Checkpoints => {
  const names = new Map<string, ReadonlyArray<SlotStore>>()
  const parked = new Map<string, Map<string, Parked>>()

  const slotsOf = (name: string): ReadonlyArray<SlotStore> => {
    const known = names.get(name)
    if (known !== undefined) return known
    const made = Array.from({ length: slotCount }, () => ({
      owner: null,
      until: 0 as Time,
      epoch: 0,
      positions: new Map(),
    }))
    names.set(name, made)
    return made
  }

  return {
    claim: ({ name, owner, now, lease, limit }) =>
      atRun(() => {
        const slots = slotsOf(name)
        const until = (now + lease) as Time
        const free = slots.filter(
          (slot) => slot.owner !== owner && (slot.owner === null || slot.until <= now),
        )
        for (const slot of slots.filter((each) => each.owner === owner)) slot.until = until
        for (const slot of free.slice(0, Math.max(0, limit))) {
          slot.owner = owner
          slot.until = until
          slot.epoch += 1
        }
        return slots.flatMap(
          (slot, i): ReadonlyArray<Slot> => (slot.owner === owner ? [{ slot: i, epoch: slot.epoch }] : []),
        )
      }),
    positions: (name, slot) =>
      atRun(() =>
        Array.from(slotsOf(name)[slot]?.positions ?? [], ([tenant, position]) => ({
          tenant,
          position,
        })).toSorted((a, b) => compareText(a.tenant, b.tenant)),
      ),
    advance: (name, tenant, moved, position) =>
      atRun(() => {
        const slots = slotsOf(name)
        const theirs = moved.map(({ slot, epoch }) => {
          const found = slots[slot]
          return found?.epoch === epoch ? found : null
        })
        if (theirs.includes(null)) return false
        for (const slot of theirs) {
          if (slot !== null && position > (slot.positions.get(tenant) ?? 0))
            slot.positions.set(tenant, position)
        }
        return true
      }),
    release: (name, owner) =>
      atRun(() => {
        for (const slot of slotsOf(name)) if (slot.owner === owner) slot.owner = null
      }),
    park: (entry) =>
      atRun(() => {
        const ofName = parked.get(entry.name) ?? new Map<string, Parked>()
        parked.set(entry.name, ofName.set(streamKey(entry.stream), entry))
      }),
    parked: (name) =>
      atRun(() =>
        Array.from(parked.get(name)?.values() ?? []).toSorted((a, b) =>
          compareText(streamKey(a.stream), streamKey(b.stream)),
        ),
      ),
    unpark: (name, stream) =>
      atRun(() => {
        parked.get(name)?.delete(streamKey(stream))
      }),
  }
}

/** Does it when the task is run, not when it is made. */
const atRun = <A>(run: () => A): TE.TaskEither<never, A> => TE.fromIO(run)
