import type { Time } from '../Ids.ts'
import type { status } from '../events/status.ts'
import type { Header } from '../State.ts'
import { type Evolve, changeHeader } from './changes.ts'

/** Status, and whether a customer waits for an answer. */
export const evolveStatus: Evolve<typeof status> = {
  'conversation-closed': (state, { at }) =>
    changeHeader(state, (header) => ({ ...settled(header), status: 'closed', closedAt: at })),
  'conversation-reopened': (state, { event, at }) =>
    changeHeader(state, (header) => ({
      status: 'open',
      closedAt: null,
      reopened: event.by === 'customer' ? { at, n: header.customerN } : null,
    })),
  'conversation-locked': (state) => changeHeader(state, () => ({ locked: true })),
  'conversation-unlocked': (state) => changeHeader(state, () => ({ locked: false })),
  'conversation-removed': (state) => changeHeader(state, () => ({ status: 'removed' })),
  'no-reply-needed': (state) => changeHeader(state, settled),
}

/** Ends the run of unanswered messages. */
const settled = (header: Header): Partial<Header> => ({
  run: null,
  reopened: null,
  answeredN: header.customerN,
  settledN: header.customerN,
})

/** The time since which a customer waits for an answer; null where none does. */
export const waitingSince = (header: Header): Time | null => {
  if (header.type !== 'customer' || header.status !== 'open') return null
  if (header.run !== null) return header.run.at
  const { reopened } = header
  return reopened !== null && header.answeredN <= reopened.n ? reopened.at : null
}
