import { type Receipt, readerKey } from '@colloquy/core/storage'
import { partStep, type Step } from './Step.ts'

export const receiptSteps = (receipts: ReadonlyArray<Receipt>): ReadonlyArray<Step> => {
  if (receipts.length === 0) return []
  const rows = receipts.map((receipt) => ({
    side: receipt.actor.side,
    actor: receipt.actor.id,
    command: receipt.commandId,
    hash: receipt.hash,
    conversation: receipt.conversation,
    version: receipt.version,
    customer_version: receipt.customerVersion,
    last_reader: receipt.lastReader === null ? '' : readerKey(receipt.lastReader),
    last_version: receipt.lastVersion,
    message: receipt.messageId,
    changed: receipt.changed,
    ended_access: receipt.endedAccess,
    at: receipt.at,
  }))
  return [partStep('receipts', JSON.stringify(rows))]
}
