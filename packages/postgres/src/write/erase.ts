import { type Erase, erasedValues } from '@colloquy/core/storage'
import { eraseHashes, eraseHashesOn, erasePersonal, eraseTerms } from '../sql/erasing.ts'
import type { Step } from './Step.ts'

/** Takes personal content out of the log, out of search and, as hashes, out of the ledger. */
export const erase = ({ conversation, of }: Erase): ReadonlyArray<Step> => {
  const rows = JSON.stringify([{ conversation, ...erasedValues(of) }])
  // The terms and the hashes are found by the events that still hold the content.
  const step = (sql: string, table: Step['table']): Step => ({ sql, rows, table, part: null })
  return [
    step(eraseTerms(of.what), 'term'),
    step(eraseHashes(of.what), 'log'),
    step(erasePersonal(of.what), 'log'),
    step(eraseHashesOn[of.what], 'log'),
  ]
}
