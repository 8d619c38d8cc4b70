import type { CommandTag } from '@colloquy/core'

const weights: ReadonlyArray<readonly [number, CommandTag]> = [
  [9, 'StartConversation'],
  [26, 'PostMessage'],
  [3, 'EditMessage'],
  [6, 'RemoveMessage'],
  [4, 'PublishMessage'],
  [4, 'LinkRecord'],
  [2, 'UnlinkRecord'],
  [4, 'Join'],
  [4, 'Leave'],
  [3, 'Follow'],
  [3, 'Unfollow'],
  [2, 'Mute'],
  [1, 'Unmute'],
  [2, 'FollowRecord'],
  [1, 'UnfollowRecord'],
  [4, 'Assign'],
  [3, 'Transfer'],
  [3, 'Pick'],
  [3, 'Release'],
  [5, 'Close'],
  [3, 'Reopen'],
  [2, 'Lock'],
  [2, 'Unlock'],
  [3, 'MarkNoReplyNeeded'],
  [2, 'Rename'],
  [2, 'Label'],
  [1, 'Unlabel'],
  [2, 'SetAttributes'],
  [2, 'SetType'],
  [1, 'RemoveConversation'],
  [9, 'MarkRead'],
  [8, 'MarkUnread'],
  [3, 'SettleImport'],
  [1, 'EraseContent'],
]

/** Every kind of command, as many times as it weighs. */
export const wheel: ReadonlyArray<CommandTag> = weights.flatMap(([weight, tag]) =>
  Array.from({ length: weight }, () => tag),
)
