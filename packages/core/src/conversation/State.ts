import type { Lookup } from '../kernel/Lookup.ts'
import { whole } from '../kernel/Lookup.ts'
import type { Kind, Side, Who } from './Actor.ts'
import type { Attributes, Contact, ConversationType, Reach, Visibility } from './Event.ts'
import type { ActorId, ConversationId, MessageId, RecordRef, Time, Version } from './Ids.ts'

/** A message as a place in time: its ordinal among the messages of one audience, and when it appeared there. */
export type MessageRef = { readonly id: MessageId; readonly n: number; readonly at: Time }

/** What a conversation's own row says: of fixed size, however long the conversation. */
export type Header = {
  readonly id: ConversationId
  readonly version: Version
  /** How many of its events customers may see. */
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
  /** The event that holds the subject line; null where none was given. */
  readonly subjectVersion: Version | null
  /** Whom the subject line concerns. */
  readonly concerns: Who
  readonly attributes: Attributes
  readonly labels: ReadonlyArray<string>
  readonly links: number
  readonly members: number
  /** Had more than 50 members once: its list entries are no longer copied to each of them. */
  readonly big: boolean
  readonly forkedFrom: ConversationId | null
  readonly forkedTo: ConversationId | null
  /** How many messages each audience has been shown so far, removed ones included. */
  readonly staffN: number
  readonly customerN: number
  /** How many of all messages customers wrote. */
  readonly fromCustomerN: number
  /** The last message not removed, as each audience sees it. */
  readonly lastStaff: MessageRef | null
  readonly lastCustomer: MessageRef | null
  /** First message of the run of unanswered customer messages; `n` counts as customers do. */
  readonly run: (MessageRef & { readonly staffN: number }) | null
  /** Customers' ordinal up to which everything is answered or settled. */
  readonly answeredN: number
  /** The same by closing and `markNoReplyNeeded` alone, which removing a message can't undo. */
  readonly settledN: number
  /** When a customer re-opened it, and customers' ordinal then. */
  readonly reopened: { readonly at: Time; readonly n: number } | null
  readonly createdAt: Time
  readonly closedAt: Time | null
  /** Time of the last event: time never runs backwards within a conversation. */
  readonly lastAt: Time
}

/** One person in a conversation: what they are in it, and how far they have read. */
export type Seat = {
  readonly who: Who
  readonly kind: Kind
  /** Of the reading stream. */
  readonly version: Version
  readonly participant: boolean
  readonly follower: boolean
  readonly initiator: boolean
  readonly assigned: boolean
  readonly wasAssigned: boolean
  readonly muted: boolean
  /** Messages up to this ordinal are hidden from them (they joined later, and the policy hides the past). */
  readonly hiddenN: number
  /** The event that holds their name; null where none was given. */
  readonly nameVersion: Version | null
  /** Whether they have a read cursor; without one nothing is unread. */
  readonly placed: boolean
  readonly flag: boolean
  /** Version of their reading stream at their last `markUnread`. */
  readonly markVersion: number
  /** Their own messages so far (author or actor), and those of them that customers are the authors of. */
  readonly ownN: number
  readonly ownCustomerN: number
  readonly reach: Reach
}

/** What deciding needs to know of one message. */
export type MessageFacts = {
  readonly id: MessageId
  readonly version: Version
  /** Ordinal among all messages, which is staff's ordinal. */
  readonly n: number
  /** Ordinal among the messages customers see, from when they saw it; null for an internal one. */
  readonly customerN: number | null
  /** How many messages up to and including this one customers wrote. */
  readonly fromCustomerN: number
  readonly author: Who
  readonly authorKind: Kind
  readonly actor: Who
  /** The author's and the actor's ordinal among their own messages; equal where they are one. */
  readonly authorOwnN: number
  readonly actorOwnN: number
  /** The same, of those own messages that customers are the authors of. */
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
  /** As the version customers see it at: an ordinal of the events visible to them. */
  readonly customerVersion: Version | null
  readonly editedAt: Time | null
  /** When it was last edited while public. */
  readonly publicEditedAt: Time | null
  /** Keyed hash of what was given; null once erased. Comes with a message that was asked for by id. */
  readonly hash: string | null
}

/** Somebody's following of a record. */
export type RecordFollower = { readonly version: Version; readonly following: boolean }

/** A record linked to the conversation. */
export type Link = { readonly record: RecordRef; readonly customerVisible: boolean }

/** What is left around a message once it is removed; loaded only for removing. */
export type Neighbours = {
  readonly lastStaff: MessageRef | null
  readonly lastCustomer: MessageRef | null
  readonly answeredN: number
  readonly run: (MessageRef & { readonly staffN: number }) | null
}

/**
 * What a decision looks at: all of a conversation, or only what `needs` named of it.
 * Restricted and whole state decide alike; a test shows it.
 */
export type State = {
  readonly header: Header | null
  /** By `readerKey`. */
  readonly seats: Lookup<Seat>
  readonly messages: Lookup<MessageFacts>
  /** By `recordKey`. */
  readonly links: Lookup<Link>
  /** Where a cursor would stand, by `placeKey`. */
  readonly reaches: Lookup<Reach>
  /** By message id. */
  readonly neighbours: Lookup<Neighbours>
  /** Who follows the record, by `readerKey`: for a record's stream only. */
  readonly recordFollowers: Lookup<RecordFollower>
  /** Keyed hash of what the conversation was started with; null once erased, or when it does not exist. */
  readonly startHash: string | null
  /** Texts that only a fork copies; null: not asked, erased or never given. */
  readonly subject: string | null
  /** By `readerKey`: only for a fork. */
  readonly contacts: Lookup<Contact>
  /** Whether the actor reads an open, later conversation of the same customer; null: was not asked. */
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

/** The ordinal of the last message of an audience. */
export const headN = (header: Header, side: Side): number =>
  side === 'staff' ? header.staffN : header.customerN

/** The ordinal of a message in an audience; null where that audience does not see it. */
export const ordinalOf = (message: Pick<MessageFacts, 'n' | 'customerN'>, side: Side): number | null =>
  side === 'staff' ? message.n : message.customerN

/** Whether somebody has read state here: participant, follower, assignee or initiator. */
export const isMember = (seat: Seat): boolean =>
  seat.participant || seat.follower || seat.initiator || seat.assigned

/** Up to which ordinal the past is hidden from somebody: only while they take part or follow. */
export const hiddenTo = (seat: Pick<Seat, 'participant' | 'follower' | 'hiddenN'> | null): number =>
  seat !== null && (seat.participant || seat.follower) ? seat.hiddenN : 0

/** Above this many members a conversation is big, for good. */
export const bigAbove = 50
