import type { CommandTag } from '@colloquy/core/engine'

/** The relative frequency of each command; a missing one does not compile. */
const weights: { readonly [T in CommandTag]: number } = {
  StartConversation: 9,
  PostMessage: 26,
  EditMessage: 3,
  RemoveMessage: 6,
  PublishMessage: 4,
  LinkRecord: 4,
  UnlinkRecord: 2,
  Join: 4,
  Leave: 4,
  Follow: 3,
  Unfollow: 3,
  Mute: 2,
  Unmute: 1,
  FollowRecord: 2,
  UnfollowRecord: 1,
  Assign: 4,
  Transfer: 3,
  Pick: 3,
  Release: 3,
  Close: 5,
  Reopen: 3,
  Lock: 2,
  Unlock: 2,
  MarkNoReplyNeeded: 3,
  Rename: 2,
  Label: 2,
  Unlabel: 1,
  SetAttributes: 2,
  SetType: 2,
  RemoveConversation: 1,
  MarkRead: 9,
  MarkUnread: 8,
  SettleImport: 3,
  EraseContent: 1,
}

/** Every command's tag, repeated by its weight. */
export const weighedCommands: ReadonlyArray<CommandTag> = (Object.keys(weights) as Array<CommandTag>).flatMap(
  (tag) => Array.from({ length: weights[tag] }, () => tag),
)
