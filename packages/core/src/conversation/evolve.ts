import { find } from '../kernel/Lookup.ts'
import type { Who } from './Actor.ts'
import { readerKey } from './Actor.ts'
import type { EventType, Facts, FactsOf } from './Event.ts'
import { events } from './events.ts'
import { evolveAssignment } from './evolve/assignment.ts'
import { evolveDescription } from './evolve/description.ts'
import { evolveMembers } from './evolve/members.ts'
import { evolveMessages } from './evolve/messages.ts'
import { evolveReading } from './evolve/reading.ts'
import { evolveRecords } from './evolve/records.ts'
import { type Evolve, changeHeader } from './evolve/changes.ts'
import { evolveStarting } from './evolve/starting.ts'
import { evolveStatus } from './evolve/status.ts'
import type { Version } from './Ids.ts'
import { versionAfter } from './Ids.ts'
import type { Recorded } from './Recorded.ts'
import type { State } from './State.ts'

const evolving: Evolve<typeof events> = {
  ...evolveStarting,
  ...evolveMessages,
  ...evolveMembers,
  ...evolveAssignment,
  ...evolveRecords,
  ...evolveDescription,
  ...evolveStatus,
  ...evolveReading,
  // No row of the state holds erased content.
  'content-erased': (state) => state,
}

/** The state after an event. Total and pure; never reads personal content. */
export const evolve = (state: State, recorded: Recorded<Facts>): State => {
  const { type } = recorded.event
  const after = evolveBy(type, state, recorded)
  return events[type].stream === 'conversation' ? stamp(after, recorded) : after
}

const evolveBy = <T extends EventType>(type: T, state: State, recorded: Recorded<FactsOf<T>>): State =>
  evolving[type](state, recorded)

/** What every event of a conversation's own stream changes. */
const stamp = (state: State, recorded: Recorded<Facts>): State =>
  changeHeader(state, (header) => ({
    version: recorded.version,
    customerVersion: recorded.customerVersion ?? header.customerVersion,
    lastAt: recorded.at,
  }))

/** The version of the next event of a stream. */
export const nextVersion = (state: State, reader: Who | null, ofRecord: boolean): Version => {
  if (reader === null) return versionAfter(state.header?.version ?? null)
  const stream = ofRecord
    ? find(state.recordFollowers, readerKey(reader))
    : find(state.seats, readerKey(reader))
  return versionAfter(stream?.version ?? null)
}
