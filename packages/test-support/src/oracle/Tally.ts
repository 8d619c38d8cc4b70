import type { Command, Outcome } from '@colloquy/core/engine'
import { isSettled } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'

/** Counts of what happened, to show that histories cover everything. */
export type Tally = Map<string, number>

export const count = (tally: Tally, what: string): void => {
  tally.set(what, (tally.get(what) ?? 0) + 1)
}

export const countOutcomes = (
  tally: Tally,
  commands: ReadonlyArray<Command>,
  outcomes: ReadonlyArray<Outcome>,
): void => {
  outcomes.forEach((outcome, at) => {
    if (!isSettled(outcome)) return count(tally, outcome)
    count(tally, `command ${commands[at]?._tag ?? ''}`)
    if (E.isLeft(outcome)) return count(tally, `refused ${outcome.left._tag}`)
    if (!outcome.right.changed) count(tally, 'unchanged')
    for (const { event } of outcome.right.events) count(tally, `event ${event.type}`)
  })
}
