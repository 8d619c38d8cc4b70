import type { Actor, Who } from './Actor.ts'
import { readerKey } from './Actor.ts'
import type { CommandId, MessageId, RecordRef, StreamKey } from './Ids.ts'

/**
 * A target of a reader's cursor. `before-run`: before the run of unanswered customer messages; the head where there is
 * none.
 */
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
 * What a decision reads, declared before it is loaded. The storage locks the conversation, then loads its header and
 * only this, so that the cost of a decision does not depend on the conversation's length.
 */
export type Needs = {
  readonly stream: StreamKey
  readonly seats: ReadonlyArray<Who> | 'all'
  /** Also the assignee's seat. */
  readonly assignee: boolean
  readonly messages: ReadonlyArray<MessageId>
  readonly links: ReadonlyArray<RecordRef> | 'all'
  /** Cursors computed from the messages; null where the message does not exist or the reader does not see it. */
  readonly reaches: ReadonlyArray<{ readonly reader: Who; readonly place: Place }>
  readonly neighbours: ReadonlyArray<MessageId>
  /** The keyed hash of the input that started the conversation. */
  readonly startHash: boolean
  /** The subject line and the contacts of the seats named; only a fork copies them. */
  readonly personal: boolean
  /** Whether this actor can read an open, later conversation of the same customer. */
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

/** The union of both. */
export const withMore = (some: Needs, more: Partial<Needs>): Needs => ({
  ...some,
  ...more,
  seats: more.seats === 'all' || some.seats === 'all' ? 'all' : [...some.seats, ...(more.seats ?? [])],
  links: more.links === 'all' || some.links === 'all' ? 'all' : [...some.links, ...(more.links ?? [])],
})
