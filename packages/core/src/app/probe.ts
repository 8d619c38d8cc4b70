import * as E from 'fp-ts/lib/Either.js'
import type { Command } from '../conversation/Command.ts'
import { decide, permit } from '../conversation/commands.ts'
import { admit } from '../conversation/commands/enter.ts'
import type { Needs } from '../conversation/Needs.ts'
import type { Rejection } from '../conversation/Rejection.ts'
import type { Settle, Settled } from '../ports/Storage.ts'
import type { Plan } from './judge.ts'
import { isUndecided, planAgain, planFor, withoutGone } from './judge.ts'
import { Workspace } from './Workspace.ts'

/** A dry run of a command: a batch for a storage's `commit` that writes nothing. */
export type Probe = {
  readonly needs: ReadonlyArray<Needs>
  readonly settle: Settle
  /** `held`: another transaction has locked the conversation, so there is no answer yet. */
  readonly answer: () => E.Either<Rejection, void> | 'held'
}

/**
 * Whether a command would be accepted now, by the functions that decide it. `wholly`: with its content; otherwise only
 * whether the actor may give such a command.
 */
export const probe = (command: Command, wholly: boolean): Probe => {
  let plan: Plan = planFor(command)
  let answer: E.Either<Rejection, void> | 'held' = E.right(undefined)
  const settle: Settle = (loaded) => {
    if (loaded.held(plan.needs.stream)) {
      answer = 'held'
      return nothing
    }
    const state = withoutGone(plan, new Workspace(loaded).see(plan.needs))
    const admitted = admit(plan.command, state, plan.from !== null)
    const said = E.isLeft(admitted)
      ? admitted
      : wholly
        ? decide(plan.command, state)
        : permit(plan.command, state)
    if (E.isLeft(said) && isUndecided(said.left)) {
      plan = planAgain(plan, said.left)
      return { more: [plan.needs] }
    }
    answer = E.isLeft(said) && !isUndecided(said.left) ? E.left(said.left) : E.right(undefined)
    return nothing
  }
  return { needs: [plan.needs], settle, answer: () => answer }
}

const nothing: Settled = { events: [], changes: [], receipts: [], positionsOf: [] }
