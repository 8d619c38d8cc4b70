import type { Who } from '../conversation/Actor.ts'
import { readerAt } from '../conversation/Actor.ts'
import type { CommandId, ConversationId, MessageId, TenantId, Time, Version } from '../conversation/Ids.ts'
import type { Receipt } from '../ports/Storage.ts'
import type { Values } from './rows.ts'

/** A receipt from the ledger's columns after its key. */
export const receiptAt = (
  tenant: TenantId,
  actor: Who,
  commandId: CommandId,
  [
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
  ]: Values,
): Receipt => ({
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
  changed: isYes(changed),
  endedAccess: isYes(endedAccess),
  at: Number(at) as Time,
})

/** Databases without booleans store true as 1. */
export const isYes = (value: unknown): boolean => value === true || value === 1
