import {
  type Committed,
  type EventKey,
  type Loaded,
  type Needs,
  type Position,
  readerKey,
  receiptAt,
  type Settle,
  type State,
  streamKey,
  want,
  type Wanted,
} from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { receipt as receiptSql } from './sql/receipts.ts'
import { loadState } from './load/state.ts'
import { positionOf } from './sql/events.ts'
import { writeChanges } from './write/changes.ts'
import { writeEvents } from './write/events.ts'
import { writeReceipts } from './write/receipts.ts'
import { storedNumber } from './write/terms.ts'

/**
 * Loads, settles and writes one batch. Runs in the caller's transaction, which holds the write lock: that locks every
 * conversation.
 */
export const commitNow = (connection: Connection, needs: ReadonlyArray<Needs>, settle: Settle): Committed => {
  const wanted = new Map<string, Wanted>()
  const states = new Map<string, State>()
  let asked = needs
  for (;;) {
    want(wanted, asked)
    // States are loaded again with all needs so far; nothing was written in between.
    for (const { stream } of asked) states.delete(streamKey(stream))
    const settled = settle(loaded(connection, wanted, states))
    if (!('more' in settled)) {
      const written = writeEvents(connection, settled.events)
      const stored = storedNumber(connection)
      writeChanges(
        connection,
        settled.changes,
        (tenant, conversation, version) =>
          written.numberOf(tenant, conversation, version) ?? stored(tenant, conversation, version),
      )
      writeReceipts(connection, settled.receipts)
      return {
        positions: written.positions,
        positionsOf: settled.positionsOf.map((event) => positionIn(connection, event)),
      }
    }
    if (settled.more.length === 0) throw new Error('settle asked for more and named nothing')
    asked = settled.more
  }
}

const positionIn = (connection: Connection, { stream, reader, version }: EventKey): Position | null => {
  const key = reader === null ? '' : readerKey(reader)
  const row = connection.raw(positionOf).get(stream.tenant, stream.conversation, key, version)
  return typeof row?.[0] === 'number' ? (row[0] as Position) : null
}

const loaded = (connection: Connection, wanted: Map<string, Wanted>, states: Map<string, State>): Loaded => ({
  state: (stream) => {
    const key = streamKey(stream)
    const known = states.get(key)
    if (known !== undefined) return known
    const asked = wanted.get(key)
    if (asked === undefined) throw new Error('a stream that no needs named')
    const state = loadState(connection, asked)
    states.set(key, state)
    return state
  },
  receipt: (tenant, actor, commandId) => {
    const row = connection.raw(receiptSql).get(tenant, actor.side, actor.id, commandId)
    return row === undefined ? null : receiptAt(tenant, actor, commandId, row)
  },
  // A writer has locked the whole file, so no other transaction has locked a stream.
  held: () => false,
})
