import type { CustomerShown, Inquiries, Inquiry, Shown, StaffShown } from '@colloquy/core'
import type { AssignInput, SetOwnerInput } from './commands/assigning.ts'
import type { CommandName } from './commands/commands.ts'
import type { LabelInput, RenameInput, SetAttributesInput, SetTypeInput } from './commands/describing.ts'
import type { EditInput, OnMessageInput, PostInput } from './commands/messages.ts'
import type { OnParticipantInput } from './commands/people.ts'
import type {
  MarkReadForInput,
  MarkReadInput,
  MarkUnreadForInput,
  MarkUnreadInput,
} from './commands/reading.ts'
import type { LinkInput, RecordInput } from './commands/records.ts'
import type { CustomerStartInput, StartInput } from './commands/starting.ts'
import type { OnConversationInput } from './commands/status.ts'
import type { Reason } from './Reason.ts'
import type { Receipt } from './Receipt.ts'

type Command<Input> = (input: Input) => Receipt

/** What customers can do; each answers a receipt, or why not. */
export type CustomerCommands = {
  readonly start: Command<CustomerStartInput>
  readonly post: Command<PostInput>
  readonly edit: Command<EditInput>
  readonly remove: Command<OnMessageInput>
  readonly join: Command<OnParticipantInput>
  readonly leave: Command<OnParticipantInput>
  readonly follow: Command<OnParticipantInput>
  readonly unfollow: Command<OnParticipantInput>
  readonly mute: Command<OnParticipantInput>
  readonly unmute: Command<OnParticipantInput>
  readonly followRecord: Command<RecordInput>
  readonly unfollowRecord: Command<RecordInput>
  readonly close: Command<OnConversationInput>
  readonly reopen: Command<OnConversationInput>
  readonly markRead: Command<MarkReadInput>
  readonly markUnread: Command<MarkUnreadInput>
}

export type StaffCommands = Omit<CustomerCommands, 'start'> & {
  readonly start: Command<StartInput>
  readonly publish: Command<OnMessageInput>
  readonly link: Command<LinkInput>
  readonly unlink: Command<LinkInput>
  readonly assign: Command<AssignInput>
  readonly transfer: Command<AssignInput>
  readonly setOwner: Command<SetOwnerInput>
  readonly pick: Command<OnConversationInput>
  readonly release: Command<OnConversationInput>
  readonly lock: Command<OnConversationInput>
  readonly unlock: Command<OnConversationInput>
  readonly markNoReplyNeeded: Command<OnConversationInput>
  readonly rename: Command<RenameInput>
  readonly label: Command<LabelInput>
  readonly unlabel: Command<LabelInput>
  readonly setAttributes: Command<SetAttributesInput>
  readonly setType: Command<SetTypeInput>
  readonly removeConversation: Command<OnConversationInput>
  readonly markReadFor: Command<MarkReadForInput>
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
