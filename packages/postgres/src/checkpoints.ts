import type { Checkpoints, ConversationId, Parked, Position, Slot, TenantId } from '@colloquy/core'
import { type Access, connected } from './Access.ts'
import type { Connection, Row } from './Connection.ts'
import * as sql from './sql/checkpoints.ts'
import { inTransaction } from './transactions.ts'

/** How far subscriptions came, and which slots are whose. */
export const checkpoints = (access: Access): Checkpoints => ({
  claim: ({ name, owner, now, lease, limit }) =>
    connected(access, async (connection) => {
      const until = now + lease
      const renewed = slotsIn(await connection.ask(sql.renewSlots, { name, owner, until }))
      // Whoever has all of them has nothing to take, and beats as long as the process is idle.
      if (renewed.length === sql.slotCount) return renewed
      await connection.do(sql.makeSlots, { name })
      return inTransaction(connection, 'begin', async () => {
        await connection.ask(sql.lockSlots, { name })
        await connection.do(sql.takeSlots, { name, owner, until, now, limit: Math.max(0, limit) })
        return slotsIn(await connection.ask(sql.ownedSlots, { name, owner }))
      })
    }),
  positions: (name, slot) =>
    connected(access, async (connection) =>
      (await connection.ask(sql.positionsOf, { name, slot })).map(([tenant, position]) => ({
        tenant: String(tenant) as TenantId,
        position: Number(position) as Position,
      })),
    ),
  advance: (name, tenant, slots, position) =>
    connected(access, (connection) =>
      inTransaction(connection, 'begin', async () => {
        const given = JSON.stringify(slots)
        const ours = await connection.ask(sql.slotsOurs, { name, slots: given })
        if (ours.length < slots.length) return false
        await connection.do(sql.advanceSlots, { name, tenant, slots: given, position })
        return true
      }),
    ),
  release: (name, owner) =>
    connected(access, (connection) => connection.do(sql.releaseSlots, { name, owner })),
  park: ({ name, stream, position, error, attempts }) =>
    connected(access, (connection) =>
      connection.do(sql.park, { name, ...stream, position, error, attempts }),
    ),
  parked: (name) =>
    connected(access, async (connection) =>
      (await connection.ask(sql.parked, { name })).map((row) => parkedAt(name, row)),
    ),
  unpark: (name, stream) =>
    connected(access, (connection: Connection) => connection.do(sql.unpark, { name, ...stream })),
})

const slotsIn = (rows: ReadonlyArray<Row>): ReadonlyArray<Slot> =>
  rows.map(([slot, epoch]) => ({ slot: Number(slot), epoch: Number(epoch) })).sort((a, b) => a.slot - b.slot)

const parkedAt = (name: string, [tenant, conversation, position, error, attempts]: Row): Parked => ({
  name,
  stream: { tenant: String(tenant) as TenantId, conversation: String(conversation) as ConversationId },
  position: Number(position) as Position,
  error: String(error),
  attempts: Number(attempts),
})
