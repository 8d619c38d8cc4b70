import { type Erase, readerKey } from '@colloquy/core'
import type { Step } from '../Connection.ts'
import { eraseHashes, eraseHashesOn, erasePersonal, eraseTerms } from '../sql/erase.ts'

/** Takes personal content out of the log, out of search and, as hashes, out of the ledger. */
export const erase = ({ conversation, of }: Erase): ReadonlyArray<Step> => {
  const rows = [{ conversation, ...named(of) }]
  // The terms and the hashes are found by the events that still hold the content.
  return [eraseTerms(of.what), eraseHashes(of.what), erasePersonal(of.what), eraseHashesOn[of.what]].map(
    (sql) => ({ sql, rows, answers: false }),
  )
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
