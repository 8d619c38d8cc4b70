import { sameWho } from '../conversation/Actor.ts'
import type { Event } from '../conversation/Event.ts'
import type { Receipt } from '../ports/Storage.ts'
import type { Erase } from '../projections/rows/Change.ts'
import { isErased } from '../conversation/EventCodec.ts'
import type { Store } from './Store.ts'
import { knownStream, tenantIn } from './Store.ts'

/** Erases content: in the log, in search terms, and in the ledger's hashes. The facts stay. */
export const erase = (store: Store, { tenant, conversation, of }: Erase): void => {
  const stream = knownStream(store, { tenant, conversation })
  if (stream === null) return
  const { log } = tenantIn(store, tenant)
  for (const position of stream.positions) {
    const recorded = log[position - 1]
    if (recorded === undefined || !isErased(recorded.event, of)) continue
    log[position - 1] = { ...recorded, event: withoutPersonal(recorded.event) }
    stream.tables.term.delete(String(recorded.version))
  }
  stream.changed('term')
  for (const [key, receipt] of store.ledger) {
    if (receipt.tenant === tenant && receipt.conversation === conversation && isForgotten(receipt, of)) {
      store.ledger.set(key, { ...receipt, hash: null })
    }
  }
}

/** Whether a receipt's hash was computed from erased content. */
const isForgotten = (receipt: Receipt, of: Erase['of']): boolean => {
  switch (of.what) {
    case 'participant':
      return sameWho(receipt.actor, of.who)
    case 'message':
      return receipt.messageId === of.messageId
    case 'conversation':
      return true
  }
}

const withoutPersonal = (event: Event): Event => ('personal' in event ? { ...event, personal: null } : event)
