import type { ActorId, Time } from '../Ids.ts'
import type { ConversationEvent, FactsOf } from '../Event.ts'
import type { State } from '../State.ts'
import { changeHeader, changeSeat, unplacedUnlessMember } from './seats.ts'

type Assignment = Extract<
  FactsOf<ConversationEvent>,
  { type: 'conversation-assigned' | 'conversation-released' | 'conversation-queued' }
>

/** Who handles it, and where it waits. */
export const evolveAssignment = (state: State, at: Time, event: Assignment): State => {
  switch (event.type) {
    case 'conversation-assigned': {
      const lost = event.from === null || event.from === event.to ? state : lose(state, event.from)
      return changeSeat(
        changeHeader(lost, () => ({ assignee: event.to })),
        { side: 'staff', id: event.to },
        'staff',
        () => ({ assigned: true, wasAssigned: true, ...(event.cause === 'start' ? { placed: true } : {}) }),
      )
    }
    case 'conversation-released':
      return changeHeader(lose(state, event.from), () => ({ assignee: null }))
    case 'conversation-queued':
      return changeHeader(state, () => ({ queue: event.queue, queuedAt: at }))
  }
}

/** Losing it clears the flag; they keep access and cursor only if they are something else here too. */
const lose = (state: State, id: ActorId): State =>
  changeSeat(state, { side: 'staff', id }, 'staff', (seat) =>
    unplacedUnlessMember({ ...seat, assigned: false, flag: false }),
  )
