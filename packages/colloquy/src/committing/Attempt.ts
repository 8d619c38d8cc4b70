import type {
  Command,
  Committed,
  EventKey,
  Loaded,
  Needs,
  Outcome,
  Recorded,
  Settle,
  StreamKey,
  Who,
} from '@colloquy/core'
import { handle, isRecordStream, readerKey, streamKey } from '@colloquy/core'

/** One try to commit some commands, which remembers what it would have written. */
export type Attempt = {
  readonly needs: ReadonlyArray<Needs>
  readonly settle: Settle
  readonly outcomes: (committed: Committed) => ReadonlyArray<Outcome>
  /** What it gave the storage to write, the last time that it was asked. */
  readonly written: () => Written
  /** A stream that tells whether it came through: one that was there before, if there is any. */
  readonly witness: () => Witness | null
}

export type Written = {
  readonly events: ReadonlyArray<Recorded>
  readonly positionsOf: ReadonlyArray<EventKey>
}
export type Witness = { readonly stream: StreamKey; readonly reader: Who | null; readonly wasThere: boolean }

const nothing = { events: [], changes: [], receipts: [], positionsOf: [] } as const

/** `pending`: earlier attempts that may still come through. Once one did, nothing is settled besides it. */
export const attempt = (commands: ReadonlyArray<Command>, pending: ReadonlyArray<Attempt>) => {
  const batch = handle(commands)
  let written: Written = nothing
  let overtaken = false
  const made: Attempt = {
    needs: batch.needs,
    settle: (loaded) => {
      const settled = batch.settle(loaded)
      if ('more' in settled) return settled
      overtaken = pending.some((earlier) => cameThrough(earlier, loaded))
      written = overtaken ? nothing : settled
      return overtaken ? nothing : settled
    },
    outcomes: batch.outcomes,
    written: () => written,
    witness: () => witnessOf(written.events),
  }
  return { made, isOvertaken: () => overtaken }
}

/** Whether what an earlier attempt began is there by now. */
const cameThrough = (earlier: Attempt, loaded: Loaded): boolean => {
  const witness = earlier.witness()
  if (witness === null || loaded.held(witness.stream)) return false
  const { header, recordFollowers } = loaded.state(witness.stream)
  if (witness.reader === null) return header !== null
  return (recordFollowers.known.get(readerKey(witness.reader)) ?? null) !== null
}

const witnessOf = (events: ReadonlyArray<Recorded>): Witness | null => {
  const begun = new Set(events.filter(begins).map(streamKey))
  const there = events.find((event) => !begun.has(streamKey(event)))
  const witness = there ?? events[0]
  if (witness === undefined) return null
  const { tenant, conversation, reader } = witness
  return { stream: { tenant, conversation }, reader, wasThere: there !== undefined }
}

/** A conversation, or the followers of a record, of which nothing was there before. */
const begins = ({ conversation, reader, version }: Recorded): boolean =>
  version === 1 && (reader === null || isRecordStream(conversation))
