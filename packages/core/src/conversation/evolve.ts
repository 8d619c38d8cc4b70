import { find, set } from '../kernel/Lookup.ts'
import type { Who } from './Actor.ts'
import { readerKey } from './Actor.ts'
import type { ConversationEvent, Facts, FactsOf, ReadingEvent, RecordEvent } from './Event.ts'
import { evolveAssignment } from './evolve/assignment.ts'
import { created } from './evolve/created.ts'
import { evolveMembership } from './evolve/membership.ts'
import { evolveMessages } from './evolve/messages.ts'
import { evolveReading } from './evolve/reading.ts'
import { changeHeader } from './evolve/seats.ts'
import { evolveStatus } from './evolve/status.ts'
import type { Version } from './Ids.ts'
import { recordKey, versionAfter } from './Ids.ts'
import type { Recorded } from './Recorded.ts'
import type { Header, State } from './State.ts'

/**
 * What an event means: the state after it. Total and pure; sees no personal content.
 */
export const evolve = (state: State, recorded: Recorded<Facts>): State => {
  const { event, reader } = recorded
  if (isOfRecord(event)) return evolveRecord(state, recorded.version, event)
  if (isReading(event)) return reader === null ? state : evolveReading(state, reader, recorded.version, event)
  return stamp(evolveConversation(state, { ...recorded, event }), recorded)
}

type Happened = FactsOf<ConversationEvent>

const evolveConversation = (state: State, recorded: Recorded<Happened>): State => {
  const { event } = recorded
  switch (event.type) {
    case 'conversation-created':
      return created({ ...recorded, event })
    case 'participant-joined':
    case 'participant-left':
    case 'conversation-followed':
    case 'conversation-unfollowed':
      return evolveMembership(state, recorded.version, event)
    case 'message-posted':
    case 'message-edited':
    case 'message-removed':
    case 'message-published':
      return evolveMessages(state, { ...recorded, event })
    case 'conversation-assigned':
    case 'conversation-released':
    case 'conversation-queued':
      return evolveAssignment(state, recorded.at, event)
    case 'conversation-closed':
    case 'conversation-reopened':
    case 'conversation-locked':
    case 'conversation-unlocked':
    case 'conversation-removed':
    case 'no-reply-needed':
      return evolveStatus(state, recorded.at, event)
    case 'context-linked': {
      const known = set(state.links, recordKey(event.record), {
        record: event.record,
        customerVisible: event.customerVisible,
      })
      return changeHeader({ ...state, links: known }, (header) => ({ links: header.links + 1 }))
    }
    case 'context-unlinked': {
      const known = set(state.links, recordKey(event.record), null)
      return changeHeader({ ...state, links: known }, (header) => ({ links: header.links - 1 }))
    }
    case 'conversation-labelled':
      return changeHeader(state, (header) => ({ labels: [...header.labels, event.label] }))
    case 'conversation-unlabelled':
      return changeHeader(state, (header) => ({
        labels: header.labels.filter((label) => label !== event.label),
      }))
    case 'conversation-renamed':
      return changeHeader(state, () => ({ subjectVersion: recorded.version, concerns: event.concerns }))
    case 'conversation-type-set':
      // What went on from it did so internally: customers' replies begin their own.
      return changeHeader(state, (header) =>
        header.type === event.conversationType ? {} : { type: event.conversationType, forkedTo: null },
      )
    case 'attributes-set':
      return changeHeader(state, (header) => ({ attributes: withAttributes(header, event.attributes) }))
    case 'conversation-forked':
      return changeHeader(state, () => ({ forkedTo: event.to }))
    case 'content-erased':
      return state
  }
}

/** Null takes an attribute away. */
const withAttributes = (header: Header, changes: Header['attributes']): Header['attributes'] =>
  Object.fromEntries(
    Object.entries({ ...header.attributes, ...changes }).filter(([, value]) => value !== null),
  )

/** What every event of a conversation's own stream moves. */
const stamp = (state: State, recorded: Recorded<Facts>): State =>
  changeHeader(state, (header) => ({
    version: recorded.version,
    customerVersion: recorded.customerVersion ?? header.customerVersion,
    lastAt: recorded.at,
  }))

const evolveRecord = (state: State, version: Recorded['version'], event: FactsOf<RecordEvent>): State => {
  const follower = { version, following: event.type === 'record-followed' }
  return { ...state, recordFollowers: set(state.recordFollowers, readerKey(event.who), follower) }
}

const isOfRecord = (event: Facts): event is FactsOf<RecordEvent> =>
  event.type === 'record-followed' || event.type === 'record-unfollowed'

/** A table and not a switch: the compiler asks for each new type of reading event, and allows no other. */
const readingTypes: { readonly [T in ReadingEvent['type']]: true } = {
  'read-up-to': true,
  'unread-flag-cleared': true,
  'marked-unread': true,
  'cursor-placed': true,
  'conversation-muted': true,
  'conversation-unmuted': true,
}

const isReading = (event: Facts): event is FactsOf<ReadingEvent> => Object.hasOwn(readingTypes, event.type)

/** The version that the next event of a stream gets. */
export const nextVersion = (state: State, reader: Who | null, ofRecord: boolean): Version => {
  if (reader === null) return versionAfter(state.header?.version ?? null)
  const stream = ofRecord
    ? find(state.recordFollowers, readerKey(reader))
    : find(state.seats, readerKey(reader))
  return versionAfter(stream?.version ?? null)
}
