import type { Committed, EventKey, Position, Recorded, Storage, StoreError } from '@colloquy/core'
import { needsOf, readerKey } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Attempt } from './Attempt.ts'
import { heldByOthers } from './heldByOthers.ts'

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
