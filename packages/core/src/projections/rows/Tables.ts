import type { Kind, Side } from '../../conversation/Actor.ts'
import type { Attributes, ConversationType, Visibility } from '../../conversation/Event.ts'
import type { ActorId, ConversationId, MessageId, TenantId, Version } from '../../conversation/Ids.ts'
import { brief, type BriefOf, flag, integer, json, orNull, type RowOf, text, time } from './Column.ts'

const key = {
  tenant: text<TenantId>('whose it is'),
  conversation: text<ConversationId>('to which it belongs'),
}

/**
 * The read model, column by column, in the order of storages' select lists. Every row belongs to one conversation (or
 * one record's followers) of one tenant. Rows contain no personal text but the version of the event that does, which
 * queries join. Storages name the columns in snake_case.
 */
export const tables = {
  conversation: {
    ...key,
    conversation: brief(key.conversation),
    version: integer<Version>('how many events it has'),
    customerVersion: integer<Version>('how many of them customers may see'),
    type: brief(text<ConversationType>('`customer` or `internal`')),
    status: brief(text<'open' | 'closed' | 'removed'>('`open`, `closed` or `removed`')),
    locked: brief(flag('whether it is locked')),
    initiatorSide: brief(text<Side>('the side of who began it')),
    initiator: brief(text<ActorId>('who began it')),
    customer: brief(orNull(text<ActorId>('whom it is with'))),
    assignee: brief(orNull(text<ActorId>('who handles it'))),
    queue: brief(orNull(text('where it waits'))),
    queuedAt: orNull(time('since when it waits there')),
    sourceType: brief(orNull(text('the type of the record it was started from'))),
    source: brief(orNull(text('that record'))),
    channel: brief(text('by which way it came')),
    subjectVersion: orNull(integer<Version>('the event that holds the subject line')),
    concernsSide: text<Side>('the side of whom the subject line concerns'),
    concerns: text<ActorId>('whom the subject line concerns'),
    attributes: brief(json<Attributes>('what the host keeps with it')),
    labels: brief(json<ReadonlyArray<string>>('its labels')),
    links: brief(integer('how many records are linked to it')),
    members: integer('how many take part, follow, began it or handle it'),
    big: flag('whether it ever had more than 50 members; seats then hold no copies'),
    forkedFrom: brief(orNull(text<ConversationId>('the conversation that it continues'))),
    forkedTo: brief(orNull(text<ConversationId>('the conversation that continues it'))),
    staffN: brief(integer('how many messages staff have been shown, removed ones too')),
    customerN: brief(integer('how many messages customers have been shown, removed ones too')),
    fromCustomerN: brief(integer('how many of all messages customers wrote')),
    lastStaffId: brief(orNull(text<MessageId>('the last message not removed, as staff see it'))),
    lastStaffN: brief(orNull(integer('its ordinal among what staff see'))),
    staffAt: brief(time('the last activity as staff see it: that message, or the creation')),
    lastCustomerId: brief(orNull(text<MessageId>('the last message not removed, as customers see it'))),
    lastCustomerN: brief(orNull(integer('its ordinal among what customers see'))),
    customerAt: brief(time('the last activity as customers see it')),
    runId: orNull(text<MessageId>('the first customer message that waits for an answer')),
    runN: orNull(integer('its ordinal among what customers see')),
    runStaffN: orNull(integer('its ordinal among what staff see')),
    runAt: orNull(time('when it appeared')),
    answeredN: integer('up to which ordinal of customers all is answered or settled'),
    settledN: integer('up to which ordinal of customers all was settled without an answer'),
    reopenedAt: orNull(time('when a customer re-opened it')),
    reopenedN: orNull(integer('the last ordinal of customers at that time')),
    waitingAt: brief(orNull(time('since when a customer waits for an answer'))),
    arrivedAt: time('when it came into its queue, or was created: the order of the picklist'),
    createdAt: brief(time('when it was created')),
    closedAt: brief(orNull(time('when it was closed'))),
    lastAt: time('when its last event happened'),
  },
  seat: {
    ...key,
    conversation: brief(key.conversation),
    side: brief(text<Side>('`customer` or `staff`')),
    actor: text<ActorId>('who it is'),
    kind: text<Kind>('`customer`, `staff`, `bot` or `system`'),
    version: brief(integer<Version>('how many events their reading has')),
    participant: brief(flag('whether they take part')),
    follower: brief(flag('whether they follow it')),
    initiator: flag('whether they began it'),
    assigned: flag('whether they handle it'),
    wasAssigned: flag('whether they ever handled it'),
    member: brief(flag('whether they take part, follow, began it or handle it')),
    muted: brief(flag('whether they muted it')),
    hiddenN: brief(integer('messages up to this ordinal are hidden from them')),
    nameVersion: orNull(integer<Version>('the event that holds their name')),
    placed: brief(flag('whether they have a cursor; without one nothing is unread')),
    flag: brief(flag('whether they marked it unread')),
    markVersion: integer('the version of their reading when they last did'),
    ownN: brief(integer('how many of the messages are theirs')),
    ownCustomerN: brief(integer('how many of those that customers wrote are theirs')),
    readN: brief(integer('their cursor: the ordinal of the last message that they read')),
    readOwnN: brief(integer('how many messages up to the cursor are theirs')),
    removedN: brief(integer('how many messages of others after the cursor were removed')),
    readCustomerN: brief(integer('how many messages up to the cursor customers wrote')),
    readOwnCustomerN: brief(integer('how many of those are theirs')),
    removedCustomerN: brief(integer('how many messages of customers after the cursor were removed')),
    big: flag('copied from the conversation'),
    headN: integer('the last ordinal of their side; 0 where the conversation is big'),
    headCustomerN: integer('how many messages customers wrote, for staff; 0 where the conversation is big'),
    sortAt: orNull(time('the last activity as their side sees it; null where the conversation is big')),
    hidden: flag('whether the conversation was removed or is not theirs to see'),
  },
  message: {
    ...key,
    n: integer('its ordinal, as staff count'),
    id: text<MessageId>('the message'),
    customerN: orNull(integer('its ordinal as customers count; null while it is internal')),
    customerVersion: orNull(integer<Version>('its version as customers count; null while it is internal')),
    fromCustomerN: integer('how many messages up to it customers wrote'),
    version: integer<Version>('the event that posted it'),
    bodyVersion: integer<Version>('the event that holds its text'),
    authorSide: text<Side>('the side of its author'),
    author: text<ActorId>('whose message it is'),
    authorKind: text<Kind>('what kind of author that is'),
    actorSide: text<Side>('the side of who wrote it'),
    actor: text<ActorId>('who wrote it'),
    authorOwnN: integer('how many messages of its author there are up to it'),
    actorOwnN: integer('the same of who wrote it'),
    authorOwnCustomerN: integer('how many of those are among what customers wrote'),
    actorOwnCustomerN: integer('the same of who wrote it'),
    visibility: text<Visibility>('`public` or `internal`'),
    removed: flag('whether it was removed'),
    answers: flag('whether it answers the customer'),
    mentions: json<ReadonlyArray<ActorId>>('whom it mentions'),
    replyTo: orNull(text<MessageId>('the message that it replies to')),
    attributes: json<Attributes>('what the host keeps with it'),
    at: time('when it was posted'),
    publicAt: orNull(time('when customers were first shown it')),
    editedAt: orNull(time('when it was last edited')),
    publicEditedAt: orNull(time('when it was last edited as customers see it')),
  },
  own: {
    ...key,
    side: text<Side>('the side of its owner'),
    actor: text<ActorId>('its owner: who wrote it, or whose it is'),
    n: integer('the ordinal of the message, as their side counts'),
    ownN: integer('how many of their messages there are up to it'),
    ownCustomerN: integer('how many of those among what customers wrote'),
  },
  link: {
    ...key,
    type: text('the type of the record'),
    record: text('the record'),
    customerVisible: flag('whether customers see the link'),
  },
  label: { ...key, label: text('the label') },
  recordFollower: {
    ...key,
    type: text('the type of the record'),
    record: text('the record'),
    side: text<Side>('the side of who follows it'),
    actor: text<ActorId>('who follows it'),
    version: integer<Version>('how many events of the record concern them'),
    following: flag('false once they stopped; the row stays for its version'),
  },
}

/** The tables with columns. The form of search terms is each storage's own. */
export type RowTable = keyof typeof tables

// Interfaces, because error messages show their names.
export interface ConversationRow extends RowOf<typeof tables.conversation> {}
export interface SeatRow extends RowOf<typeof tables.seat> {}
export interface MessageRow extends RowOf<typeof tables.message> {}
export interface OwnRow extends RowOf<typeof tables.own> {}
export interface LinkRow extends RowOf<typeof tables.link> {}
export interface LabelRow extends RowOf<typeof tables.label> {}
export interface RecordFollowerRow extends RowOf<typeof tables.recordFollower> {}

/** The columns of a conversation's row that lists need. */
export interface ConversationBrief extends BriefOf<typeof tables.conversation> {}
/** The columns of a seat with its read state. */
export interface SeatBrief extends BriefOf<typeof tables.seat> {}
/** The rows that lists read in part. */
export type Briefs = { readonly conversation: ConversationBrief; readonly seat: SeatBrief }

/** The search terms of one event, keyed by (tenant, conversation, version): normalised words, never the text. */
export type TermRow = RowOf<typeof key> & {
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

/** All rows of one stream. */
export type Rows = { readonly [T in Table]: ReadonlyArray<Tables[T]> }

/** The key columns of a row, beside tenant and conversation. */
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
