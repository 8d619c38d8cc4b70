import { readerKey } from '../conversation/Actor.ts'
import type { Actor, Who } from '../conversation/Actor.ts'
import type { CommandId, StreamKey, TenantId } from '../conversation/Ids.ts'
import { streamKey } from '../conversation/Ids.ts'
import type { Needs } from '../conversation/Needs.ts'
import type { State } from '../conversation/State.ts'
import type { Loaded } from '../ports/Storage.ts'
import { conversationIn, latestOpenIn } from '../projections/seen/access.ts'
import { stateFor } from '../projections/rows/stateOf.ts'
import { viewerOf } from '../projections/seen/Viewer.ts'
import type { Store } from './Store.ts'
import { databaseOf, knownStream } from './Store.ts'

/** What a batch loads: the state of each stream, restricted to the union of its needs. */
export const load = (store: Store, needs: ReadonlyArray<Needs>): Loaded => {
  const byStream = new Map<string, ReadonlyArray<Needs>>()
  for (const need of needs) {
    const key = streamKey(need.stream)
    byStream.set(key, [...(byStream.get(key) ?? []), need])
  }
  const states = new Map<string, State>()
  const receipts = new Set(
    needs.flatMap(({ receipt, stream }) =>
      receipt === null ? [] : [receiptKey(stream.tenant, receipt.actor, receipt.commandId)],
    ),
  )
  return {
    state: (stream) => {
      const key = streamKey(stream)
      const known = states.get(key)
      if (known !== undefined) return known
      const asked = byStream.get(key)
      if (asked === undefined) throw new Error('stream not loaded; name it in needs()')
      const state = stateIn(store, stream, asked)
      states.set(key, state)
      return state
    },
    receipt: (tenant, actor, commandId) => {
      const key = receiptKey(tenant, actor, commandId)
      if (!receipts.has(key)) throw new Error('receipt not loaded; name it in needs()')
      return store.ledger.get(key) ?? null
    },
    // Nothing runs between loading and writing, so no stream is ever locked.
    held: () => false,
  }
}

/** The key of a receipt in the ledger. */
export const receiptKey = (tenant: TenantId, actor: Who, commandId: CommandId): string =>
  `${tenant}\u0000${readerKey(actor)}\u0000${commandId}`

const stateIn = (store: Store, key: StreamKey, needs: ReadonlyArray<Needs>): State => {
  const stream = knownStream(store, key)
  const state = stateFor(stream, needs, stream ?? undefined)
  const actors = needs.flatMap((need) => need.customerHistory ?? [])
  if (actors.length === 0) return state
  return { ...state, customerHistory: actors.every((actor) => readsLater(store, key, actor)) }
}

/** Whether an actor can read an open, later conversation of the same customer directly. */
const readsLater = (store: Store, key: StreamKey, actor: Actor): boolean => {
  const stream = knownStream(store, key)
  const row = stream === null ? null : conversationIn(stream.rows)
  if (row === null || row.customer === null) return false
  const viewer = viewerOf(actor, { indicatorScope: 'mine' })
  const latest = latestOpenIn(viewer, databaseOf(store))(row.customer)
  return latest !== null && latest > row.createdAt
}
