import { defaultLimits } from '@colloquy/core/decoding'
import type { Command, StaffCommands } from '../Calls.ts'
import { assign, setOwner, transfer } from './assignment.ts'
import type { Defined } from './Definition.ts'
import { label, rename, setAttributes, setType, unlabel } from './description.ts'
import { edit, post, publish, remove } from './messages.ts'
import { follow, join, leave, mute, unfollow, unmute } from './members.ts'
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

/** Every command of a session, by its public name; its input and its refusals are exactly those in `Calls.ts`. */
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
} as const satisfies {
  readonly [N in keyof StaffCommands]: StaffCommands[N] extends Command<infer Input, infer Why>
    ? Defined<Input, Why>
    : never
}

/** A command by its name in a session. */
export type CommandName = keyof typeof commands
export const commandNames = Object.keys(commands) as ReadonlyArray<CommandName>
export const isCommandName = (name: unknown): name is CommandName =>
  typeof name === 'string' && Object.hasOwn(commands, name)

const onConversation: ReadonlySet<CommandName> = new Set(
  commandNames.filter((name) => 'conversationId' in (commands[name].schema(defaultLimits).properties ?? {})),
)

/** Whether a command is on a conversation: then its input has a field for it. */
export const isOnConversation = (name: CommandName): boolean => onConversation.has(name)
