import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { readerKey } from '../conversation/Actor.ts'
import type { Position } from '../conversation/Ids.ts'
import { streamKey } from '../conversation/Ids.ts'
import type { Needs } from '../conversation/Needs.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { Committed, EventKey, Settle, Settled } from '../ports/Storage.ts'
import type { StoreError } from '../ports/StoreError.ts'
import { conflict } from '../ports/StoreError.ts'
import { append, apply } from './apply.ts'
import { load, receiptKey } from './load.ts'
import type { Store } from './Store.ts'
import { knownStream, positionsIn } from './Store.ts'

type Batch = Exclude<Settled, { readonly more: ReadonlyArray<Needs> }>

/**
 * Loads, settles, checks versions and ledger, and only then writes. It needs no lock, because nothing runs in between.
 */
export const commit = (
  store: Store,
  needs: ReadonlyArray<Needs>,
  settle: Settle,
): Either<StoreError, Committed> => {
  const batch = settled(store, needs, settle)
  if (!continues(store, batch.events) || !newToLedger(store, batch)) return E.left(conflict)
  const positions = batch.events.map((event) => append(store, event))
  for (const change of batch.changes) apply(store, change)
  for (const receipt of batch.receipts) {
    store.ledger.set(receiptKey(receipt.tenant, receipt.actor, receipt.commandId), receipt)
  }
  return E.right({ positions, positionsOf: batch.positionsOf.map((key) => positionOf(store, key)) })
}

const positionOf = (store: Store, { stream, reader, version }: EventKey): Position | null => {
  const known = knownStream(store, stream)
  if (known === null) return null
  return positionsIn(known, reader === null ? null : readerKey(reader))[version - 1] ?? null
}

/** Calls `settle` until it needs no more. */
const settled = (store: Store, needs: ReadonlyArray<Needs>, settle: Settle): Batch => {
  const result = settle(load(store, needs))
  return 'more' in result ? settled(store, [...needs, ...result.more], settle) : result
}

/** Whether each event has the next version of its stream. */
const continues = (store: Store, events: ReadonlyArray<Recorded>): boolean => {
  const last = new Map<string, number>()
  return events.every((event) => {
    const reader = event.reader === null ? null : readerKey(event.reader)
    const key = `${streamKey(event)}\u0000${reader ?? ''}`
    const before = last.get(key) ?? lastVersion(store, event, reader)
    last.set(key, event.version)
    return event.version === before + 1
  })
}

const lastVersion = (store: Store, event: Recorded, reader: string | null): number => {
  const stream = knownStream(store, event)
  return stream === null ? 0 : positionsIn(stream, reader).length
}

const newToLedger = (store: Store, { receipts }: Batch): boolean => {
  const keys = receipts.map((receipt) => receiptKey(receipt.tenant, receipt.actor, receipt.commandId))
  return new Set(keys).size === keys.length && keys.every((key) => !store.ledger.has(key))
}
