import type { CustomerShown, StaffShown } from '@colloquy/core'
import type { Inquiries, Inquiry, Shown } from '@colloquy/core/engine'
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

type Command<Input> = (input: Input) => Receipt

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
  readonly start: Command<CustomerStartInput>
  /**
   * Writes a message; to a closed conversation it is refused, re-opens it or begins another, by policy. ✗ `Forbidden`,
   * `EmptyBody`, `VisibilityExceedsConversation`, `PostAsForbidden`, `ConversationLocked`, `ConversationClosed`,
   * `ConfirmationRequired`, `DuplicateId`.
   */
  readonly post: Command<PostInput>
  /**
   * Changes the text of a message and whom it mentions. ✗ `Forbidden`, `EmptyBody`, `ConversationLocked`,
   * `ConversationClosed`, `ConfirmationRequired`.
   */
  readonly edit: Command<EditInput>
  /** Takes a message away; a tombstone stays in its place. ✗ `Forbidden`. */
  readonly remove: Command<OnMessageInput>
  /**
   * Makes somebody a participant, oneself unless told. ✗ `Forbidden`, `CustomerInInternal`, `InvalidTarget`.
   */
  readonly join: Command<OnParticipantInput>
  /** Ends participating and following. ✗ `Forbidden`, `StillAssigned`, `IsCustomer`. */
  readonly leave: Command<OnParticipantInput>
  /**
   * Makes somebody a follower, oneself unless told: what is new becomes unread for them. ✗ `Forbidden`,
   * `CustomerInInternal`, `InvalidTarget`.
   */
  readonly follow: Command<OnParticipantInput>
  /** Ends following, not participating. ✗ `Forbidden`. */
  readonly unfollow: Command<OnParticipantInput>
  /**
   * Keeps a conversation out of one's own view `unread` and indicator. ✗ `Forbidden` for anybody else's.
   */
  readonly mute: Command<OnParticipantInput>
  /** Undoes `mute`. ✗ `Forbidden` for anybody else's. */
  readonly unmute: Command<OnParticipantInput>
  /**
   * Makes a record's conversations count as one's own, in `mine` and `customerReplies`; it gives no access.
   * ✗ `RecordUnknown`; for staff `ContextTypeUnsupported`.
   */
  readonly followRecord: Command<RecordInput>
  /** Undoes `followRecord`. ✗ `RecordUnknown`; for staff `ContextTypeUnsupported`. */
  readonly unfollowRecord: Command<RecordInput>
  /**
   * Ends a conversation, and whatever waited for an answer is settled. ✗ `Forbidden`, `NotPicked` where the policy
   * wants it to be somebody's.
   */
  readonly close: Command<OnConversationInput>
  /** Opens a closed conversation again. ✗ `Forbidden`, `ConversationLocked`. */
  readonly reopen: Command<OnConversationInput>
  /**
   * Moves one's own cursor forward to a message and clears the flag; without `upTo` it clears the flag only.
   * ✗ `InvalidInput` for a message or token that is not of this conversation.
   */
  readonly markRead: Command<MarkReadInput>
  /**
   * Flags a conversation for oneself, and moves one's cursor back before a message. ✗ `InvalidInput` for a message
   * that is not there.
   */
  readonly markUnread: Command<MarkUnreadInput>
}

/** What staff, bots and the system can do: all that customers can, and the work of a desk. */
export type StaffCommands = Omit<CustomerCommands, 'start'> & {
  /**
   * Begins a conversation, with what is known at once: people, records, the first message. ✗ `Forbidden`,
   * `CreationNotAllowed`, `FieldRequired` by policy, `InvalidTarget`, `CustomerInInternal`, `ContextTypeUnsupported`,
   * `RecordUnknown`, `VisibilityExceedsConversation`, `PostAsForbidden`, `EmptyBody`, `DuplicateId`.
   */
  readonly start: Command<StartInput>
  /**
   * Shows a note to customers, from now on. ✗ `Forbidden`, `VisibilityExceedsConversation`, `ConversationLocked`,
   * `ConversationClosed`.
   */
  readonly publish: Command<OnMessageInput>
  /**
   * Puts the conversation on a record's list. ✗ `Forbidden`, `ConversationClosed`, `ContextTypeUnsupported`,
   * `RecordUnknown`, `InvalidInput` above 200.
   */
  readonly link: Command<LinkInput>
  /** Takes it off a record's list. ✗ `Forbidden`, `ConversationClosed`, `NotLinked`. */
  readonly unlink: Command<LinkInput>
  /**
   * Gives it to somebody of the staff, into a queue, or (null) back to its queue. ✗ `Forbidden`, `InvalidTarget`,
   * `ConversationClosed`.
   */
  readonly assign: Command<AssignInput>
  /**
   * Hands on what one has; another's only with `assign`. ✗ `Forbidden`, `NotPicked`, `InvalidTarget`,
   * `ConversationClosed`.
   */
  readonly transfer: Command<TransferInput>
  /**
   * `assign` to somebody, by the name that back offices give it. ✗ `Forbidden`, `InvalidTarget`, `ConversationClosed`.
   */
  readonly setOwner: Command<SetOwnerInput>
  /**
   * Takes what nobody has; the first to ask gets it. ✗ `Forbidden`, `AlreadyAssigned`, `ConversationClosed`.
   */
  readonly pick: Command<OnConversationInput>
  /** Gives it back to its queue. ✗ `Forbidden`, `ConversationClosed`. */
  readonly release: Command<OnConversationInput>
  /** Keeps a closed conversation from being re-opened or written in. ✗ `Forbidden`, `MustBeClosed`. */
  readonly lock: Command<OnConversationInput>
  /** Undoes `lock`; it stays closed. ✗ `Forbidden`. */
  readonly unlock: Command<OnConversationInput>
  /** Says that what the customer wrote needs no answer. ✗ `Forbidden`. */
  readonly markNoReplyNeeded: Command<OnConversationInput>
  /** Changes the subject line. ✗ `Forbidden`, `ConversationClosed`. */
  readonly rename: Command<RenameInput>
  /** Puts a label on it, for the desk's own order. ✗ `Forbidden`, `InvalidInput` above 50. */
  readonly label: Command<LabelInput>
  /** Takes a label off. ✗ `Forbidden`. */
  readonly unlabel: Command<LabelInput>
  /**
   * Adds to the attributes and replaces; null takes one away. ✗ `Forbidden`, `InvalidInput` above 32 keys or 4 KiB.
   */
  readonly setAttributes: Command<SetAttributesInput>
  /**
   * Makes it a conversation with a customer, or internal. ✗ `Forbidden`, `ConversationClosed`,
   * `VisibilityExceedsConversation` once anything was public.
   */
  readonly setType: Command<SetTypeInput>
  /** Takes the conversation away from everybody, where the policy allows it. ✗ `Forbidden`. */
  readonly removeConversation: Command<OnConversationInput>
  /** `markRead` for somebody else. ✗ `Forbidden`, `ConfirmationRequired`, `InvalidInput`. */
  readonly markReadFor: Command<MarkReadForInput>
  /** `markUnread` for somebody else. ✗ `Forbidden`, `ConfirmationRequired`, `InvalidInput`. */
  readonly markUnreadFor: Command<MarkUnreadForInput>
}

type Queries<S extends Shown> = {
  readonly [Name in keyof Inquiries<S>]: Inquiries<S>[Name] extends (...given: infer G) => Inquiry<infer A>
    ? (...given: G) => A
    : never
}

/** Whether a command would be accepted now, by the very function that decides it; `reason` says why not. */
export type Can = (
  command: CommandName,
  conversationId?: string,
  input?: { readonly [field: string]: unknown },
) => { readonly allowed: boolean; readonly reason?: Reason }

type Asking = { readonly can: Can }

/** Everything a session answers, as if at once; the faces say how it is answered. */
export type StaffCalls = StaffCommands & Queries<StaffShown> & Asking
export type CustomerCalls = CustomerCommands &
  Omit<Queries<CustomerShown>, 'audit' | 'forCustomer' | 'unansweredRecords'> &
  Asking

/** Answered with promises: rejected with a `ConversationError`. */
export type Promised<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...given: infer G) => infer A
    ? (...given: G) => Promise<A>
    : never
}

/** What `try` answers: the value, or why not. */
export type Result<A> =
  | { readonly ok: true; readonly value: A }
  | { readonly ok: false; readonly error: Reason }

/** Answered with promises that are never rejected. */
export type Tried<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...given: infer G) => infer A
    ? (...given: G) => Promise<Result<A>>
    : never
}

/** The same at once, inside the transaction of a synchronous driver. */
export type TriedAtOnce<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...given: infer G) => infer A
    ? (...given: G) => Result<A>
    : never
}
