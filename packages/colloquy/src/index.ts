/** The front door: open conversations, say who acts, and talk. */
import '@colloquy/core/node'
export { extend, presets, roles } from '@colloquy/core'
export type * from '@colloquy/core'
export { memory } from '@colloquy/core/memory'
export type { MemoryOptions } from '@colloquy/core/memory'
export type { Storage, StoreError } from '@colloquy/core/storage'
export { actor, systemActor } from './session/actor.ts'
export type { ActorInput, SessionActor } from './session/actor.ts'
export type { Faced, Result } from './engine/face.ts'
export type {
  Can,
  CommandReason,
  CustomerCalls,
  CustomerCommands,
  StaffCalls,
  StaffCommands,
} from './session/Calls.ts'
export type { Chat } from './opening/Chat.ts'
export type * from './session/Session.ts'
export type { LogEntry } from './engine/Engine.ts'
export type {
  ConversationEvent,
  ConversationEventOf,
  ConversationEventType,
} from './following/ConversationEvent.ts'
export type {
  Frame,
  Frames,
  MessageEventType,
  Watch,
  WatchedEvent,
  WatchOptions,
} from './following/watching/Frame.ts'
export type { On } from './following/listening.ts'
export type { Subscribe } from './following/subscribing/subscribing.ts'
export type { Retry } from './following/subscribing/Retry.ts'
export type {
  Attempt,
  ConversationStream,
  Handler,
  ParkedConversation,
  ReleaseOptions,
  StopOptions,
  SubscribeOptions,
  Subscription,
  SubscriptionCounts,
} from './following/subscribing/Subscription.ts'
export type { WaitFor } from './following/subscribing/waitFor.ts'
export { openConversations } from './opening/openConversations.ts'
export type { CommandName } from './session/commands/commands.ts'
export type { AssignInput, SetOwnerInput, TransferInput } from './session/commands/assignment.ts'
export type {
  LabelInput,
  RenameInput,
  SetAttributesInput,
  SetTypeInput,
} from './session/commands/description.ts'
export type { EditInput, OnMessageInput, PostInput } from './session/commands/messages.ts'
export type { OnParticipantInput } from './session/commands/members.ts'
export type {
  MarkReadForInput,
  MarkReadInput,
  MarkUnreadForInput,
  MarkUnreadInput,
} from './session/commands/reading.ts'
export type { LinkInput, RecordInput } from './session/commands/records.ts'
export type { CustomerStartInput, StartInput } from './session/commands/starting.ts'
export type { OnConversationInput } from './session/commands/status.ts'
export type { CommandInput, MessageInput } from './session/commands/draft.ts'
export type { CustomerInput, ParticipantInput, WhoInput } from './session/commands/who.ts'
export type { AttributesInput, Limits, When } from '@colloquy/core/decoding'
export type { EraseInput, ErasedResult } from './operating/erasing.ts'
export type * from './operating/importing/ImportedConversation.ts'
export type {
  Import,
  Importable,
  Imported,
  ImportFailure,
  ImportOptions,
  ImportSource,
} from './operating/importing/importing.ts'
export { readJsonLines } from './operating/importing/readJsonLines.ts'
export type { Progress, Verified, Verifying } from './operating/verifying.ts'
export type * from './opening/Options.ts'
export type { Reason, ReasonOf } from './engine/Reason.ts'
export { ConversationError } from './engine/Reason.ts'
export type { Receipt } from './committing/Receipt.ts'
