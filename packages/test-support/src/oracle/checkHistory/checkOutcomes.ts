import type { Command, Outcome } from '@colloquy/core/engine'
import { isSettled } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Telling } from '../tell.ts'
import { checkCommand } from './checkCommand.ts'
import { same } from '@colloquy/conformance/comparing/same'

/** The outcomes of a batch agree with the log; a batch of one new command is compared in detail. */
export const checkOutcomes = (
  commands: ReadonlyArray<Command>,
  outcomes: ReadonlyArray<Outcome>,
  before: Map<string, Telling>,
  after: Map<string, Telling>,
  issued: Set<string>,
): void => {
  const added = outcomes.flatMap((outcome) =>
    isSettled(outcome) && E.isRight(outcome) ? outcome.right.events : [],
  )
  same(lengthOf(after) - lengthOf(before), added.length, 'events added')
  const [command] = commands
  const [outcome] = outcomes
  const single = commands.length === 1 && command !== undefined && !issued.has(idOf(command))
  if (single && outcome !== undefined && isSettled(outcome)) checkCommand(command, outcome, before, after)
  for (const each of commands) issued.add(idOf(each))
}

const lengthOf = (tellings: Map<string, Telling>): number =>
  [...tellings.values()].reduce((sum, { log }) => sum + log.length, 0)

/** The idempotency key with its actor: an equal one is a retry. */
const idOf = ({ context: { actor, commandId } }: Command): string =>
  `${actor.tenant} ${actor.kind} ${actor.id} ${commandId}`
