import type { Actor, Kind, Side, Who } from './Actor.ts'
import type { Attributes, Contact, ConversationType, Erased, Visibility } from './Event.ts'
import type { ActorId, CommandId, ConversationId, MessageId, RecordRef, Time } from './Ids.ts'
import type { Policies } from './policies/Policies.ts'

/** Everything a command needs beside its input: actor, time, policies, and what directory and host answered. */
export type Context = {
  readonly actor: Actor
  readonly policies: Policies
  readonly now: Time
  /** The time to record instead of now, for imports; needs the capability `backdate`. */
  readonly backdated: Time | null
  readonly commandId: CommandId
  /**
   * Whether the receipt is stored: only where the caller gave a command id, because only that id can come back in a
   * retry.
   */
  readonly ledger: boolean
  /** Keyed hash of the decoded input. */
  readonly hash: string
  readonly correlationId: string | null
  readonly causationId: string | null
  readonly meta: { readonly [key: string]: string }
  /** The host's directory entries of the people named, by `readerKey`; null where the host has no directory. */
  readonly directory: ReadonlyMap<string, KnownPerson> | null
  /** The host's answers for the records named, by `recordKey`. */
  readonly records: ReadonlyMap<string, RecordAnswer>
}

export type KnownPerson = {
  readonly id: ActorId
  readonly kind: Kind
  readonly active: boolean
  readonly role: string | null
  readonly contact: Contact
}

export type RecordAnswer = {
  /** Whether the host registered this type of record. */
  readonly supported: boolean
  readonly startable: boolean
  readonly customerVisible: boolean
  /** Whether the host lets this actor name the record; for staff, whether it exists. */
  readonly known: boolean
  /** Whether this actor sees the record linked to a conversation that they can read now; loaded for customers only. */
  readonly shown: boolean
  /** The default subject of conversations started from the record. */
  readonly title: string | null
}

export type Person = { readonly who: Who; readonly kind: Kind; readonly contact: Contact | null }

export type Draft = {
  readonly messageId: MessageId
  readonly body: string
  readonly visibility: Visibility | null
  readonly as: Who | null
  readonly replyTo: MessageId | null
  readonly mentions: ReadonlyArray<ActorId>
  readonly seenUpTo: MessageId | null
  readonly confirmPublic: boolean
  readonly answers: boolean
  readonly attributes: Attributes
}

export type StartConversation = {
  readonly _tag: 'StartConversation'
  /** The initiator, where an import names one; null: the actor. */
  readonly beganBy: Who | null
  readonly conversationId: ConversationId
  readonly type: ConversationType
  readonly subject: string | null
  readonly customer: Person | null
  readonly participants: ReadonlyArray<Person>
  readonly assignee: ActorId | null
  readonly source: RecordRef | null
  readonly contexts: ReadonlyArray<RecordRef>
  readonly channel: string
  readonly queue: string | null
  readonly message: Draft | null
  readonly attributes: Attributes
  readonly context: Context
}

/** `forkId`: the id of the conversation that this reply begins, if it forks a closed one. */
export type PostMessage = { readonly _tag: 'PostMessage'; readonly forkId: ConversationId } & On & Draft

type On = { readonly conversationId: ConversationId; readonly context: Context }
type OnMessage = On & { readonly messageId: MessageId }
type OnPerson = On & { readonly participant: Who }
/** `for`: the reader; a reader other than the actor needs `read.manageOthers` and `confirm`. */
type OnReading = On & { readonly for: Who; readonly confirm: boolean }

export type Command =
  | StartConversation
  | PostMessage
  | ({
      readonly _tag: 'EditMessage'
      readonly body: string
      readonly mentions: ReadonlyArray<ActorId>
      readonly confirmPublic: boolean
    } & OnMessage)
  | ({ readonly _tag: 'RemoveMessage' } & OnMessage)
  | ({ readonly _tag: 'PublishMessage' } & OnMessage)
  | ({ readonly _tag: 'LinkRecord'; readonly record: RecordRef } & On)
  | ({ readonly _tag: 'UnlinkRecord'; readonly record: RecordRef } & On)
  | ({ readonly _tag: 'Join'; readonly kind: Kind; readonly contact: Contact | null } & OnPerson)
  | ({ readonly _tag: 'Leave' } & OnPerson)
  | ({ readonly _tag: 'Follow'; readonly kind: Kind } & OnPerson)
  | ({ readonly _tag: 'Unfollow' } & OnPerson)
  | ({ readonly _tag: 'Mute' } & OnPerson)
  | ({ readonly _tag: 'Unmute' } & OnPerson)
  | ({ readonly _tag: 'FollowRecord'; readonly record: RecordRef } & On)
  | ({ readonly _tag: 'UnfollowRecord'; readonly record: RecordRef } & On)
  /** `to`: null removes the assignee; the conversation stays in its queue. */
  | ({ readonly _tag: 'Assign'; readonly to: Destination | null } & On)
  | ({ readonly _tag: 'Transfer'; readonly to: Destination } & On)
  | ({ readonly _tag: 'Pick' } & On)
  | ({ readonly _tag: 'Release' } & On)
  | ({ readonly _tag: 'Close' } & On)
  | ({ readonly _tag: 'Reopen' } & On)
  | ({ readonly _tag: 'Lock' } & On)
  | ({ readonly _tag: 'Unlock' } & On)
  | ({ readonly _tag: 'MarkNoReplyNeeded' } & On)
  | ({ readonly _tag: 'Rename'; readonly subject: string } & On)
  | ({ readonly _tag: 'Label'; readonly label: string } & On)
  | ({ readonly _tag: 'Unlabel'; readonly label: string } & On)
  | ({ readonly _tag: 'SetAttributes'; readonly attributes: Attributes } & On)
  | ({ readonly _tag: 'SetType'; readonly type: ConversationType } & On)
  | ({ readonly _tag: 'RemoveConversation' } & On)
  /**
   * `token`: the version of the reading stream that the reader's screen showed; `foreign`: the token belongs to another
   * reader or conversation.
   */
  | ({
      readonly _tag: 'MarkRead'
      readonly upTo: MessageId | null
      readonly token: number | 'foreign' | null
    } & OnReading)
  | ({ readonly _tag: 'MarkUnread'; readonly from: MessageId | null } & OnReading)
  /**
   * Ends an import whose messages are not to count as unread: the cursors of members who had nothing unread before it
   * move to its last message. During the import nobody else wrote.
   */
  | ({ readonly _tag: 'SettleImport'; readonly added: { readonly [S in Side]: Stretch | null } } & On)
  | ({ readonly _tag: 'EraseContent'; readonly of: Erased } & On)

/** The first and last of consecutive messages, as one side sees them. */
export type Stretch = { readonly first: MessageId; readonly last: MessageId }

export type CommandTag = Command['_tag']
export type CommandOf<Tag extends CommandTag> = Extract<Command, { _tag: Tag }>
export type Destination = { readonly staff: ActorId } | { readonly queue: string }
