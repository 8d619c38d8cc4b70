import type { Command, Outcome } from '@colloquy/core/engine'
import type {
  Committed,
  EventKey,
  Loaded,
  Needs,
  Position,
  Recorded,
  Settle,
  Storage,
  StoreError,
  StreamKey,
  Who,
} from '@colloquy/core/storage'
import {
  conflict,
  isRecordStream,
  needsOf,
  outcomeUnknown,
  readerKey,
  streamKey,
} from '@colloquy/core/storage'
import { handle } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { heldByOthers, isBusy, waits } from './busy.ts'

/**
 * Commits some commands in one batch, and tries again while the storage is busy. Where the reply to a commit was lost,
 * the log tells whether it came through: if so the answers are those that the reply would have given, and its events
 * are announced like any others; if not, the commands are settled anew, and the versions of their streams keep any of
 * them from being carried out twice. `OutcomeUnknown` is left for a storage that stays out of reach.
 */
export const commitTogether = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
  until: number,
): Promise<Either<StoreError, ReadonlyArray<Outcome>>> => {
  const again = waits(until)
  const lost = new Set<Attempt>()
  let cutOff = false
  for (;;) {
    const result = await tryOnce(storage, commands, lost)
    if (E.isRight(result)) return result
    cutOff ||= lost.size > 0
    const passes = isBusy(result.left) || (cutOff && isPassing(result.left))
    if (!passes || !(await again())) return lost.size > 0 ? E.left(outcomeUnknown) : result
  }
}

const tryOnce = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
  lost: Set<Attempt>,
): Promise<Either<StoreError, ReadonlyArray<Outcome>>> => {
  // The last first: it is the likeliest, and where it repeated an earlier one it says the same.
  for (const earlier of [...lost].toReversed()) {
    const found = await findInLog(storage, earlier)
    if (E.isLeft(found)) return found
    if (found.right === 'never') lost.delete(earlier)
    else if (found.right !== 'not yet') return E.right(earlier.outcomes(found.right))
  }
  const { made, isOvertaken } = attempt(commands, [...lost])
  const committed = await storage.commit(made.needs, made.settle)()
  if (E.isRight(committed)) return isOvertaken() ? E.left(conflict) : E.right(made.outcomes(committed.right))
  if (committed.left._tag === 'OutcomeUnknown') lost.add(made)
  return committed
}

/** Once a reply was lost the connection may be gone for a while, so that also what is out of reach is tried again. */
const isPassing = ({ _tag }: StoreError): boolean =>
  _tag === 'Conflict' || _tag === 'Unavailable' || _tag === 'OutcomeUnknown'

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

/** What became of an attempt. `never`: nothing of it is in the log, nor will be. `not yet`: it may still come. */
export type Found = Committed | 'never' | 'not yet'

/**
 * Looks whether what an attempt gave to the storage is in the log: then that is what the lost reply would have said.
 *
 * The attempt may still be under way in the database, which does not notice at once that a connection is gone. But it
 * holds its conversations until it ends one way or the other, and this asks under the same lock: so what is not there
 * will never be. A conversation that the attempt itself begins is not there to be held. Then either the attempt or
 * whoever writes the same conversation next is too late: each stream takes a version once.
 */
export const findInLog = async (storage: Storage, attempt: Attempt): Promise<Either<StoreError, Found>> => {
  const { events, positionsOf } = attempt.written()
  const witness = attempt.witness()
  // Without events all it could have written is receipts of named commands, and the ledger finds these again.
  if (witness === null) return E.right('never')
  const held: Array<boolean> = []
  const asked = await storage.commit([needsOf(witness.stream)], (loaded) => {
    held.push(loaded.held(witness.stream))
    return { events: [], changes: [], receipts: [], positionsOf: [...events.map(keyOf), ...positionsOf] }
  })()
  if (E.isLeft(asked)) return asked
  if (held.at(-1) === true) return E.left(heldByOthers)
  const positions = asked.right.positionsOf.slice(0, events.length)
  if (positions.every((position) => position === null)) return E.right(witness.wasThere ? 'never' : 'not yet')
  const ours = await areOurs(storage, events, positions)
  if (E.isLeft(ours)) return ours
  return E.right(
    ours.right ? { positions, positionsOf: asked.right.positionsOf.slice(events.length) } : 'never',
  )
}

const keyOf = ({ tenant, conversation, reader, version }: Recorded): EventKey => ({
  stream: { tenant, conversation },
  reader,
  version,
})

/** Whether each of these places in the log holds the event of just that command: somebody else may have been first. */
const areOurs = async (
  storage: Storage,
  events: ReadonlyArray<Recorded>,
  positions: ReadonlyArray<Position | null>,
): Promise<Either<StoreError, boolean>> => {
  const placed = events.flatMap((event, at) => {
    const position = positions[at] ?? null
    return position === null ? [] : [{ event, position }]
  })
  if (placed.length < events.length) return E.right(false)
  for (const tenant of new Set(events.map((event) => event.tenant))) {
    const own = placed.filter(({ event }) => event.tenant === tenant)
    const first = own[0]?.position ?? 1
    // A commit takes positions in a row.
    const read = await storage.read({ tenant, after: (first - 1) as Position }, own.length)()
    if (E.isLeft(read)) return read
    if (!own.every(({ event, position }, at) => isSame(event, position, read.right[at])))
      return E.right(false)
  }
  return E.right(true)
}

const isSame = (event: Recorded, position: Position, found: Recorded | undefined): boolean =>
  found !== undefined &&
  found.position === position &&
  found.conversation === event.conversation &&
  found.version === event.version &&
  found.commandId === event.commandId &&
  readerOf(found) === readerOf(event)

const readerOf = ({ reader }: Recorded): string => (reader === null ? '' : readerKey(reader))
