import { type Erase, erasedValues } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { eraseHashes, eraseHashesOn, erasePersonal, eraseTerms } from '../sql/erasing.ts'

/** Takes personal content out of the log, out of search and, as hashes, out of the ledger. */
export const erase = (connection: Connection, { tenant, conversation, of }: Erase): void => {
  const values = { tenant, conversation, ...erasedValues(of) }
  // The terms and the hashes are found by the events that still hold the content.
  connection.prepare(eraseTerms(of.what)).run(values)
  connection.prepare(eraseHashes(of.what)).run(values)
  connection.prepare(erasePersonal(of.what)).run(values)
  connection.prepare(eraseHashesOn[of.what]).run(values)
}
