import type { Kind, Side } from '../../conversation/Actor.ts'
import type { Attributes, ConversationType, Visibility } from '../../conversation/Event.ts'
import type { ActorId, ConversationId, MessageId, TenantId, Time, Version } from '../../conversation/Ids.ts'

/**
 * The read model, row by row. Every row belongs to one conversation (or one record's followers) of one tenant.
 * Rows hold no text that a person wrote: they hold the version of the event that does, and queries join it.
 * A storage names the columns in snake_case.
 */
type Key = { readonly tenant: TenantId; readonly conversation: ConversationId }

/** Keyed by (tenant, conversation). */
export type ConversationRow = Key & {
  readonly version: Version
  readonly customerVersion: Version
  readonly type: ConversationType
  readonly status: 'open' | 'closed' | 'removed'
  readonly locked: boolean
  readonly initiatorSide: Side
  readonly initiator: ActorId
  readonly customer: ActorId | null
  readonly assignee: ActorId | null
  readonly queue: string | null
  readonly queuedAt: Time | null
  readonly sourceType: string | null
  readonly source: string | null
  readonly channel: string
  readonly subjectVersion: Version | null
  readonly concernsSide: Side
  readonly concerns: ActorId
  readonly attributes: Attributes
  readonly labels: ReadonlyArray<string>
  readonly links: number
  readonly members: number
  readonly big: boolean
  readonly forkedFrom: ConversationId | null
  readonly forkedTo: ConversationId | null
  readonly staffN: number
  readonly customerN: number
  readonly fromCustomerN: number
  readonly lastStaffId: MessageId | null
  readonly lastStaffN: number | null
  /** Last activity as staff see it: of the last message not removed, or the creation. */
  readonly staffAt: Time
  readonly lastCustomerId: MessageId | null
  readonly lastCustomerN: number | null
  /** The same as customers see it. */
  readonly customerAt: Time
  readonly runId: MessageId | null
  readonly runN: number | null
  readonly runStaffN: number | null
  readonly runAt: Time | null
  readonly answeredN: number
  readonly settledN: number
  readonly reopenedAt: Time | null
  readonly reopenedN: number | null
  /** Since when a customer waits for an answer; null where nobody does. */
  readonly waitingAt: Time | null
  /** When it came into its queue, or was created: the picklist's order. */
  readonly arrivedAt: Time
  readonly createdAt: Time
  readonly closedAt: Time | null
  readonly lastAt: Time
}

/** Keyed by (tenant, conversation, side, actor). */
export type SeatRow = Key & {
  readonly side: Side
  readonly actor: ActorId
  readonly kind: Kind
  readonly version: Version
  readonly participant: boolean
  readonly follower: boolean
  readonly initiator: boolean
  readonly assigned: boolean
  readonly wasAssigned: boolean
  /** Participant, follower, initiator or assigned. */
  readonly member: boolean
  readonly muted: boolean
  readonly hiddenN: number
  readonly nameVersion: Version | null
  readonly placed: boolean
  readonly flag: boolean
  readonly markVersion: number
  readonly ownN: number
  readonly ownCustomerN: number
  readonly readN: number
  readonly readOwnN: number
  readonly removedN: number
  readonly readCustomerN: number
  readonly readOwnCustomerN: number
  readonly removedCustomerN: number
  /** Copied from the conversation unless it is big (then 0, 0 and null), so that lists need no join. */
  readonly big: boolean
  readonly headN: number
  readonly headCustomerN: number
  readonly sortAt: Time | null
  /** The conversation was removed. */
  readonly hidden: boolean
}

/** Keyed by (tenant, conversation, n); (tenant, conversation, id) and (tenant, conversation, customerN) are unique. */
export type MessageRow = Key & {
  readonly n: number
  readonly id: MessageId
  readonly customerN: number | null
  readonly customerVersion: Version | null
  readonly fromCustomerN: number
  readonly version: Version
  readonly bodyVersion: Version
  readonly authorSide: Side
  readonly author: ActorId
  readonly authorKind: Kind
  readonly actorSide: Side
  readonly actor: ActorId
  readonly authorOwnN: number
  readonly actorOwnN: number
  readonly authorOwnCustomerN: number
  readonly actorOwnCustomerN: number
  readonly visibility: Visibility
  readonly removed: boolean
  readonly answers: boolean
  readonly mentions: ReadonlyArray<ActorId>
  readonly replyTo: MessageId | null
  readonly attributes: Attributes
  readonly at: Time
  readonly publicAt: Time | null
  readonly editedAt: Time | null
  readonly publicEditedAt: Time | null
}

/**
 * One row for each owner (author and actor) of each message, keyed by (tenant, conversation, side, actor, n):
 * `n` is the message's ordinal for that owner's side, `ownN` how many of the owner's messages there are up to it.
 */
export type OwnRow = Key & {
  readonly side: Side
  readonly actor: ActorId
  readonly n: number
  readonly ownN: number
  readonly ownCustomerN: number
}

/** Keyed by (tenant, type, record, conversation). */
export type LinkRow = Key & {
  readonly type: string
  readonly record: string
  readonly customerVisible: boolean
}

/** Keyed by (tenant, label, conversation). */
export type LabelRow = Key & { readonly label: string }

/** Keyed by (tenant, type, record, side, actor); `conversation` is the record's stream. */
export type RecordFollowerRow = Key & {
  readonly type: string
  readonly record: string
  readonly side: Side
  readonly actor: ActorId
  /** Of this follower's part of the record's stream. */
  readonly version: Version
  /** False once they stopped following; the row stays for its version. */
  readonly following: boolean
}

/** What search finds of one event, keyed by (tenant, conversation, version): normalised words, never the text. */
export type TermRow = Key & {
  readonly version: Version
  readonly body: ReadonlyArray<string>
  readonly subject: ReadonlyArray<string>
  readonly name: ReadonlyArray<string>
  readonly phone: string | null
}

export type Tables = {
  readonly conversation: ConversationRow
  readonly seat: SeatRow
  readonly message: MessageRow
  readonly own: OwnRow
  readonly link: LinkRow
  readonly label: LabelRow
  readonly recordFollower: RecordFollowerRow
  readonly term: TermRow
}
export type Table = keyof Tables

/** All rows of the read model that belong to one stream. */
export type Rows = { readonly [T in Table]: ReadonlyArray<Tables[T]> }

/** The columns that name a row, beside tenant and conversation. */
export const rowKeys = {
  conversation: [],
  seat: ['side', 'actor'],
  message: ['n'],
  own: ['side', 'actor', 'n'],
  link: ['type', 'record'],
  label: ['label'],
  recordFollower: ['type', 'record', 'side', 'actor'],
  term: ['version'],
} as const satisfies { readonly [T in Table]: ReadonlyArray<keyof Tables[T]> }
