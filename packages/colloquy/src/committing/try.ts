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
 * Commits some commands in one transaction, with retries while the storage is busy. When the reply to a commit is lost,
 * the log tells whether it was written: if so the answers are those of the lost reply, and its events are announced; if
 * not, the commands are decided again, and optimistic concurrency (a version of a stream is written once) keeps each
 * from being carried out twice. `OutcomeUnknown` is answered only where the storage stays unreachable.
 */
export const commitTogether = async (
  storage: Storage,
  commands: ReadonlyArray<Command>,
  until: number,
): Promise<Either<StoreError, ReadonlyArray<Outcome>>> => {
  const again = waits(until)
  const lost = new Set<Try>()
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
  lost: Set<Try>,
): Promise<Either<StoreError, ReadonlyArray<Outcome>>> => {
  // The newest first: it is the likeliest to have been written.
  for (const earlier of [...lost].toReversed()) {
    const found = await findInLog(storage, earlier)
    if (E.isLeft(found)) return found
    if (found.right === 'never') lost.delete(earlier)
    else if (found.right !== 'not yet') return E.right(earlier.outcomes(found.right))
  }
  const { made, isOvertaken } = tryOf(commands, [...lost])
  const committed = await storage.commit(made.needs, made.settle)()
  if (E.isRight(committed)) return isOvertaken() ? E.left(conflict) : E.right(made.outcomes(committed.right))
  if (committed.left._tag === 'OutcomeUnknown') lost.add(made)
  return committed
}

/** After a lost reply the connection may be down for a while, so an unreachable storage is retried, too. */
const isPassing = ({ _tag }: StoreError): boolean =>
  _tag === 'Conflict' || _tag === 'Unavailable' || _tag === 'OutcomeUnknown'

/** One try to commit some commands. It remembers what it gave the storage to write. */
type Try = {
  readonly needs: ReadonlyArray<Needs>
  readonly settle: Settle
  readonly outcomes: (committed: Committed) => ReadonlyArray<Outcome>
  /** What it gave the storage to write, the last time that it decided. */
  readonly written: () => Written
  /** A stream whose version tells whether it was written: one that existed before, where there is one. */
  readonly witness: () => Witness | null
}

type Written = {
  readonly events: ReadonlyArray<Recorded>
  readonly positionsOf: ReadonlyArray<EventKey>
}
type Witness = { readonly stream: StreamKey; readonly reader: Who | null; readonly wasThere: boolean }

const nothing = { events: [], changes: [], receipts: [], positionsOf: [] } as const

/** `pending`: earlier tries that may still be written. Once one was, this one writes nothing. */
const tryOf = (commands: ReadonlyArray<Command>, pending: ReadonlyArray<Try>) => {
  const batch = handle(commands)
  let written: Written = nothing
  let overtaken = false
  const made: Try = {
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

/** Whether a stream that an earlier try creates exists by now. */
const cameThrough = (earlier: Try, loaded: Loaded): boolean => {
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

/** The first event of a conversation, or of a record's followers. */
const begins = ({ conversation, reader, version }: Recorded): boolean =>
  version === 1 && (reader === null || isRecordStream(conversation))

/** What became of a try. `never`: nothing of it is in the log, nor will be. `not yet`: it may still be written. */
type Found = Committed | 'never' | 'not yet'

/**
 * Searches the log for what a try gave the storage to write; if it is there, its positions are those of the lost reply.
 *
 * The transaction may still be running in the database, which does not notice at once that a connection is closed. It
 * keeps the locks of its conversations until it commits or rolls back, and this reads under the same locks: events that
 * are absent will never be written. A conversation that the try itself creates cannot be locked yet. Then either the try
 * or the next writer of that conversation fails: each version of a stream is written once.
 */
const findInLog = async (storage: Storage, one: Try): Promise<Either<StoreError, Found>> => {
  const { events, positionsOf } = one.written()
  const witness = one.witness()
  // Without events it could only have written receipts, and the ledger finds these by their idempotency key.
  if (witness === null) return E.right('never')
  const held: Array<boolean> = []
  const looked = await storage.commit([needsOf(witness.stream)], (loaded) => {
    held.push(loaded.held(witness.stream))
    return { events: [], changes: [], receipts: [], positionsOf: [...events.map(keyOf), ...positionsOf] }
  })()
  if (E.isLeft(looked)) return looked
  if (held.at(-1) === true) return E.left(heldByOthers)
  const positions = looked.right.positionsOf.slice(0, events.length)
  if (positions.every((position) => position === null)) return E.right(witness.wasThere ? 'never' : 'not yet')
  const ours = await areOurs(storage, events, positions)
  if (E.isLeft(ours)) return ours
  return E.right(
    ours.right ? { positions, positionsOf: looked.right.positionsOf.slice(events.length) } : 'never',
  )
}

const keyOf = ({ tenant, conversation, reader, version }: Recorded): EventKey => ({
  stream: { tenant, conversation },
  reader,
  version,
})

/** Whether these positions hold the events of just those commands: another writer may have taken the versions. */
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
    // A commit takes consecutive positions.
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
