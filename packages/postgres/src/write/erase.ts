import { type Erase, readerKey } from '@colloquy/core/storage'
import { eraseHashes, eraseHashesOn, erasePersonal, eraseTerms } from '../sql/erasing.ts'
import type { Step } from './Step.ts'

/** Takes personal content out of the log, out of search and, as hashes, out of the ledger. */
export const erase = ({ conversation, of }: Erase): ReadonlyArray<Step> => {
  const rows = JSON.stringify([{ conversation, ...named(of) }])
  // The terms and the hashes are found by the events that still hold the content.
  const step = (sql: string, table: Step['table']): Step => ({ sql, rows, table, part: null })
  return [
    step(eraseTerms(of.what), 'term'),
    step(eraseHashes(of.what), 'log'),
    step(erasePersonal(of.what), 'log'),
    step(eraseHashesOn[of.what], 'log'),
  ]
}

const named = (of: Erase['of']): object => {
  switch (of.what) {
    case 'participant':
      return { subject: readerKey(of.who), side: of.who.side, actor: of.who.id }
    case 'message':
      return { message: of.messageId }
    case 'conversation':
      return {}
  }
}
