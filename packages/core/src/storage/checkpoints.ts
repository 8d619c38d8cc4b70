import type { ConversationId, Position, StreamKey, TenantId, Time } from '../conversation/Ids.ts'
import type { Held, Slot } from '../ports/Checkpoints.ts'
import { isYes } from './receipts.ts'
import type { Values } from './rows.ts'

export const streamAt = ([tenant, conversation]: Values): StreamKey => ({
  tenant: String(tenant) as TenantId,
  conversation: String(conversation) as ConversationId,
})

export const placeAt = ([tenant, position]: Values) => ({
  tenant: String(tenant) as TenantId,
  position: Number(position) as Position,
})

/** Slots with their epochs, by number. */
export const slotsIn = (rows: ReadonlyArray<Values>): ReadonlyArray<Slot> =>
  rows.map(([slot, epoch]) => ({ slot: Number(slot), epoch: Number(epoch) })).sort((a, b) => a.slot - b.slot)

export const heldAt = (name: string, row: Values): Held => {
  const [, , position, error, attempts, since, due, waited, parked] = row
  return {
    name,
    stream: streamAt(row),
    position: Number(position) as Position,
    error: String(error),
    attempts: Number(attempts),
    since: Number(since) as Time,
    due: due === null ? null : (Number(due) as Time),
    waited: Number(waited),
    parked: isYes(parked),
  }
}
