import type { FactsOf } from '../Event.ts'
import type { members } from '../events/members.ts'
import { start } from '../Reach.ts'
import type { Header, Seat } from '../State.ts'
import { headN } from '../State.ts'
import { type Evolve, changeSeat, placedAtHead, unplacedUnlessMember } from './changes.ts'

/** Participants and followers. */
export const evolveMembers: Evolve<typeof members> = {
  'participant-joined': (state, { event, version }) =>
    changeSeat(state, event.who, event.kind, (seat, header) => ({
      ...(event.cause === 'start' ? { placed: true, reach: start } : cursorOnJoining(event, seat, header)),
      participant: true,
      follower: true,
      nameVersion: event.named ? version : seat.nameVersion,
      hiddenN: event.history === 'fromJoin' ? headN(header, event.who.side) : seat.hiddenN,
    })),
  'participant-left': (state, { event }) =>
    changeSeat(state, event.who, event.who.side, (seat) =>
      unplacedUnlessMember({ ...seat, participant: false, follower: false, initiator: false, hiddenN: 0 }),
    ),
  'conversation-followed': (state, { event }) =>
    changeSeat(state, event.who, event.kind, (seat, header) => ({
      ...placedAtHead(seat, header),
      follower: true,
    })),
  'conversation-unfollowed': (state, { event }) =>
    changeSeat(state, event.who, event.who.side, (seat) =>
      unplacedUnlessMember({ ...seat, follower: false }),
    ),
}

/**
 * Joining places the cursor at the head: the past is visible, but not unread. Joining by a post keeps an existing
 * cursor unless the policy hides the past, because hidden messages are not unread.
 */
const cursorOnJoining = (
  { cause, history }: FactsOf<'participant-joined'>,
  seat: Seat,
  header: Header,
): Partial<Seat> =>
  placedAtHead(cause === 'join' || history === 'fromJoin' ? { ...seat, placed: false } : seat, header)
