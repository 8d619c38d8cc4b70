import type { ActorId, ConversationId, Recorded, Side, Who } from '@colloquy/core/storage'
import type { Attributes, RecordRef } from '@colloquy/core'
import type { Message } from './Message.ts'
import { seenAt } from './Message.ts'
import type { Person } from './Person.ts'

/**
 * A conversation as the specification describes it: event by event, without counters, ordinals or rows. Slow on
 * purpose; the library's arithmetic is compared with it.
 */
export type Story = {
  readonly id: ConversationId
  /** The events of its own stream, in order. */
  readonly events: Array<Recorded>
  /** The events of its own and all reading streams, in log order. */
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
  /** The versions of closes and `no-reply-needed`: up to these, no customer waits for an answer. */
  readonly settled: Array<number>
  /** The versions and times at which a customer re-opened it. */
  readonly reopened: Array<{ readonly version: number; readonly at: number }>
  /** The number of events visible to customers. */
  shown: number
}

/** A side's messages in the order they became visible. */
export const inOrder = (story: Story, side: Side): ReadonlyArray<Message> =>
  story.messages
    .filter((message) => seenAt(message, side) !== null)
    .sort((a, b) => (seenAt(a, side) ?? 0) - (seenAt(b, side) ?? 0))

export const refOf = (record: RecordRef): string => `${record.type} ${record.id}`
