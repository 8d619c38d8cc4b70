import { type Receipt, readerKey } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { insertReceipt } from '../sql/receipts.ts'

export const writeReceipts = (connection: Connection, receipts: ReadonlyArray<Receipt>): void => {
  const insert = connection.prepare(insertReceipt)
  for (const receipt of receipts) {
    insert.run([
      receipt.tenant,
      receipt.actor.side,
      receipt.actor.id,
      receipt.commandId,
      receipt.hash,
      receipt.conversation,
      receipt.version,
      receipt.customerVersion,
      receipt.lastReader === null ? '' : readerKey(receipt.lastReader),
      receipt.lastVersion,
      receipt.messageId,
      receipt.changed ? 1 : 0,
      receipt.endedAccess ? 1 : 0,
      receipt.at,
    ])
  }
}
