import type {
  Checkpoints,
  ConversationId,
  Held,
  Position,
  Slot,
  StreamKey,
  TenantId,
  Time,
} from '@colloquy/core/storage'
import { slotCount } from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { rawRow } from './rows.ts'
import * as sql from './sql/checkpoints.ts'
import { alone, writing } from './transactions.ts'
import { type Access, whenFree } from './whenFree.ts'

/** How far subscriptions came, and which slots are whose. */
export const checkpoints = (access: Access): Checkpoints => ({
  claim: ({ name, owner, now, lease, limit }) =>
    whenFree(access, (connection) =>
      writing(connection, () => {
        const until = now + lease
        const renewed = slotsIn(connection.raw(sql.renewSlots).all({ name, owner, until }))
        // Whoever has all of them has nothing to take, and beats as long as the process is idle.
        if (renewed.length === slotCount) return renewed
        connection.prepare(sql.makeSlots).run({ name })
        connection.prepare(sql.takeSlots).run({ name, owner, until, now, limit: Math.max(0, limit) })
        return owned(connection, name, owner)
      }),
    ),
  positions: (name, slot) =>
    whenFree(access, (connection) => placesIn(connection.raw(sql.positionsOf).all(name, slot))),
  behind: (name) => whenFree(access, (connection) => placesIn(connection.raw(sql.behind).all(name))),
  advance: (name, tenant, slots, position) =>
    whenFree(access, (connection) =>
      writing(connection, () => {
        if (!slots.every((slot) => isTheirs(connection, name, slot))) return false
        for (const { slot } of slots) connection.prepare(sql.advanceSlot).run(name, slot, tenant, position)
        return true
      }),
    ),
  release: (name, owner) =>
    whenFree(access, (connection) =>
      alone(connection, () => void connection.prepare(sql.releaseSlots).run(name, owner)),
    ),
  begin: (name, places) =>
    whenFree(access, (connection) =>
      writing(connection, () => {
        if (connection.raw(sql.hasSlots).get(name) !== undefined) return false
        connection.prepare(sql.makeSlots).run({ name })
        for (const place of places) connection.prepare(sql.placeSlots).run({ name, ...place })
        return true
      }),
    ),
  hold: ({ stream, parked, ...held }, slot) =>
    whenFree(access, (connection) =>
      writing(connection, () => {
        if (!isTheirs(connection, held.name, slot)) return false
        connection.prepare(sql.hold).run({ ...held, ...keyOf(stream), parked: parked ? 1 : 0 })
        return true
      }),
    ),
  held: (name, which) =>
    whenFree(access, (connection) =>
      heldRows(connection, name, which).map((row) => heldAt(name, rawRow(row) ?? [])),
    ),
  hurry: (name, { tenant, conversation }) =>
    whenFree(access, (connection) =>
      writing(connection, () => connection.prepare(sql.hurry).run(name, tenant, conversation).changes > 0),
    ),
  letGo: ({ name, stream, position }, slot) =>
    whenFree(access, (connection) =>
      writing(connection, () => {
        if (!isTheirs(connection, name, slot)) return false
        connection.prepare(sql.letGo).run(name, stream.tenant, stream.conversation, position)
        return true
      }),
    ),
  waiting: (name, tenant, upTo) =>
    whenFree(access, (connection) =>
      Number(rawRow(connection.raw(sql.waiting).get(name, tenant, upTo))?.[0] ?? 0),
    ),
})

/** Whether a slot is still as it was taken. */
const isTheirs = (connection: Connection, name: string, { slot, epoch }: Slot): boolean =>
  connection.raw(sql.slotEpoch).get(name, slot, epoch) !== undefined

const heldRows = (
  connection: Connection,
  name: string,
  which: Parameters<Checkpoints['held']>[1],
): ReadonlyArray<unknown> => {
  if (which === 'all') return connection.raw(sql.held).all({ name })
  if ('stream' in which) return connection.raw(sql.heldOne).all({ name, ...keyOf(which.stream) })
  return connection.raw(sql.heldDue).all({ name, dueBy: which.dueBy })
}

/** No more than the two: what else a caller's key bears is no parameter. */
const keyOf = ({ tenant, conversation }: StreamKey): StreamKey => ({ tenant, conversation })

const owned = (connection: Connection, name: string, owner: string): ReadonlyArray<Slot> =>
  slotsIn(connection.raw(sql.ownedSlots).all(name, owner))

const slotsIn = (rows: ReadonlyArray<unknown>): ReadonlyArray<Slot> =>
  rows
    .map((row) => rawRow(row) ?? [])
    .map(([slot, epoch]) => ({ slot: Number(slot), epoch: Number(epoch) }))
    .sort((a, b) => a.slot - b.slot)

const heldAt = (
  name: string,
  [tenant, conversation, position, error, attempts, since, due, waited, parked]: ReadonlyArray<unknown>,
): Held => ({
  name,
  stream: { tenant: String(tenant) as TenantId, conversation: String(conversation) as ConversationId },
  position: Number(position) as Position,
  error: String(error),
  attempts: Number(attempts),
  since: Number(since) as Time,
  due: due === null ? null : (Number(due) as Time),
  waited: Number(waited),
  parked: Number(parked) === 1,
})

const placesIn = (rows: ReadonlyArray<unknown>) =>
  rows
    .map((row) => rawRow(row) ?? [])
    .map(([tenant, position]) => ({
      tenant: String(tenant) as TenantId,
      position: Number(position) as Position,
    }))
