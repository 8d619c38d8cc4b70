import { find, set } from '../../kernel/Lookup.ts'
import type { Kind, Who } from '../Actor.ts'
import { readerKey } from '../Actor.ts'
import type { EventType, FactsOf } from '../Event.ts'
import type { Version } from '../Ids.ts'
import { head, start } from '../Reach.ts'
import type { Recorded } from '../Recorded.ts'
import type { Header, Seat, State } from '../State.ts'
import { bigAbove, isMember } from '../State.ts'

/** For each event type of a subject, the state after it. */
export type Evolve<Subject> = {
  readonly [T in keyof Subject & EventType]: (state: State, recorded: Recorded<FactsOf<T>>) => State
}

/** The seat of a person without a part in the conversation. */
const empty = (who: Who, kind: Kind): Seat => ({
  who,
  kind,
  version: 0 as Version,
  participant: false,
  follower: false,
  initiator: false,
  assigned: false,
  wasAssigned: false,
  muted: false,
  hiddenN: 0,
  nameVersion: null,
  placed: false,
  flag: false,
  markVersion: 0,
  ownN: 0,
  ownCustomerN: 0,
  reach: start,
})

/** Changes fields of the header. */
export const changeHeader = (state: State, change: (header: Header) => Partial<Header>): State =>
  state.header === null ? state : { ...state, header: { ...state.header, ...change(state.header) } }

/** Changes a person's seat, adds a missing one, and maintains the count of members. */
export const changeSeat = (
  state: State,
  who: Who,
  kind: Kind,
  change: (seat: Seat, header: Header) => Partial<Seat>,
): State => {
  if (state.header === null) return state
  const key = readerKey(who)
  const before = find(state.seats, key) ?? empty(who, kind)
  const after = { ...before, ...change(before, state.header) }
  const step = Number(isMember(after)) - Number(isMember(before))
  const members = state.header.members + step
  const header =
    step === 0 ? state.header : { ...state.header, members, big: state.header.big || members > bigAbove }
  return { ...state, header, seats: set(state.seats, key, after) }
}

/** A new cursor at the head: the past is visible, but not unread. */
export const placedAtHead = (seat: Seat, header: Header): Partial<Seat> =>
  seat.placed ? {} : { placed: true, reach: head(header, seat) }

/** Without membership there is no read state. */
export const unplacedUnlessMember = (seat: Seat): Seat =>
  isMember(seat) ? seat : { ...seat, placed: false, flag: false, muted: false }
