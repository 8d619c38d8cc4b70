import type { Command, CommandTag } from '../../src/conversation/Command.ts'
import type { OwnRefusals, RefusalsOf } from '../../src/conversation/commands/refusals.ts'
import type { RefusalTag } from '../../src/conversation/Rejection.ts'

type Listed<Tag extends RefusalTag> = { readonly [R in Tag]: true }

const manages: Listed<OwnRefusals<'Unfollow'>> = { Forbidden: true }
const adds: Listed<OwnRefusals<'Join'>> = { Forbidden: true, CustomerInInternal: true, InvalidTarget: true }
const marks: Listed<OwnRefusals<'MarkRead'>> = {
  Forbidden: true,
  ConfirmationRequired: true,
  InvalidInput: true,
}
const records: Listed<OwnRefusals<'FollowRecord'>> = { ContextTypeUnsupported: true, RecordUnknown: true }

/** What the rules of each command refuse: the compiler knows when one is missing or too many. */
export const ownRefusals: { readonly [Tag in CommandTag]: Listed<OwnRefusals<Tag>> } = {
  StartConversation: {
    Forbidden: true,
    CreationNotAllowed: true,
    FieldRequired: true,
    InvalidInput: true,
    InvalidTarget: true,
    CustomerInInternal: true,
    ContextTypeUnsupported: true,
    RecordUnknown: true,
    VisibilityExceedsConversation: true,
    PostAsForbidden: true,
    DuplicateId: true,
    NotFound: true,
  },
  PostMessage: {
    Forbidden: true,
    VisibilityExceedsConversation: true,
    PostAsForbidden: true,
    ConversationLocked: true,
    ConversationClosed: true,
    ConfirmationRequired: true,
    DuplicateId: true,
    InvalidInput: true,
  },
  EditMessage: {
    Forbidden: true,
    NotFound: true,
    ConversationLocked: true,
    ConversationClosed: true,
    ConfirmationRequired: true,
  },
  RemoveMessage: { Forbidden: true, NotFound: true },
  PublishMessage: {
    Forbidden: true,
    NotFound: true,
    VisibilityExceedsConversation: true,
    ConversationLocked: true,
    ConversationClosed: true,
  },
  LinkRecord: { ...records, Forbidden: true, ConversationClosed: true, InvalidInput: true },
  UnlinkRecord: { Forbidden: true, ConversationClosed: true, NotLinked: true },
  FollowRecord: records,
  UnfollowRecord: records,
  Join: adds,
  Follow: adds,
  Leave: { ...manages, StillAssigned: true, IsCustomer: true },
  Unfollow: manages,
  Mute: manages,
  Unmute: manages,
  Assign: { Forbidden: true, InvalidTarget: true, ConversationClosed: true },
  Transfer: { Forbidden: true, NotPicked: true, InvalidTarget: true, ConversationClosed: true },
  Pick: { Forbidden: true, AlreadyAssigned: true, ConversationClosed: true, NotFound: true },
  Release: { Forbidden: true, ConversationClosed: true },
  Close: { Forbidden: true, NotPicked: true },
  Reopen: { Forbidden: true, ConversationLocked: true },
  Lock: { Forbidden: true, MustBeClosed: true },
  Unlock: { Forbidden: true },
  MarkNoReplyNeeded: { Forbidden: true },
  RemoveConversation: { Forbidden: true },
  Rename: { Forbidden: true, ConversationClosed: true },
  Label: { Forbidden: true, InvalidInput: true },
  Unlabel: { Forbidden: true, InvalidInput: true },
  SetAttributes: { Forbidden: true, InvalidInput: true },
  SetType: { Forbidden: true, ConversationClosed: true, VisibilityExceedsConversation: true },
  MarkRead: marks,
  MarkUnread: marks,
  SettleImport: { Forbidden: true },
  EraseContent: { Forbidden: true },
}

/** Those of any command: `Unlock` has no others. `RecordUnknown`: a customer's, of a record that they may not name. */
const ofAny: Listed<RefusalsOf<'Unlock'>> & Listed<RefusalsOf<'UnlinkRecord'> & 'RecordUnknown'> = {
  FeatureDisabled: true,
  NotFound: true,
  Forbidden: true,
  InvalidInput: true,
  IdempotencyConflict: true,
  RecordUnknown: true,
}

/** Whether the type of the command says that it may be refused so. */
export const mayRefuse = ({ _tag }: Command, refusal: RefusalTag): boolean =>
  Object.hasOwn(ownRefusals[_tag], refusal) || Object.hasOwn(ofAny, refusal)
