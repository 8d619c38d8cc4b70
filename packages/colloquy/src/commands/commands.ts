import type { Decoder } from '../input/Decoder.ts'
import { assign, setOwner, transfer } from './assigning.ts'
import type { Bound } from './Definition.ts'
import { label, rename, setAttributes, setType, unlabel } from './describing.ts'
import { edit, post, publish, remove } from './messages.ts'
import { follow, join, leave, mute, unfollow, unmute } from './people.ts'
import { markRead, markReadFor, markUnread, markUnreadFor } from './reading.ts'
import { followRecord, link, unfollowRecord, unlink } from './records.ts'
import { start } from './starting.ts'
import {
  close,
  lock,
  markNoReplyNeeded,
  pick,
  release,
  removeConversation,
  reopen,
  unlock,
} from './status.ts'

/** Every command of a session, by its public name. */
export const commands = {
  start,
  post,
  edit,
  remove,
  publish,
  link,
  unlink,
  join,
  leave,
  follow,
  unfollow,
  mute,
  unmute,
  followRecord,
  unfollowRecord,
  assign,
  transfer,
  setOwner,
  pick,
  release,
  close,
  reopen,
  lock,
  unlock,
  markNoReplyNeeded,
  rename,
  label,
  unlabel,
  setAttributes,
  setType,
  removeConversation,
  markRead,
  markUnread,
  markReadFor,
  markUnreadFor,
} as const satisfies { readonly [name: string]: Decoder<Bound> }

/** Those that are on no conversation. */
export const unboundCommands: ReadonlySet<string> = new Set(['start', 'followRecord', 'unfollowRecord'])

/** A command by its name in a session. */
export type CommandName = keyof typeof commands
export const commandNames = Object.keys(commands) as ReadonlyArray<CommandName>
export const isCommandName = (name: unknown): name is CommandName =>
  typeof name === 'string' && Object.hasOwn(commands, name)
