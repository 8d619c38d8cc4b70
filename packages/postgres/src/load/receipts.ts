import {
  type ActorId,
  type CommandId,
  type ConversationId,
  type MessageId,
  readerAt,
  type Receipt,
  type Side,
  type TenantId,
  type Time,
  type Version,
} from '@colloquy/core/storage'
import type { Row } from '../Connection.ts'

/** What became of a command, from a row of the ledger. */
export const receiptAt = (tenant: TenantId, row: Row): Receipt => {
  const [
    side,
    actor,
    command,
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
    actor: { side: side as Side, id: actor as ActorId },
    commandId: command as CommandId,
    hash: typeof hash === 'string' ? hash : null,
    conversation: String(conversation) as ConversationId,
    version: Number(version) as Version,
    customerVersion: Number(customerVersion) as Version,
    lastReader: readerAt(String(lastReader)),
    lastVersion: Number(lastVersion) as Version,
    messageId: typeof message === 'string' ? (message as MessageId) : null,
    changed: changed === true,
    endedAccess: endedAccess === true,
    at: Number(at) as Time,
  }
}
