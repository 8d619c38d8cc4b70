import type { ConversationEvent, FactsOf } from '../Event.ts'
import type { Version } from '../Ids.ts'
import { start } from '../Reach.ts'
import type { Header, Seat, State } from '../State.ts'
import { headN } from '../State.ts'
import { changeSeat, placedAtHead, unplacedUnlessMember } from './seats.ts'

type Membership = Extract<
  FactsOf<ConversationEvent>,
  { type: 'participant-joined' | 'participant-left' | 'conversation-followed' | 'conversation-unfollowed' }
>

type Joined = Extract<Membership, { type: 'participant-joined' }>

/** Who is in it and who follows it. */
export const evolveMembership = (state: State, version: Version, event: Membership): State => {
  switch (event.type) {
    case 'participant-joined':
      return changeSeat(state, event.who, event.kind, (seat, header) => ({
        ...(event.cause === 'start' ? { placed: true, reach: start } : cursorOnJoining(event, seat, header)),
        participant: true,
        follower: true,
        nameVersion: event.named ? version : seat.nameVersion,
        hiddenN: event.history === 'fromJoin' ? headN(header, event.who.side) : seat.hiddenN,
      }))
    case 'participant-left':
      return changeSeat(state, event.who, event.who.side, (seat) =>
        unplacedUnlessMember({ ...seat, participant: false, follower: false, initiator: false, hiddenN: 0 }),
      )
    case 'conversation-followed':
      return changeSeat(state, event.who, event.kind, (seat, header) => ({
        ...placedAtHead(seat, header),
        follower: true,
      }))
    case 'conversation-unfollowed':
      return changeSeat(state, event.who, event.who.side, (seat) =>
        unplacedUnlessMember({ ...seat, follower: false }),
      )
  }
}

/**
 * Joining puts the cursor at the join: the past shows, and does not count. Posting moves no cursor that is there,
 * unless the policy hides the past: what is hidden is not unread.
 */
const cursorOnJoining = ({ cause, history }: Joined, seat: Seat, header: Header): Partial<Seat> =>
  placedAtHead(cause === 'join' || history === 'fromJoin' ? { ...seat, placed: false } : seat, header)
