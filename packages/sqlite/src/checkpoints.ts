import type { Checkpoints, ConversationId, Parked, Position, Slot, TenantId } from '@colloquy/core'
import type { Connection } from './Connection.ts'
import { rawRow } from './rows.ts'
import * as sql from './sql/checkpoints.ts'
import { writing } from './transactions.ts'
import { type Access, whenFree } from './whenFree.ts'

/** How far subscriptions came, and which slots are whose. */
export const checkpoints = (access: Access): Checkpoints => ({
  claim: ({ name, owner, now, lease, limit }) =>
    whenFree(access, (connection) =>
      writing(connection, () => {
        const until = now + lease
        const renewed = slotsIn(connection.raw(sql.renewSlots).all({ name, owner, until }))
        // Whoever has all of them has nothing to take, and beats as long as the process is idle.
        if (renewed.length === sql.slotCount) return renewed
        connection.prepare(sql.makeSlots).run({ name })
        connection.prepare(sql.takeSlots).run({ name, owner, until, now, limit: Math.max(0, limit) })
        return owned(connection, name, owner)
      }),
    ),
  positions: (name, slot) =>
    whenFree(access, (connection) =>
      connection
        .raw(sql.positionsOf)
        .all(name, slot)
        .map((row) => rawRow(row) ?? [])
        .map(([tenant, position]) => ({
          tenant: String(tenant) as TenantId,
          position: Number(position) as Position,
        })),
    ),
  advance: (name, tenant, slots, position) =>
    whenFree(access, (connection) =>
      writing(connection, () => {
        const theirs = slots.every(
          ({ slot, epoch }) => connection.raw(sql.slotEpoch).get(name, slot, epoch) !== undefined,
        )
        if (!theirs) return false
        for (const { slot } of slots) connection.prepare(sql.advanceSlot).run(name, slot, tenant, position)
        return true
      }),
    ),
  release: (name, owner) =>
    whenFree(access, (connection) =>
      writing(connection, () => void connection.prepare(sql.releaseSlots).run(name, owner)),
    ),
  park: ({ name, stream, position, error, attempts }) =>
    whenFree(access, (connection) =>
      writing(
        connection,
        () =>
          void connection
            .prepare(sql.park)
            .run(name, stream.tenant, stream.conversation, position, error, attempts),
      ),
    ),
  parked: (name) =>
    whenFree(access, (connection) =>
      connection
        .raw(sql.parked)
        .all(name)
        .map((row) => parkedAt(name, rawRow(row) ?? [])),
    ),
  unpark: (name, { tenant, conversation }) =>
    whenFree(access, (connection) =>
      writing(connection, () => void connection.prepare(sql.unpark).run(name, tenant, conversation)),
    ),
})

const owned = (connection: Connection, name: string, owner: string): ReadonlyArray<Slot> =>
  slotsIn(connection.raw(sql.ownedSlots).all(name, owner))

const slotsIn = (rows: ReadonlyArray<unknown>): ReadonlyArray<Slot> =>
  rows
    .map((row) => rawRow(row) ?? [])
    .map(([slot, epoch]) => ({ slot: Number(slot), epoch: Number(epoch) }))
    .sort((a, b) => a.slot - b.slot)

const parkedAt = (
  name: string,
  [tenant, conversation, position, error, attempts]: ReadonlyArray<unknown>,
): Parked => ({
  name,
  stream: { tenant: String(tenant) as TenantId, conversation: String(conversation) as ConversationId },
  position: Number(position) as Position,
  error: String(error),
  attempts: Number(attempts),
})
