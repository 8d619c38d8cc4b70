import type { Either } from 'fp-ts/lib/Either.js'
import type { Command } from './Command.ts'
import type { Decision, Here, Undecided } from './decide/Decision.ts'
import {
  label,
  mayDescribe,
  mayRename,
  maySetType,
  rename,
  setAttributes,
  setType,
} from './decide/describing.ts'
import {
  assign,
  mayAssign,
  mayPick,
  mayRelease,
  mayTransfer,
  pick,
  release,
  transfer,
} from './decide/handling.ts'
import { follow, join, leave, mayManage, mayMute, mute, unfollow } from './decide/membership.ts'
import {
  editMessage,
  mayEdit,
  mayPublish,
  mayRemove,
  publishMessage,
  removeMessage,
} from './decide/messages.ts'
import { eraseContent, mayErase, maySettleImport, settleImport } from './decide/operating.ts'
import { permitPost, postMessage } from './decide/postMessage.ts'
import { markRead, markUnread, mayMark } from './decide/reading.ts'
import { followRecord, linkRecord, mayLink, unlinkRecord } from './decide/records.ts'
import { mayStart, startConversation } from './decide/startConversation.ts'
import * as status from './decide/status.ts'
import type { Rejection } from './Rejection.ts'

/** A command on a conversation that is there; the others begin something. */
export type OnConversation = Exclude<
  Command,
  { _tag: 'StartConversation' | 'FollowRecord' | 'UnfollowRecord' }
>

/**
 * What a command comes to, for an actor who was let in. Each function asks its own `may…` first, the very one that
 * `permit` below asks for a question.
 */
export const decide = (command: OnConversation, here: Here): Decision => {
  switch (command._tag) {
    case 'PostMessage':
      return postMessage(command, here)
    case 'EditMessage':
      return editMessage(command, here)
    case 'RemoveMessage':
      return removeMessage(command, here)
    case 'PublishMessage':
      return publishMessage(command, here)
    case 'LinkRecord':
      return linkRecord(command, here)
    case 'UnlinkRecord':
      return unlinkRecord(command, here)
    case 'Join':
      return join(command, here)
    case 'Leave':
      return leave(command, here)
    case 'Follow':
      return follow(command, here)
    case 'Unfollow':
      return unfollow(command, here)
    case 'Mute':
    case 'Unmute':
      return mute(command, here)
    case 'Assign':
      return assign(command, here)
    case 'Transfer':
      return transfer(command, here)
    case 'Pick':
      return pick(command, here)
    case 'Release':
      return release(command, here)
    case 'Close':
      return status.close(command, here)
    case 'Reopen':
      return status.reopen(command, here)
    case 'Lock':
      return status.lock(command, here)
    case 'Unlock':
      return status.unlock(command, here)
    case 'MarkNoReplyNeeded':
      return status.markNoReplyNeeded(command, here)
    case 'RemoveConversation':
      return status.removeConversation(command, here)
    case 'Rename':
      return rename(command, here)
    case 'Label':
    case 'Unlabel':
      return label(command, here)
    case 'SetAttributes':
      return setAttributes(command, here)
    case 'SetType':
      return setType(command, here)
    case 'MarkRead':
      return markRead(command, here)
    case 'MarkUnread':
      return markUnread(command, here)
    case 'SettleImport':
      return settleImport(command, here)
    case 'EraseContent':
      return eraseContent(command)
  }
}

/** Whether the command would be let through, before its content is looked at: the first half of `decide`. */
export const permit = (command: OnConversation, here: Here): Either<Rejection | Undecided, void> => {
  switch (command._tag) {
    case 'PostMessage':
      return permitPost(command, here)
    case 'EditMessage':
      return mayEdit(command, here)
    case 'RemoveMessage':
      return mayRemove(command, here)
    case 'PublishMessage':
      return mayPublish(command, here)
    case 'LinkRecord':
    case 'UnlinkRecord':
      return mayLink(command, here)
    case 'Join':
    case 'Leave':
    case 'Follow':
    case 'Unfollow':
      return mayManage(command)
    case 'Mute':
    case 'Unmute':
      return mayMute(command)
    case 'Assign':
      return mayAssign(command, here)
    case 'Transfer':
      return mayTransfer(command, here)
    case 'Pick':
      return mayPick(command, here)
    case 'Release':
      return mayRelease(command, here)
    case 'Close':
      return status.mayClose(command, here)
    case 'Reopen':
      return status.mayReopen(command, here)
    case 'Lock':
      return status.mayLock(command, here)
    case 'Unlock':
      return status.mayUnlock(command)
    case 'MarkNoReplyNeeded':
      return status.mayMarkNoReplyNeeded(command)
    case 'RemoveConversation':
      return status.mayRemoveConversation(command, here)
    case 'Rename':
      return mayRename(command, here)
    case 'Label':
    case 'Unlabel':
    case 'SetAttributes':
      return mayDescribe(command)
    case 'SetType':
      return maySetType(command, here)
    case 'MarkRead':
    case 'MarkUnread':
      return mayMark(command)
    case 'SettleImport':
      return maySettleImport(command)
    case 'EraseContent':
      return mayErase(command)
  }
}

export { followRecord, mayStart, startConversation }
