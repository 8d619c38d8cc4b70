import type { Time } from '../Ids.ts'
import type { ConversationEvent, FactsOf } from '../Event.ts'
import type { Header, State } from '../State.ts'
import { changeHeader } from './seats.ts'

type Status = Extract<
  FactsOf<ConversationEvent>,
  {
    type:
      | 'conversation-closed'
      | 'conversation-reopened'
      | 'conversation-locked'
      | 'conversation-unlocked'
      | 'conversation-removed'
      | 'no-reply-needed'
  }
>

/** Whether it is open, and whether anybody waits for an answer. */
export const evolveStatus = (state: State, at: Time, event: Status): State => {
  switch (event.type) {
    case 'conversation-closed':
      return changeHeader(state, (header) => ({ ...settled(header), status: 'closed', closedAt: at }))
    case 'conversation-reopened':
      return changeHeader(state, (header) => ({
        status: 'open',
        closedAt: null,
        reopened: event.by === 'customer' ? { at, n: header.customerN } : null,
      }))
    case 'conversation-locked':
      return changeHeader(state, () => ({ locked: true }))
    case 'conversation-unlocked':
      return changeHeader(state, () => ({ locked: false }))
    case 'conversation-removed':
      return changeHeader(state, () => ({ status: 'removed' }))
    case 'no-reply-needed':
      return changeHeader(state, settled)
  }
}

/** Nobody waits for an answer to what was said so far. */
const settled = (header: Header): Partial<Header> => ({
  run: null,
  reopened: null,
  answeredN: header.customerN,
  settledN: header.customerN,
})

/** Since when a customer waits for an answer; null where nobody does. */
export const waitingSince = (header: Header): Time | null => {
  if (header.type !== 'customer' || header.status !== 'open') return null
  if (header.run !== null) return header.run.at
  const { reopened } = header
  return reopened !== null && header.answeredN <= reopened.n ? reopened.at : null
}
