import { recordKey, streamKey } from '../conversation/Ids.ts'
import type { StreamKey, TenantId } from '../conversation/Ids.ts'
import type { Needs } from '../conversation/Needs.ts'
import { placeKey } from '../conversation/Needs.ts'
import { readerKey } from '../conversation/Actor.ts'
import type { Link, MessageFacts, RecordFollower, Seat, State } from '../conversation/State.ts'
import { initial } from '../conversation/State.ts'
import type { Lookup } from '../kernel/Lookup.ts'
import type { Loaded } from '../ports/Storage.ts'

/**
 * A state whose maps belong to this workspace, so that they are changed in place instead of copied for each command.
 */
type Held = {
  readonly state: State
  readonly seats: Map<string, Seat | null>
  readonly messages: Map<string, MessageFacts | null>
  readonly links: Map<string, Link | null>
  readonly recordFollowers: Map<string, RecordFollower | null>
}

/**
 * The states of a batch while its commands are settled in order: each command sees the effects of the earlier ones,
 * restricted to its own needs. Lives for one call of `settle`.
 */
export class Workspace {
  private readonly held = new Map<string, Held>()
  private readonly tenants = new Set<TenantId>()
  private readonly loaded: Loaded

  constructor(loaded: Loaded) {
    this.loaded = loaded
  }

  /** Whether an earlier command of the batch changed this stream. */
  isTouched(stream: StreamKey): boolean {
    return this.held.has(streamKey(stream))
  }

  /** Whether an earlier command of the batch changed anything of this tenant. */
  isTenantTouched(tenant: TenantId): boolean {
    return this.tenants.has(tenant)
  }

  /** The stream's current state, with everything the batch loaded of it. */
  whole(stream: StreamKey): State {
    return this.held.get(streamKey(stream))?.state ?? this.loaded.state(stream)
  }

  /** The state of a stream that this batch creates. */
  begun(stream: StreamKey): State {
    return this.held.get(streamKey(stream))?.state ?? initial
  }

  /** The stream's state, restricted to these needs. */
  see(needs: Needs): State {
    const state = this.whole(needs.stream)
    if (state.header === null && state.seats.others === 'absent') return state
    return {
      ...state,
      customerHistory: needs.customerHistory === null ? null : state.customerHistory,
      seats: needs.seats === 'all' ? state.seats : pick(state.seats, seatKeys(needs, state)),
      messages: pick(state.messages, [...needs.messages, ...needs.neighbours]),
      links: needs.links === 'all' ? state.links : pick(state.links, needs.links.map(recordKey)),
      reaches: pick(
        state.reaches,
        needs.reaches.map(({ reader, place }) => placeKey(reader, place)),
      ),
      neighbours: pick(state.neighbours, needs.neighbours),
      recordFollowers: pick(
        state.recordFollowers,
        needs.recordFollower === null ? [] : [readerKey(needs.recordFollower)],
      ),
    }
  }

  /** Merges the state after a command. */
  keep(stream: StreamKey, before: State, after: State): void {
    this.tenants.add(stream.tenant)
    const held = this.held.get(streamKey(stream)) ?? hold(before)
    for (const [key, seat] of after.seats.known) held.seats.set(key, seat)
    for (const [key, message] of after.messages.known) held.messages.set(key, message)
    for (const [key, link] of after.links.known) held.links.set(key, link)
    for (const [key, follower] of after.recordFollowers.known) held.recordFollowers.set(key, follower)
    const { seats, messages, links, recordFollowers, reaches, neighbours } = held.state
    this.held.set(streamKey(stream), {
      ...held,
      state: { ...after, seats, messages, links, recordFollowers, reaches, neighbours },
    })
  }
}

const hold = (state: State): Held => {
  const seats = new Map(state.seats.known)
  const messages = new Map(state.messages.known)
  const links = new Map(state.links.known)
  const recordFollowers = new Map(state.recordFollowers.known)
  return {
    seats,
    messages,
    links,
    recordFollowers,
    state: {
      ...state,
      seats: { ...state.seats, known: seats },
      messages: { ...state.messages, known: messages },
      links: { ...state.links, known: links },
      recordFollowers: { ...state.recordFollowers, known: recordFollowers },
    },
  }
}

const seatKeys = (needs: Needs, state: State): ReadonlyArray<string> => {
  const named = needs.seats === 'all' ? [] : needs.seats.map(readerKey)
  const assignee = needs.assignee ? (state.header?.assignee ?? null) : null
  return assignee === null ? named : [...named, readerKey({ side: 'staff', id: assignee })]
}

const pick = <A>(lookup: Lookup<A>, keys: ReadonlyArray<string>): Lookup<A> => {
  const known = new Map<string, A | null>()
  for (const key of keys) {
    const value = lookup.known.get(key)
    if (value !== undefined) known.set(key, value)
    else if (lookup.others === 'absent') known.set(key, null)
  }
  return { known, others: 'unloaded' }
}
