import type { Held, Position, StoreError, StreamKey, Time } from '@colloquy/core/storage'
import { streamKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { whileBusy } from '../../committing/busy.ts'
import type { Engine } from '../../engine/Engine.ts'
import type { Failure } from './Retry.ts'
import type { Slots } from './Slots.ts'
import { slotOf } from '../../engine/slotOf.ts'

/** A conversation that this process holds back. `behind`: the furthest of its events that was passed over meanwhile. */
export type Entry = { row: Held; behind: number }

/** The conversations of a subscription that are held back, of the parts that this process works on. */
export type Holding = {
  /** Reads those of parts that became ours, before anything is done with them. */
  readonly load: (slots: ReadonlySet<number>) => Promise<Either<StoreError, void>>
  /** Finds what somebody hurried, and forgets what could not be forgotten at once. */
  readonly refresh: () => Promise<Either<StoreError, void>>
  /** Whether an event waits behind an earlier one, which then counts as passed over. */
  readonly waits: (stream: StreamKey, position: number) => boolean
  /** Holds a conversation back from an event on; null where that could not be stored. */
  readonly hold: (
    stream: StreamKey,
    position: number,
    error: string,
    failure: Failure,
  ) => Promise<Entry | null>
  /** Its events are no longer passed over, from this very moment on. */
  readonly letGo: (entry: Entry) => Promise<void>
  readonly any: () => boolean
  readonly all: () => ReadonlyArray<Entry>
}

export const holding = (engine: Engine, name: string, ours: () => Slots): Holding => {
  const { checkpoints } = engine.storage
  const entries = new Map<string, Entry>()
  /** Handled, but still stored as held: out of reach just then. */
  const lingering = new Map<string, Held>()

  const forget = async (row: Held): Promise<boolean> => {
    const slot = ours().slot(row.stream)
    // Whoever took the part over has read the row, and gives its events again.
    return slot === null || E.isRight(await whileBusy(checkpoints.letGo(row, slot)))
  }

  return {
    load: async (slots) => {
      const rows = await checkpoints.held(name, 'all')()
      if (E.isLeft(rows)) return rows
      for (const [key, { row }] of entries) if (slots.has(slotOf(row.stream))) entries.delete(key)
      for (const row of rows.right) {
        if (slots.has(slotOf(row.stream))) entries.set(streamKey(row.stream), { row, behind: row.position })
      }
      return E.right(undefined)
    },
    refresh: async () => {
      for (const [key, row] of lingering) {
        if (entries.has(key) || (await forget(row))) lingering.delete(key)
      }
      if (entries.size === 0) return E.right(undefined)
      const hurried = await checkpoints.held(name, { dueBy: 0 as Time })()
      if (E.isLeft(hurried)) return hurried
      for (const { stream, due } of hurried.right) {
        const entry = entries.get(streamKey(stream))
        if (entry !== undefined) entry.row = { ...entry.row, due }
      }
      return E.right(undefined)
    },
    waits: (stream, position) => {
      const entry = entries.get(streamKey(stream))
      if (entry === undefined || position < entry.row.position) return false
      entry.behind = Math.max(entry.behind, position)
      return true
    },
    hold: async (stream, position, error, failure) => {
      const slot = ours().slot(stream)
      if (slot === null) return null
      const row: Held = { name, stream, position: position as Position, error, ...failure }
      const stored = await whileBusy(checkpoints.hold(row, slot))
      if (E.isLeft(stored) || !stored.right) return null
      const key = streamKey(stream)
      const entry = entries.get(key) ?? { row, behind: position }
      entry.row = row
      entry.behind = Math.max(entry.behind, position)
      entries.set(key, entry)
      return entry
    },
    letGo: async (entry) => {
      const { row } = entry
      const key = streamKey(row.stream)
      // Its part was lost and came back: what is there now knows more of what was passed over.
      if (entries.get(key) !== entry) return
      entries.delete(key)
      if (!(await forget(row))) lingering.set(key, row)
    },
    any: () => entries.size > 0,
    all: () => [...entries.values()].filter(({ row }) => ours().slot(row.stream) !== null),
  }
}
