import type { Held, Position, Recorded, StoreError, StreamKey, Time } from '@colloquy/core/storage'
import { streamKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { whileBusy } from '../../committing/busy.ts'
import type { Engine } from '../../engine/Engine.ts'
import { streamOf } from './calling.ts'
import type { Failure, Retry } from './Retry.ts'
import { afterFailure } from './Retry.ts'
import type { Slots } from './Slots.ts'
import { slotOf } from '../../engine/slotOf.ts'

/** A held conversation: an event of it failed. `behind`: the last of its events that was skipped meanwhile. */
export type HeldConversation = { row: Held; behind: number }

/** The held conversations of a subscription, in the slots that this process owns. */
export type Holding = {
  /** Loads those of newly claimed slots, before any event of these is handled. */
  readonly load: (slots: ReadonlySet<number>) => Promise<Either<StoreError, void>>
  /** Finds those that `release` made due, and deletes rows that could not be deleted before. */
  readonly refresh: () => Promise<Either<StoreError, void>>
  /** Whether an event has to wait behind a failed one; then it counts as skipped. */
  readonly waits: (stream: StreamKey, position: number) => boolean
  /** Holds a conversation from an event on; null where that could not be stored. */
  readonly hold: (
    stream: StreamKey,
    position: number,
    error: string,
    failure: Failure,
  ) => Promise<HeldConversation | null>
  /** Ends the hold: from this moment on its events are no longer skipped. */
  readonly letGo: (entry: HeldConversation) => Promise<void>
  readonly any: () => boolean
  readonly all: () => ReadonlyArray<HeldConversation>
}

export const holding = (engine: Engine, name: string, ours: () => Slots): Holding => {
  const { checkpoints } = engine.storage
  const entries = new Map<string, HeldConversation>()
  /** Handled, but their rows are not deleted yet: the storage was unreachable. */
  const lingering = new Map<string, Held>()

  const forget = async (row: Held): Promise<boolean> => {
    const slot = ours().slot(row.stream)
    // The new owner of the slot has read the row, and handles its events again.
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
      // The slot was lost and claimed again: the new entry knows which events were skipped.
      if (entries.get(key) !== entry) return
      entries.delete(key)
      if (!(await forget(row))) lingering.set(key, row)
    },
    any: () => entries.size > 0,
    all: () => [...entries.values()].filter(({ row }) => ours().slot(row.stream) !== null),
  }
}

/** Holds the conversation of a failed event, and logs it. Each answers false where another process owns the slot. */
export type Failing = {
  /** The handler failed; `kind`: the kind of error, without content. `before`: the failure before, if any. */
  readonly failed: (event: Recorded, kind: string, before: Failure | null) => Promise<boolean>
  /** The event is corrupt: parked at once, since a retry does not mend a disk. */
  readonly unreadable: (stream: StreamKey, position: number, before: Failure | null) => Promise<boolean>
}

export const failing = (engine: Engine, name: string, retry: Retry, held: Holding): Failing => {
  const { clock, log } = engine
  const parked = `subscription ${name} parked a conversation`
  return {
    failed: async (event, kind, before) => {
      const failure = afterFailure(before, retry, clock(), Math.random())
      const stream = streamOf(event)
      if ((await held.hold(stream, event.position ?? 0, kind, failure)) === null) return false
      const detail = `${stream.tenant} ${stream.conversation} at ${event.position}: ${kind}`
      if (failure.parked && before?.parked !== true) log({ level: 'error', what: parked, detail })
      else if (before === null) {
        log({ level: 'warn', what: `subscription ${name}: its handler failed, and is tried again`, detail })
      }
      return true
    },
    unreadable: async (stream, position, before) => {
      const failure = afterFailure(before, { ...retry, for: 0 }, clock(), 0)
      if ((await held.hold(stream, position, 'Corrupt', failure)) === null) return false
      const detail = `${stream.tenant} ${stream.conversation} at ${position}: Corrupt`
      if (before?.parked !== true) log({ level: 'error', what: parked, detail })
      return true
    },
  }
}
