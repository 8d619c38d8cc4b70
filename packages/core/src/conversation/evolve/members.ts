import type { FactsOf } from '../Event.ts'
import type { members } from '../events/members.ts'
import { start } from '../Reach.ts'
import type { Header, Seat } from '../State.ts'
import { headN } from '../State.ts'
import { type Evolve, changeSeat, placedAtHead, unplacedUnlessMember } from './changes.ts'

/** Who is in it and who follows it. */
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
 * Joining puts the cursor at the join: the past shows, and does not count. Posting moves no cursor that is there,
 * unless the policy hides the past: what is hidden is not unread.
 */
const cursorOnJoining = (
  { cause, history }: FactsOf<'participant-joined'>,
  seat: Seat,
  header: Header,
): Partial<Seat> =>
  placedAtHead(cause === 'join' || history === 'fromJoin' ? { ...seat, placed: false } : seat, header)
