import type { ActorId, ConversationId, Recorded, Side, Who } from '@colloquy/core/storage'
import type { Attributes, RecordRef } from '@colloquy/core'
import type { Message } from './Message.ts'
import { seenAt } from './Message.ts'
import type { Person } from './Person.ts'

/**
 * A conversation told from the start, event by event, in the words of the specification: no counters, no ordinals,
 * no rows. Slow on purpose; it is what the library's own arithmetic is compared with.
 */
export type Story = {
  readonly id: ConversationId
  /** Of its own stream, in order. */
  readonly events: Array<Recorded>
  /** Its own and all reading streams, in the order of the log. */
  readonly log: Array<Recorded>
  type: 'customer' | 'internal'
  status: 'open' | 'closed' | 'removed'
  locked: boolean
  initiator: Who
  customer: ActorId | null
  assignee: ActorId | null
  queue: string | null
  arrivedAt: number
  source: RecordRef | null
  channel: string
  subject: string | null
  attributes: Attributes
  labels: Array<string>
  links: Array<{ readonly record: RecordRef; readonly customerVisible: boolean }>
  forkedFrom: ConversationId | null
  forkedTo: ConversationId | null
  createdAt: number
  closedAt: number | null
  readonly people: Map<string, Person>
  readonly messages: Array<Message>
  /** Versions after which nobody waits any more for what was said before: closes and `no-reply-needed`. */
  readonly settled: Array<number>
  /** Versions and times at which a customer re-opened it. */
  readonly reopened: Array<{ readonly version: number; readonly at: number }>
  /** How many of its events customers were shown. */
  shown: number
}

/** The messages of a side in the order they became visible. */
export const inOrder = (story: Story, side: Side): ReadonlyArray<Message> =>
  story.messages
    .filter((message) => seenAt(message, side) !== null)
    .sort((a, b) => (seenAt(a, side) ?? 0) - (seenAt(b, side) ?? 0))

export const refOf = (record: RecordRef): string => `${record.type} ${record.id}`
