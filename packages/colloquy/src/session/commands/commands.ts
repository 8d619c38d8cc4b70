import { defaultLimits } from '@colloquy/core/decoding'
import type { Command, StaffCommands } from '../Calls.ts'
import type { Defined } from './Definition.ts'
import * as assignment from './assignment.ts'
import * as description from './description.ts'
import * as members from './members.ts'
import * as messages from './messages.ts'
import * as reading from './reading.ts'
import * as records from './records.ts'
import * as starting from './starting.ts'
import * as status from './status.ts'

/** What these files export. */
const all = {
  ...starting,
  ...messages,
  ...members,
  ...records,
  ...assignment,
  ...status,
  ...description,
  ...reading,
}

/** Every command of a session, by its public name; its input and its refusals are exactly those in `Calls.ts`. */
export const commands = all satisfies {
  readonly [N in keyof StaffCommands]: StaffCommands[N] extends Command<infer Input, infer Why>
    ? Defined<Input, Why>
    : never
} & { readonly [N in Exclude<keyof typeof all, keyof StaffCommands>]: never }

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
