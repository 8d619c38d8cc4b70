import type { assignment } from '../events/assignment.ts'
import type { ActorId } from '../Ids.ts'
import type { State } from '../State.ts'
import { type Evolve, changeHeader, changeSeat, unplacedUnlessMember } from './changes.ts'

/** Assignee and queue. */
export const evolveAssignment: Evolve<typeof assignment> = {
  'conversation-assigned': (state, { event: { to, from, cause } }) =>
    changeSeat(
      changeHeader(from === null || from === to ? state : lose(state, from), () => ({ assignee: to })),
      { side: 'staff', id: to },
      'staff',
      () => ({ assigned: true, wasAssigned: true, ...(cause === 'start' ? { placed: true } : {}) }),
    ),
  'conversation-released': (state, { event }) =>
    changeHeader(lose(state, event.from), () => ({ assignee: null })),
  'conversation-queued': (state, { event, at }) =>
    changeHeader(state, () => ({ queue: event.queue, queuedAt: at })),
}

/**
 * The end of an assignment clears the unread mark; cursor and access stay only where the person has another part in the
 * conversation.
 */
const lose = (state: State, id: ActorId): State =>
  changeSeat(state, { side: 'staff', id }, 'staff', (seat) =>
    unplacedUnlessMember({ ...seat, assigned: false, flag: false }),
  )
