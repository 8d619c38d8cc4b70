import type { CommandId, Receipt, TenantId, Who } from '@colloquy/core/storage'
import { receiptAt } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { receipt as receiptSql } from '../sql/receipts.ts'

/** What became of a command; null where it was never accepted, or too long ago. */
export const loadReceipt = (
  connection: Connection,
  tenant: TenantId,
  actor: Who,
  commandId: CommandId,
): Receipt | null => {
  const row = connection.raw(receiptSql).get(tenant, actor.side, actor.id, commandId)
  return row === undefined ? null : receiptAt(tenant, actor, commandId, row)
}
