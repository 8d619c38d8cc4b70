/** The front door: open conversations, say who acts, and talk. */
import '@colloquy/core/node'
export { extend, presets, roles } from '@colloquy/core'
export type {
  Attributes,
  AuditEntry,
  Capability,
  CursorOptions,
  CustomerConversation,
  CustomerShown,
  FilterOptions,
  InboxOptions,
  InboxPage,
  Indicator,
  Kind,
  Page,
  PageOptions,
  Policies,
  PublicEvent,
  PublicMessage,
  PublicParticipant,
  PublicUnread,
  RecordCounts,
  RecordPage,
  RecordRef,
  RecordTotals,
  RoleMark,
  SearchOptions,
  SearchPage,
  StaffConversation,
  StaffEvent,
  StaffMessage,
  StaffParticipant,
  StaffShown,
  StaffUnread,
  Storage,
  StoreError,
  TimelineOptions,
  TimelinePage,
  TypePolicies,
  View,
} from '@colloquy/core'
export { actor, systemActor } from './actor.ts'
export type { ActorInput, SessionActor } from './actor.ts'
export type * from './Calls.ts'
export type * from './Chat.ts'
export type { LogEntry } from './Engine.ts'
export type {
  ConversationEvent,
  ConversationEventOf,
  ConversationEventType,
} from './following/ConversationEvent.ts'
export type * from './following/Frame.ts'
export type { On } from './following/listening.ts'
export type { Subscribe } from './following/subscribing.ts'
export type { Retry } from './following/Retry.ts'
export type * from './following/Subscription.ts'
export type { WaitFor } from './following/waiting.ts'
export { openConversations } from './openConversations.ts'
export type { CommandName } from './commands/commands.ts'
export type { AssignInput, SetOwnerInput } from './commands/assigning.ts'
export type { LabelInput, RenameInput, SetAttributesInput, SetTypeInput } from './commands/describing.ts'
export type { EditInput, OnMessageInput, PostInput } from './commands/messages.ts'
export type { OnParticipantInput } from './commands/people.ts'
export type {
  MarkReadForInput,
  MarkReadInput,
  MarkUnreadForInput,
  MarkUnreadInput,
} from './commands/reading.ts'
export type { LinkInput, RecordInput } from './commands/records.ts'
export type { CustomerStartInput, StartInput } from './commands/starting.ts'
export type { OnConversationInput } from './commands/status.ts'
export type { CommandInput, MessageInput } from './input/draft.ts'
export type { CustomerInput, ParticipantInput, WhoInput } from './input/people.ts'
export type { AttributesInput, Limits, When } from '@colloquy/core/decoding'
export type { EraseInput, ErasedResult } from './operating/erasing.ts'
export type * from './operating/ImportedConversation.ts'
export type {
  Import,
  Importable,
  Imported,
  ImportFailure,
  ImportOptions,
  ImportSource,
} from './operating/importing.ts'
export { readJsonLines } from './operating/readJsonLines.ts'
export type { Progress, Verified, Verifying } from './operating/verifying.ts'
export type * from './Options.ts'
export type { Reason } from './Reason.ts'
export { ConversationError } from './Reason.ts'
export type { Receipt } from './Receipt.ts'
