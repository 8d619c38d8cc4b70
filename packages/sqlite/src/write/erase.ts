import { type Erase, erasedValues } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { eraseHashes, eraseHashesOn, erasePersonal, eraseTerms } from '../sql/erasing.ts'

/** Erases personal content: in the log, in search terms and, as hashes, in the ledger. */
export const erase = (connection: Connection, { tenant, conversation, of }: Erase): void => {
  const values = { tenant, conversation, ...erasedValues(of) }
  // Search terms and hashes first: they are found by the events that still hold the content.
  connection.prepare(eraseTerms(of.what)).run(values)
  connection.prepare(eraseHashes(of.what)).run(values)
  connection.prepare(erasePersonal(of.what)).run(values)
  connection.prepare(eraseHashesOn[of.what]).run(values)
}
