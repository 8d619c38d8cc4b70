import type { Lookup } from '../kernel/Lookup.ts'
import { whole } from '../kernel/Lookup.ts'
import type { Kind, Side, Who } from './Actor.ts'
import type { Attributes, Contact, ConversationType, Reach, Visibility } from './Event.ts'
import type { ActorId, ConversationId, MessageId, RecordRef, Time, Version } from './Ids.ts'

/** A message's ordinal among the messages of one audience, and when it appeared there. */
export type MessageRef = { readonly id: MessageId; readonly n: number; readonly at: Time }

/** The conversation's own row: of fixed size, however long the conversation. */
export type Header = {
  readonly id: ConversationId
  readonly version: Version
  /** The number of events that customers may see. */
  readonly customerVersion: Version
  readonly type: ConversationType
  readonly status: 'open' | 'closed' | 'removed'
  readonly locked: boolean
  readonly initiator: Who
  readonly customer: ActorId | null
  readonly assignee: ActorId | null
  readonly queue: string | null
  readonly queuedAt: Time | null
  readonly source: RecordRef | null
  readonly channel: string
  /** The version of the event that holds the subject line; null without a subject. */
  readonly subjectVersion: Version | null
  /** The person whom the subject line concerns. */
  readonly concerns: Who
  readonly attributes: Attributes
  readonly labels: ReadonlyArray<string>
  readonly links: number
  readonly members: number
  /** The conversation has had more than 50 members, so its list entries are no longer denormalized to each of them. */
  readonly big: boolean
  readonly forkedFrom: ConversationId | null
  readonly forkedTo: ConversationId | null
  /** The number of messages each audience has been shown, removed ones included. */
  readonly staffN: number
  readonly customerN: number
  /** The number of messages that customers wrote. */
  readonly fromCustomerN: number
  /** The last message that was not removed, as each audience sees it. */
  readonly lastStaff: MessageRef | null
  readonly lastCustomer: MessageRef | null
  /** The first message of the run of unanswered customer messages; `n` is its ordinal for customers. */
  readonly run: (MessageRef & { readonly staffN: number }) | null
  /** The customers' ordinal up to which everything is answered or settled. */
  readonly answeredN: number
  /** The same by closing and `markNoReplyNeeded` alone: removing a message does not undo these. */
  readonly settledN: number
  /** When a customer re-opened the conversation, and the customers' ordinal at that time. */
  readonly reopened: { readonly at: Time; readonly n: number } | null
  readonly createdAt: Time
  readonly closedAt: Time | null
  /** The time of the last event: time is monotonic within a conversation. */
  readonly lastAt: Time
}

/** A person's part in a conversation: roles, and read state. */
export type Seat = {
  readonly who: Who
  readonly kind: Kind
  /** The version of the reading stream. */
  readonly version: Version
  readonly participant: boolean
  readonly follower: boolean
  readonly initiator: boolean
  readonly assigned: boolean
  readonly wasAssigned: boolean
  readonly muted: boolean
  /** Messages up to this ordinal are hidden from this person, who joined later under a policy that hides the past. */
  readonly hiddenN: number
  /** The version of the event that holds the person's name; null without a name. */
  readonly nameVersion: Version | null
  /** Whether there is a read cursor; without one nothing is unread. */
  readonly placed: boolean
  readonly flag: boolean
  /** The version of the reading stream at the last `markUnread`. */
  readonly markVersion: number
  /** The number of messages by this person (author or actor), and of those whose author is a customer. */
  readonly ownN: number
  readonly ownCustomerN: number
  readonly reach: Reach
}

/** The facts of one message that a decision reads. */
export type MessageFacts = {
  readonly id: MessageId
  readonly version: Version
  /** The ordinal among all messages, which is staff's ordinal. */
  readonly n: number
  /** The ordinal among the messages that customers see; null for an internal one. */
  readonly customerN: number | null
  /** The number of messages by customers up to and including this one. */
  readonly fromCustomerN: number
  readonly author: Who
  readonly authorKind: Kind
  readonly actor: Who
  /** The ordinal among the author's own messages, and among the actor's; equal where author and actor are the same. */
  readonly authorOwnN: number
  readonly actorOwnN: number
  /** The same among those whose author is a customer. */
  readonly authorOwnCustomerN: number
  readonly actorOwnCustomerN: number
  readonly visibility: Visibility
  readonly removed: boolean
  readonly answers: boolean
  readonly mentions: ReadonlyArray<ActorId>
  readonly replyTo: MessageId | null
  readonly attributes: Attributes
  readonly at: Time
  readonly bodyVersion: Version
  readonly publicAt: Time | null
  /** The ordinal of its event among the events that customers see. */
  readonly customerVersion: Version | null
  readonly editedAt: Time | null
  /** When it was last edited while it was public. */
  readonly publicEditedAt: Time | null
  /** The keyed hash of the input; null once erased. Loaded only for messages that the needs name by id. */
  readonly hash: string | null
}

/** A follower of a record. */
export type RecordFollower = { readonly version: Version; readonly following: boolean }

/** A record linked to the conversation. */
export type Link = { readonly record: RecordRef; readonly customerVisible: boolean }

/** The last messages and the run after a message's removal; loaded only for a removal. */
export type Neighbours = {
  readonly lastStaff: MessageRef | null
  readonly lastCustomer: MessageRef | null
  readonly answeredN: number
  readonly run: (MessageRef & { readonly staffN: number }) | null
}

/**
 * The input of a decision: all of a conversation, or only what `needs` declared. A test shows that both give the same
 * decision.
 */
export type State = {
  readonly header: Header | null
  /** By `readerKey`. */
  readonly seats: Lookup<Seat>
  readonly messages: Lookup<MessageFacts>
  /** By `recordKey`. */
  readonly links: Lookup<Link>
  /** The cursor for each place needed, by `placeKey`. */
  readonly reaches: Lookup<Reach>
  /** By message id. */
  readonly neighbours: Lookup<Neighbours>
  /** The followers of a record, by `readerKey`; in a record's stream only. */
  readonly recordFollowers: Lookup<RecordFollower>
  /** The keyed hash of the input that started the conversation; null once erased, or without a conversation. */
  readonly startHash: string | null
  /** The subject line, for a fork only; null: not loaded, erased or never given. */
  readonly subject: string | null
  /** By `readerKey`, for a fork only. */
  readonly contacts: Lookup<Contact>
  /** Whether the actor can read an open, later conversation of the same customer; null: not loaded. */
  readonly customerHistory: boolean | null
}

/** A conversation that does not exist. */
export const initial: State = {
  header: null,
  seats: whole(),
  messages: whole(),
  links: whole(),
  reaches: whole(),
  neighbours: whole(),
  recordFollowers: whole(),
  startHash: null,
  subject: null,
  contacts: whole(),
  customerHistory: null,
}

export const headN = (header: Header, side: Side): number =>
  side === 'staff' ? header.staffN : header.customerN

/** The message's ordinal for an audience; null where that audience does not see it. */
export const ordinalOf = (message: Pick<MessageFacts, 'n' | 'customerN'>, side: Side): number | null =>
  side === 'staff' ? message.n : message.customerN

/** Whether this person has read state: participant, follower, assignee or initiator. */
export const isMember = (seat: Seat): boolean =>
  seat.participant || seat.follower || seat.initiator || seat.assigned

/** The ordinal up to which the past is hidden from this person; 0 unless they take part or follow. */
export const hiddenTo = (seat: Pick<Seat, 'participant' | 'follower' | 'hiddenN'> | null): number =>
  seat !== null && (seat.participant || seat.follower) ? seat.hiddenN : 0

/** Above this many members a conversation is big, for good. */
export const bigAbove = 50
