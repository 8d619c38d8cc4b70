import {
  type CommandId,
  type ConversationId,
  type MessageId,
  readerAt,
  type Receipt,
  type TenantId,
  type Time,
  type Version,
  type Who,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { rawRow } from '../rows.ts'
import { receipt as receiptSql } from '../sql/receipts.ts'

/** What became of a command; null where it was never accepted, or too long ago. */
export const loadReceipt = (
  connection: Connection,
  tenant: TenantId,
  actor: Who,
  commandId: CommandId,
): Receipt | null => {
  const row = rawRow(connection.raw(receiptSql).get(tenant, actor.side, actor.id, commandId))
  if (row === null) return null
  const [
    hash,
    conversation,
    version,
    customerVersion,
    lastReader,
    lastVersion,
    message,
    changed,
    endedAccess,
    at,
  ] = row
  return {
    tenant,
    actor,
    commandId,
    hash: typeof hash === 'string' ? hash : null,
    conversation: String(conversation) as ConversationId,
    version: Number(version) as Version,
    customerVersion: Number(customerVersion) as Version,
    lastReader: readerAt(String(lastReader)),
    lastVersion: Number(lastVersion) as Version,
    messageId: typeof message === 'string' ? (message as MessageId) : null,
    changed: changed === 1,
    endedAccess: endedAccess === 1,
    at: Number(at) as Time,
  }
}
