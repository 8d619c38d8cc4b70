import {
  type Checkpoints,
  heldAt,
  placeAt,
  type Slot,
  slotCount,
  slotsIn,
  type StreamKey,
} from '@colloquy/core/storage'
import type { Connection, Row } from './Connection.ts'
import * as sql from './sql/checkpoints.ts'
import { inLockedTransaction, inWriteTransaction } from './transactions.ts'
import { type ConnectionProvider, whenFree } from './ConnectionProvider.ts'

/** Subscriptions' checkpoints, and the leases of their slots. */
export const checkpoints = (provider: ConnectionProvider): Checkpoints => ({
  claim: ({ name, owner, now, lease, limit }) =>
    whenFree(provider, (connection) =>
      inWriteTransaction(connection, () => {
        const until = now + lease
        const renewed = slotsIn(connection.raw(sql.renewSlots).all({ name, owner, until }))
        // An owner of all slots only renews, and does so while the process is idle.
        if (renewed.length === slotCount) return renewed
        connection.prepare(sql.makeSlots).run({ name })
        connection.prepare(sql.takeSlots).run({ name, owner, until, now, limit: Math.max(0, limit) })
        return owned(connection, name, owner)
      }),
    ),
  positions: (name, slot) =>
    whenFree(provider, (connection) => connection.raw(sql.positionsOf).all(name, slot).map(placeAt)),
  behind: (name) => whenFree(provider, (connection) => connection.raw(sql.behind).all(name).map(placeAt)),
  advance: (name, tenant, slots, position) =>
    whenFree(provider, (connection) =>
      inWriteTransaction(connection, () => {
        if (!slots.every((slot) => isTheirs(connection, name, slot))) return false
        for (const { slot } of slots) connection.prepare(sql.advanceSlot).run(name, slot, tenant, position)
        return true
      }),
    ),
  release: (name, owner) =>
    whenFree(provider, (connection) =>
      inLockedTransaction(connection, () => void connection.prepare(sql.releaseSlots).run(name, owner)),
    ),
  begin: (name, places) =>
    whenFree(provider, (connection) =>
      inWriteTransaction(connection, () => {
        if (connection.raw(sql.hasSlots).get(name) !== undefined) return false
        connection.prepare(sql.makeSlots).run({ name })
        for (const place of places) connection.prepare(sql.placeSlots).run({ name, ...place })
        return true
      }),
    ),
  hold: ({ stream, parked, ...held }, slot) =>
    whenFree(provider, (connection) =>
      inWriteTransaction(connection, () => {
        if (!isTheirs(connection, held.name, slot)) return false
        connection.prepare(sql.hold).run({ ...held, ...keyOf(stream), parked: parked ? 1 : 0 })
        return true
      }),
    ),
  held: (name, which) =>
    whenFree(provider, (connection) => heldRows(connection, name, which).map((row) => heldAt(name, row))),
  hurry: (name, { tenant, conversation }) =>
    whenFree(provider, (connection) =>
      inWriteTransaction(
        connection,
        () => connection.prepare(sql.hurry).run(name, tenant, conversation).changes > 0,
      ),
    ),
  letGo: ({ name, stream, position }, slot) =>
    whenFree(provider, (connection) =>
      inWriteTransaction(connection, () => {
        if (!isTheirs(connection, name, slot)) return false
        connection.prepare(sql.letGo).run(name, stream.tenant, stream.conversation, position)
        return true
      }),
    ),
  waiting: (name, tenant, upTo) =>
    whenFree(provider, (connection) => Number(connection.raw(sql.waiting).get(name, tenant, upTo)?.[0] ?? 0)),
})

/** Whether a slot was not taken over since its epoch. */
const isTheirs = (connection: Connection, name: string, { slot, epoch }: Slot): boolean =>
  connection.raw(sql.slotEpoch).get(name, slot, epoch) !== undefined

const heldRows = (
  connection: Connection,
  name: string,
  which: Parameters<Checkpoints['held']>[1],
): ReadonlyArray<Row> => {
  if (which === 'all') return connection.raw(sql.held).all({ name })
  if ('stream' in which) return connection.raw(sql.heldOne).all({ name, ...keyOf(which.stream) })
  return connection.raw(sql.heldDue).all({ name, dueBy: which.dueBy })
}

/** Only these two fields, because the driver refuses unknown parameters. */
const keyOf = ({ tenant, conversation }: StreamKey): StreamKey => ({ tenant, conversation })

const owned = (connection: Connection, name: string, owner: string): ReadonlyArray<Slot> =>
  slotsIn(connection.raw(sql.ownedSlots).all(name, owner))
