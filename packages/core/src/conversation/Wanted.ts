import type { Actor, Who } from './Actor.ts'
import { readerKey } from './Actor.ts'
import type { MessageId, RecordRef, StreamKey } from './Ids.ts'
import { recordKey, streamKey } from './Ids.ts'
import type { Needs, Place } from './Needs.ts'
import { placeKey } from './Needs.ts'

/** The union of all needs of one stream in a batch. */
export type Wanted = {
  readonly stream: StreamKey
  readonly seats: Map<string, Who>
  allSeats: boolean
  assignee: boolean
  readonly messages: Set<MessageId>
  readonly links: Map<string, RecordRef>
  allLinks: boolean
  readonly reaches: Map<string, { readonly reader: Who; readonly place: Place }>
  readonly neighbours: Set<MessageId>
  startHash: boolean
  personal: boolean
  readonly customerHistory: Array<Actor>
  readonly recordFollowers: Map<string, Who>
}

const nothing = (stream: StreamKey): Wanted => ({
  stream,
  seats: new Map(),
  allSeats: false,
  assignee: false,
  messages: new Set(),
  links: new Map(),
  allLinks: false,
  reaches: new Map(),
  neighbours: new Set(),
  startHash: false,
  personal: false,
  customerHistory: [],
  recordFollowers: new Map(),
})

/** Adds needs to the union of their stream, by `streamKey`. */
export const want = (wanted: Map<string, Wanted>, needs: ReadonlyArray<Needs>): void => {
  for (const need of needs) {
    const key = streamKey(need.stream)
    const known = wanted.get(key)
    const all = known ?? nothing(need.stream)
    if (known === undefined) wanted.set(key, all)
    grow(all, need)
  }
}

const grow = (wanted: Wanted, need: Needs): void => {
  if (need.seats === 'all') wanted.allSeats = true
  else for (const who of need.seats) wanted.seats.set(readerKey(who), who)
  if (need.links === 'all') wanted.allLinks = true
  else for (const record of need.links) wanted.links.set(recordKey(record), record)
  for (const id of need.messages) wanted.messages.add(id)
  for (const id of need.neighbours) wanted.neighbours.add(id)
  for (const reach of need.reaches) wanted.reaches.set(placeKey(reach.reader, reach.place), reach)
  wanted.assignee ||= need.assignee
  wanted.startHash ||= need.startHash
  wanted.personal ||= need.personal
  if (need.customerHistory !== null) wanted.customerHistory.push(need.customerHistory)
  if (need.recordFollower !== null)
    wanted.recordFollowers.set(readerKey(need.recordFollower), need.recordFollower)
}
