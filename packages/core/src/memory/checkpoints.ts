import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Position, StreamKey, TenantId, Time } from '../conversation/Ids.ts'
import { streamKey } from '../conversation/Ids.ts'
import { slotCount } from '../ports/slotCount.ts'
import type { Checkpoints, Held, Slot } from '../ports/Checkpoints.ts'
import { compareText } from '../kernel/text.ts'

type SlotStore = {
  owner: string | null
  until: Time
  epoch: number
  readonly positions: Map<TenantId, Position>
}

/**
 * Checkpoints in memory, with the leases and fencing of a database. `positionsOf`: the positions of all events of a
 * stream.
 */
export const checkpoints = (positionsOf: (stream: StreamKey) => ReadonlyArray<Position>): Checkpoints => {
  const names = new Map<string, ReadonlyArray<SlotStore>>()
  const held = new Map<string, Map<string, Held>>()

  const makeSlots = (
    name: string,
    places: ReadonlyArray<readonly [TenantId, Position]>,
  ): ReadonlyArray<SlotStore> => {
    const made = Array.from({ length: slotCount }, () => ({
      owner: null,
      until: 0 as Time,
      epoch: 0,
      positions: new Map(places),
    }))
    names.set(name, made)
    return made
  }
  const slotsOf = (name: string): ReadonlyArray<SlotStore> => names.get(name) ?? makeSlots(name, [])
  /** Whether a slot was not taken over since its epoch. */
  const isTheirs = (name: string, { slot, epoch }: Slot): boolean => names.get(name)?.[slot]?.epoch === epoch

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
    behind: (name) =>
      atRun(() => {
        const [first, ...others] = names.get(name) ?? []
        const least = Array.from(first?.positions ?? []).flatMap(([tenant, position]) => {
          const all = [position, ...others.map(({ positions }) => positions.get(tenant) ?? 0)]
          const furthest = Math.min(...all) as Position
          return furthest === 0 ? [] : [{ tenant, position: furthest }]
        })
        return least.toSorted((a, b) => compareText(a.tenant, b.tenant))
      }),
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
    begin: (name, places) =>
      atRun(() => {
        if (names.has(name)) return false
        makeSlots(
          name,
          places.map(({ tenant, position }) => [tenant, position]),
        )
        return true
      }),
    hold: (entry, slot) =>
      atRun(() => {
        if (!isTheirs(entry.name, slot)) return false
        const ofName = held.get(entry.name) ?? new Map<string, Held>()
        held.set(entry.name, ofName.set(streamKey(entry.stream), entry))
        return true
      }),
    held: (name, which) =>
      atRun(() =>
        Array.from(held.get(name)?.values() ?? [])
          .filter(({ stream, due }) => {
            if (which === 'all') return true
            if ('stream' in which) return streamKey(stream) === streamKey(which.stream)
            return due !== null && due <= which.dueBy
          })
          .toSorted(
            (a, b) =>
              compareText(a.stream.tenant, b.stream.tenant) ||
              compareText(a.stream.conversation, b.stream.conversation),
          ),
      ),
    hurry: (name, stream) =>
      atRun(() => {
        const ofName = held.get(name)
        const found = ofName?.get(streamKey(stream))
        if (found !== undefined) ofName?.set(streamKey(stream), { ...found, due: 0 as Time })
        return found !== undefined
      }),
    letGo: ({ name, stream, position }, slot) =>
      atRun(() => {
        if (!isTheirs(name, slot)) return false
        const ofName = held.get(name)
        if (ofName?.get(streamKey(stream))?.position === position) ofName.delete(streamKey(stream))
        return true
      }),
    waiting: (name, tenant, upTo) =>
      atRun(() =>
        Array.from(held.get(name)?.values() ?? [])
          .filter(({ stream }) => stream.tenant === tenant)
          .reduce(
            (sum, { stream, position }) =>
              sum + positionsOf(stream).filter((each) => each >= position && each <= upTo).length,
            0,
          ),
      ),
  }
}

/** A task that runs its effect when it is run, not when it is made. */
const atRun = <A>(run: () => A): TE.TaskEither<never, A> => TE.fromIO(run)
