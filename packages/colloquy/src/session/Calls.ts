import type { CommandTag, Inquiries, Inquiry, Shown, Refusal, RefusalsOf } from '@colloquy/core/engine'
import type { CustomerShown, StaffShown } from '@colloquy/core'
import type { StoreError } from '@colloquy/core/storage'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AssignInput, SetOwnerInput, TransferInput } from './commands/assignment.ts'
import type { CommandName } from './commands/commands.ts'
import type { LabelInput, RenameInput, SetAttributesInput, SetTypeInput } from './commands/description.ts'
import type { EditInput, OnMessageInput, PostInput } from './commands/messages.ts'
import type { OnParticipantInput } from './commands/members.ts'
import type {
  MarkReadForInput,
  MarkReadInput,
  MarkUnreadForInput,
  MarkUnreadInput,
} from './commands/reading.ts'
import type { LinkInput, RecordInput } from './commands/records.ts'
import type { CustomerStartInput, StartInput } from './commands/starting.ts'
import type { OnConversationInput } from './commands/status.ts'
import type { Reason } from '../engine/Reason.ts'
import type { Receipt } from '../committing/Receipt.ts'

/** Takes an input and answers a receipt, or why not. */
export type Command<Input, Why> = (input: Input) => Either<Why, Receipt>

/**
 * Why the command of a tag may be refused: what deciding it refuses, what decoding its input refuses, and what only an
 * operator or a retry mends.
 */
export type ReasonFor<Tag extends CommandTag, Input> =
  | Refusal<RefusalsOf<Tag> | 'InvalidInput' | 'FieldRequired' | WithText<keyof Input>>
  | StoreError
type WithText<Field> = Field & ('body' | 'message') extends never ? never : 'EmptyBody'

type To<Tag extends CommandTag, Input> = Command<Input, ReasonFor<Tag, Input>>

/**
 * What customers can do. Each takes one object, which may bear a `commandId` and a time `at`, and answers a receipt; it
 * changes nothing when it is refused. Beside the refusals named, any may answer `NotFound` without access,
 * `InvalidInput` or `FieldRequired` for an input of another shape, `IdempotencyConflict` for a `commandId` used for
 * something else, and what only an operator or a retry mends (`StoreError`).
 */
export type CustomerCommands = {
  /**
   * Begins a conversation of one's own, perhaps with its first message. ✗ `Forbidden`, `CreationNotAllowed`,
   * `FieldRequired` by policy, `RecordUnknown` for a record that one may not name, `EmptyBody`.
   */
  readonly start: To<'StartConversation', CustomerStartInput>
  /**
   * Writes a message; to a closed conversation it is refused, re-opens it or begins another, by policy. ✗ `Forbidden`,
   * `EmptyBody`, `VisibilityExceedsConversation`, `PostAsForbidden`, `ConversationLocked`, `ConversationClosed`,
   * `ConfirmationRequired`, `DuplicateId`.
   */
  readonly post: To<'PostMessage', PostInput>
  /**
   * Changes the text of a message and whom it mentions. ✗ `Forbidden`, `EmptyBody`, `ConversationLocked`,
   * `ConversationClosed`, `ConfirmationRequired`.
   */
  readonly edit: To<'EditMessage', EditInput>
  /** Takes a message away; a tombstone stays in its place. ✗ `Forbidden`. */
  readonly remove: To<'RemoveMessage', OnMessageInput>
  /**
   * Makes somebody a participant, by default oneself. ✗ `Forbidden`, `CustomerInInternal`, `InvalidTarget`.
   */
  readonly join: To<'Join', OnParticipantInput>
  /** Ends participating and following. ✗ `Forbidden`, `StillAssigned`, `IsCustomer`. */
  readonly leave: To<'Leave', OnParticipantInput>
  /**
   * Makes somebody a follower, by default oneself: what is new becomes unread for them. ✗ `Forbidden`,
   * `CustomerInInternal`, `InvalidTarget`.
   */
  readonly follow: To<'Follow', OnParticipantInput>
  /** Ends following, not participating. ✗ `Forbidden`. */
  readonly unfollow: To<'Unfollow', OnParticipantInput>
  /**
   * Keeps a conversation out of one's own view `unread` and indicator. ✗ `Forbidden` for anybody else's.
   */
  readonly mute: To<'Mute', OnParticipantInput>
  /** Undoes `mute`. ✗ `Forbidden` for anybody else's. */
  readonly unmute: To<'Unmute', OnParticipantInput>
  /**
   * Makes a record's conversations count as one's own, in `mine` and `customerReplies`; it gives no access.
   * ✗ `RecordUnknown`; for staff `ContextTypeUnsupported`.
   */
  readonly followRecord: To<'FollowRecord', RecordInput>
  /** Undoes `followRecord`. ✗ `RecordUnknown`; for staff `ContextTypeUnsupported`. */
  readonly unfollowRecord: To<'UnfollowRecord', RecordInput>
  /**
   * Ends a conversation, and whatever waited for an answer is settled. ✗ `Forbidden`, `NotPicked` where the policy
   * wants it to be somebody's.
   */
  readonly close: To<'Close', OnConversationInput>
  /** Opens a closed conversation again. ✗ `Forbidden`, `ConversationLocked`. */
  readonly reopen: To<'Reopen', OnConversationInput>
  /**
   * Moves one's own cursor forward to a message and clears the flag; without `upTo` it clears the flag only.
   * ✗ `InvalidInput` for a message or token that is not of this conversation.
   */
  readonly markRead: To<'MarkRead', MarkReadInput>
  /**
   * Flags a conversation for oneself, and moves one's cursor back before a message. ✗ `InvalidInput` for a message
   * that is not there.
   */
  readonly markUnread: To<'MarkUnread', MarkUnreadInput>
}

/** What staff, bots and the system can do: all that customers can, and the work of a desk. */
export type StaffCommands = Omit<CustomerCommands, 'start'> & {
  /**
   * Begins a conversation, with what is known at once: people, records, the first message. ✗ `Forbidden`,
   * `CreationNotAllowed`, `FieldRequired` by policy, `InvalidTarget`, `CustomerInInternal`, `ContextTypeUnsupported`,
   * `RecordUnknown`, `VisibilityExceedsConversation`, `PostAsForbidden`, `EmptyBody`, `DuplicateId`.
   */
  readonly start: To<'StartConversation', StartInput>
  /**
   * Shows a note to customers, from now on. ✗ `Forbidden`, `VisibilityExceedsConversation`, `ConversationLocked`,
   * `ConversationClosed`.
   */
  readonly publish: To<'PublishMessage', OnMessageInput>
  /**
   * Puts the conversation on a record's list. ✗ `Forbidden`, `ConversationClosed`, `ContextTypeUnsupported`,
   * `RecordUnknown`, `InvalidInput` above 200.
   */
  readonly link: To<'LinkRecord', LinkInput>
  /** Takes it off a record's list. ✗ `Forbidden`, `ConversationClosed`, `NotLinked`. */
  readonly unlink: To<'UnlinkRecord', LinkInput>
  /**
   * Gives it to somebody of the staff, into a queue, or (null) back to its queue. ✗ `Forbidden`, `InvalidTarget`,
   * `ConversationClosed`.
   */
  readonly assign: To<'Assign', AssignInput>
  /**
   * Hands on what one has; another's only with `assign`. ✗ `Forbidden`, `NotPicked`, `InvalidTarget`,
   * `ConversationClosed`.
   */
  readonly transfer: To<'Transfer', TransferInput>
  /**
   * `assign` to somebody, by the name that back offices give it. ✗ `Forbidden`, `InvalidTarget`, `ConversationClosed`.
   */
  readonly setOwner: To<'Assign', SetOwnerInput>
  /**
   * Takes what nobody has; the first to ask gets it. ✗ `Forbidden`, `AlreadyAssigned`, `ConversationClosed`.
   */
  readonly pick: To<'Pick', OnConversationInput>
  /** Gives it back to its queue. ✗ `Forbidden`, `ConversationClosed`. */
  readonly release: To<'Release', OnConversationInput>
  /** Keeps a closed conversation from being re-opened or written in. ✗ `Forbidden`, `MustBeClosed`. */
  readonly lock: To<'Lock', OnConversationInput>
  /** Undoes `lock`; it stays closed. ✗ `Forbidden`. */
  readonly unlock: To<'Unlock', OnConversationInput>
  /** Says that what the customer wrote needs no answer. ✗ `Forbidden`. */
  readonly markNoReplyNeeded: To<'MarkNoReplyNeeded', OnConversationInput>
  /** Changes the subject line. ✗ `Forbidden`, `ConversationClosed`. */
  readonly rename: To<'Rename', RenameInput>
  /** Puts a label on it, for the desk's own order. ✗ `Forbidden`, `InvalidInput` above 50. */
  readonly label: To<'Label', LabelInput>
  /** Takes a label off. ✗ `Forbidden`. */
  readonly unlabel: To<'Unlabel', LabelInput>
  /**
   * Adds to the attributes and replaces; null takes one away. ✗ `Forbidden`, `InvalidInput` above 32 keys or 4 KiB.
   */
  readonly setAttributes: To<'SetAttributes', SetAttributesInput>
  /**
   * Makes it a conversation with a customer, or internal. ✗ `Forbidden`, `ConversationClosed`,
   * `VisibilityExceedsConversation` once anything was public.
   */
  readonly setType: To<'SetType', SetTypeInput>
  /** Takes the conversation away from everybody, where the policy allows it. ✗ `Forbidden`. */
  readonly removeConversation: To<'RemoveConversation', OnConversationInput>
  /** `markRead` for somebody else. ✗ `Forbidden`, `ConfirmationRequired`, `InvalidInput`. */
  readonly markReadFor: To<'MarkRead', MarkReadForInput>
  /** `markUnread` for somebody else. ✗ `Forbidden`, `ConfirmationRequired`, `InvalidInput`. */
  readonly markUnreadFor: To<'MarkUnread', MarkUnreadForInput>
}

type Queries<S extends Shown> = {
  readonly [Name in keyof Inquiries<S>]: Inquiries<S>[Name] extends (...given: infer G) => Inquiry<infer A>
    ? (...given: G) => Either<Reason, A>
    : never
}

/** What a command of a session can be refused for, by its name: `CommandReason<'post'>`. */
export type CommandReason<Name extends keyof StaffCommands> =
  ReturnType<StaffCommands[Name]> extends Either<infer Why, Receipt> ? Why : never

/** Whether a command would be accepted now, by the very function that decides it; `reason` says why not. */
export type Can = (
  command: CommandName,
  conversationId?: string,
  input?: { readonly [field: string]: unknown },
) => Either<Reason, { readonly allowed: boolean; readonly reason?: Reason }>

/** Every call of a session, as if it answered at once; the faces say how it is answered. */
export type StaffCalls = StaffCommands & Queries<StaffShown> & { readonly can: Can }
export type CustomerCalls = CustomerCommands &
  Omit<Queries<CustomerShown>, 'audit' | 'forCustomer' | 'unansweredRecords'> & { readonly can: Can }
