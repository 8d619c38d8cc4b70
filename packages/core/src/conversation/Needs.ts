import type { Actor, Who } from './Actor.ts'
import { readerKey } from './Actor.ts'
import type { CommandId, MessageId, RecordRef, StreamKey } from './Ids.ts'

/** A place for a reader's cursor. `before-run`: before the run of unanswered customer messages, else the head. */
export type Place =
  | { readonly at: MessageId }
  | { readonly before: MessageId }
  | 'before-run'
  | 'before-last-countable'

export const placeKey = (reader: Who, place: Place): string => {
  const name = typeof place === 'string' ? place : 'at' in place ? `at ${place.at}` : `before ${place.before}`
  return `${readerKey(reader)} ${name}`
}

/**
 * What a decision will look at, named before it is loaded. The storage locks the conversation, then loads
 * the header and just this: however long the conversation, deciding costs the same.
 */
export type Needs = {
  readonly stream: StreamKey
  readonly seats: ReadonlyArray<Who> | 'all'
  /** The seat of whoever is assigned, too. */
  readonly assignee: boolean
  readonly messages: ReadonlyArray<MessageId>
  readonly links: ReadonlyArray<RecordRef> | 'all'
  /** Cursors worked out from the messages: null where the message is not there or not the reader's to see. */
  readonly reaches: ReadonlyArray<{ readonly reader: Who; readonly place: Place }>
  readonly neighbours: ReadonlyArray<MessageId>
  /** What the conversation was started with, as a keyed hash. */
  readonly startHash: boolean
  /** The subject line and the contacts of the seats named: only a fork copies them. */
  readonly personal: boolean
  /** Whether this actor reads an open, later conversation of the same customer. */
  readonly customerHistory: Actor | null
  readonly recordFollower: Who | null
  readonly receipt: { readonly actor: Who; readonly commandId: CommandId } | null
}

export const needsOf = (stream: StreamKey, some: Partial<Omit<Needs, 'stream'>> = {}): Needs => ({
  stream,
  seats: [],
  assignee: false,
  messages: [],
  links: [],
  reaches: [],
  neighbours: [],
  startHash: false,
  personal: false,
  customerHistory: null,
  recordFollower: null,
  receipt: null,
  ...some,
})

/** Both together. */
export const withMore = (some: Needs, more: Partial<Needs>): Needs => ({
  ...some,
  ...more,
  seats: more.seats === 'all' || some.seats === 'all' ? 'all' : [...some.seats, ...(more.seats ?? [])],
  links: more.links === 'all' || some.links === 'all' ? 'all' : [...some.links, ...(more.links ?? [])],
})
