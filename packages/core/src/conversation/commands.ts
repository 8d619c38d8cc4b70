import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { sideOf, whoIs } from './Actor.ts'
import type { Command, CommandTag } from './Command.ts'
import { assignment } from './commands/assignment.ts'
import type { Decision, Permission, Undecided } from './commands/Decision.ts'
import { all, allowed, isHere, unchanged, when } from './commands/Decision.ts'
import { description } from './commands/description.ts'
import { erasing } from './commands/erasing.ts'
import { importing } from './commands/importing.ts'
import { members } from './commands/members.ts'
import { messages } from './commands/messages.ts'
import { answerOf, records } from './commands/records.ts'
import type { By, Rules, RulesOf } from './commands/Rules.ts'
import { reading } from './commands/reading.ts'
import { starting } from './commands/starting.ts'
import { status } from './commands/status.ts'
import type { MessageId } from './Ids.ts'
import { mayName } from './naming.ts'
import type { Needs } from './Needs.ts'
import { needsOf } from './Needs.ts'
import type { Rejection } from './Rejection.ts'
import type { State } from './State.ts'

/** The rules of every command; a command without an entry does not compile. */
export const commands = {
  ...starting,
  ...messages,
  ...members,
  ...assignment,
  ...records,
  ...description,
  ...status,
  ...reading,
  ...erasing,
  ...importing,
} satisfies RulesOf<CommandTag>

/** The rules of this command. TypeScript cannot follow the tag, hence the cast. */
export const rulesFor = (command: Command): Rules<Command> => commands[command._tag] as Rules<Command>

/** The needs of this command. */
export const needsFor = (command: Command): Needs => {
  const { actor, ledger, commandId } = command.context
  const self = whoIs(actor)
  const own = rulesFor(command).needs(command)
  return needsOf(
    { tenant: actor.tenant, conversation: command.conversationId },
    {
      receipt: ledger ? { actor: self, commandId } : null,
      ...own,
      seats: own.seats === 'all' ? 'all' : [self, ...(own.seats ?? [])],
      links: own.links === 'all' ? 'all' : [...actor.records, ...(own.links ?? [])],
    },
  )
}

/** The message that the command's receipt names. */
export const messageOf = (command: Command): MessageId | null => rulesFor(command).message?.(command) ?? null

/** Whether the actor may give such a command at all; its content is not read. Requires access. */
export const permit = (command: Command, state: State): Either<Rejection | Undecided, void> => {
  const rules = rulesFor(command)
  if (rules.begins === true) return permitBy(rules, command, state)
  return isHere(state) ? permitBy(rules, command, state) : allowed
}

/** The command's decision. Requires access, and a conversation unless the command begins one. */
export const decide = (command: Command, state: State): Decision => {
  const rules = rulesFor(command)
  if (rules.begins === true) return decideBy(rules, command, state)
  return isHere(state) ? decideBy(rules, command, state) : unchanged
}

const permitBy = <S extends State>(
  { may, sentOn }: By<Command, S>,
  command: Command,
  state: S,
): Either<Rejection | Undecided, void> => {
  const permission = may(command, state)
  return E.isLeft(permission) ? permission : (sentOn?.(command, state) ?? allowed)
}

const decideBy = <S extends State>(
  { again, may, decide }: By<Command, S>,
  command: Command,
  state: S,
): Decision =>
  again?.isKnown(command, state) === true
    ? again.decide(command, state)
    : when(may(command, state), () => when(mayNameAll(command), () => decide(command, state)))

/** Refuses any customer's command that names a record which the customer may not name. */
const mayNameAll = (command: Command): Permission => {
  const { context } = command
  const named = sideOf(context.actor.kind) === 'customer' ? rulesFor(command).names?.(command) : undefined
  return all(...(named ?? []).map((record) => mayName(context.actor, record, answerOf(context, record))))
}
