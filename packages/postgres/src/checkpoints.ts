import {
  type Checkpoints,
  heldAt,
  placeAt,
  type Slot,
  slotCount,
  slotsIn,
  type StoreError,
} from '@colloquy/core/storage'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type ConnectionProvider, connected } from './ConnectionProvider.ts'
import type { Connection, Row } from './Connection.ts'
import * as sql from './sql/checkpoints.ts'
import { fenced, inTransaction } from './transactions.ts'

/** Subscriptions' checkpoints, and the leases of their slots. */
export const checkpoints = (provider: ConnectionProvider): Checkpoints => ({
  claim: ({ name, owner, now, lease, limit }) =>
    connected(provider, async (connection) => {
      const until = now + lease
      const renewed = slotsIn(await connection.ask(sql.renewSlots, { name, owner, until }))
      // An owner of all slots only renews, and does so while the process is idle.
      if (renewed.length === slotCount) return renewed
      return writing(connection, async () => {
        await connection.do(sql.makeSlots, { name })
        await connection.ask(sql.lockSlots, { name })
        await connection.do(sql.takeSlots, { name, owner, until, now, limit: Math.max(0, limit) })
        return slotsIn(await connection.ask(sql.ownedSlots, { name, owner }))
      })
    }),
  positions: (name, slot) =>
    connected(provider, async (connection) =>
      (await connection.ask(sql.positionsOf, { name, slot })).map(placeAt),
    ),
  behind: (name) =>
    connected(provider, async (connection) => (await connection.ask(sql.behind, { name })).map(placeAt)),
  advance: (name, tenant, slots, position) =>
    asOwner(provider, name, slots, (connection) =>
      connection.do(sql.advanceSlots, { name, tenant, slots: JSON.stringify(slots), position }),
    ),
  release: (name, owner) =>
    connected(provider, (connection) => connection.do(sql.releaseSlots, { name, owner })),
  begin: (name, places) =>
    connected(provider, (connection) =>
      writing(connection, async () => {
        // Of two concurrent processes one inserts the rows, and the other waits for it.
        const made = await connection.ask(sql.makeSlotsOnce, { name })
        if (made.length === 0) return false
        await connection.do(sql.placeSlots, { name, places: JSON.stringify(places) })
        return true
      }),
    ),
  hold: ({ stream, ...held }, slot) =>
    asOwner(provider, held.name, [slot], (connection) => connection.do(sql.hold, { ...held, ...stream })),
  held: (name, which) =>
    connected(provider, async (connection) =>
      (await heldRows(connection, name, which)).map((row) => heldAt(name, row)),
    ),
  hurry: (name, stream) =>
    connected(provider, (connection) =>
      writing(connection, async () => (await connection.ask(sql.hurry, { name, ...stream })).length === 1),
    ),
  letGo: ({ name, stream, position }, slot) =>
    asOwner(provider, name, [slot], (connection) => connection.do(sql.letGo, { name, ...stream, position })),
  waiting: (name, tenant, upTo) =>
    connected(provider, async (connection) =>
      Number((await connection.ask(sql.waiting, { name, tenant, upTo }))[0]?.[0] ?? 0),
    ),
})

const writing = <A>(connection: Connection, run: () => Promise<A>): Promise<A> =>
  inTransaction(connection, fenced('begin', connection.schema), run)

/** Runs a change if none of the slots was taken over since its epoch; else answers false and changes nothing. */
const asOwner = (
  provider: ConnectionProvider,
  name: string,
  slots: ReadonlyArray<Slot>,
  change: (connection: Connection) => Promise<void>,
): TaskEither<StoreError, boolean> =>
  connected(provider, (connection) =>
    writing(connection, async () => {
      const ours = await connection.ask(sql.slotsOurs, { name, slots: JSON.stringify(slots) })
      if (ours.length < slots.length) return false
      await change(connection)
      return true
    }),
  )

const heldRows = (
  connection: Connection,
  name: string,
  which: Parameters<Checkpoints['held']>[1],
): Promise<ReadonlyArray<Row>> => {
  if (which === 'all') return connection.ask(sql.held, { name })
  if ('stream' in which) return connection.ask(sql.heldOne, { name, ...which.stream })
  return connection.ask(sql.heldDue, { name, dueBy: which.dueBy })
}
