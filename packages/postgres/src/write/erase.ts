import { type Erase, erasedValues } from '@colloquy/core/storage'
import { eraseHashes, eraseHashesOn, erasePersonal, eraseTerms } from '../sql/erasing.ts'
import type { Step } from './Step.ts'

/** Erases personal content: in the log, in search terms and, as hashes, in the ledger. */
export const erase = ({ conversation, of }: Erase): ReadonlyArray<Step> => {
  const rows = JSON.stringify([{ conversation, ...erasedValues(of) }])
  // Search terms and hashes first: they are found by the events that still hold the content.
  const step = (sql: string, table: Step['table']): Step => ({ sql, rows, table, part: null })
  return [
    step(eraseTerms(of.what), 'term'),
    step(eraseHashes(of.what), 'log'),
    step(erasePersonal(of.what), 'log'),
    step(eraseHashesOn[of.what], 'log'),
  ]
}
