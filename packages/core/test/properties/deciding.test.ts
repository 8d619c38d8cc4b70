import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { handle } from '../../src/app/handle.ts'
import type { Plan } from '../../src/app/judge.ts'
import { isUndecided, planAgain, planFor, withoutGone } from '../../src/app/judge.ts'
import { foldRows } from '../../src/app/rebuild.ts'
import type { Step } from '../../src/app/record.ts'
import { record } from '../../src/app/record.ts'
import { decide } from '../../src/conversation/commands.ts'
import type { Decision } from '../../src/conversation/commands/Decision.ts'
import { admit } from '../../src/conversation/commands/enter.ts'
import type { Recorded } from '../../src/conversation/Recorded.ts'
import type { State } from '../../src/conversation/State.ts'
import { initial } from '../../src/conversation/State.ts'
import { memory } from '../../src/memory/memory.ts'
import type { Storage } from '../../src/ports/Storage.ts'
import { storedStream } from '../../src/projections/rows/Database.ts'
import { stateFor, stateOf } from '../../src/projections/rows/stateOf.ts'
import { mayRefuse } from '../deciding/refusals.ts'
import { frozen, withoutClock } from './frozen.ts'
import { histories, made, parameters, patience } from './support.ts'

type Seen = { readonly restricted: State; readonly whole: State }
type Said = { readonly decision: Decision; readonly steps: ReadonlyArray<Pick<Step, 'recorded' | 'changes'>> }

const eventsOf = async (store: Storage, { command }: Plan): Promise<ReadonlyArray<Recorded>> => {
  const stream = { tenant: command.context.actor.tenant, conversation: command.conversationId }
  const read = await store.read({ stream, after: 0 }, 100_000)()
  return E.isRight(read) ? read.right : []
}

/** The same moment, as much of it as was asked for, and all of it. */
const seen = async (store: Storage, plan: Plan, history: boolean): Promise<Seen> => {
  const events = await eventsOf(store, plan)
  if (events.length === 0) return { restricted: initial, whole: initial }
  const stream = storedStream(plan.needs.stream, foldRows(events), events)
  const asked = plan.needs.customerHistory === null ? null : history
  return {
    restricted: { ...stateFor(stream, [plan.needs]), customerHistory: asked },
    whole: { ...stateOf(stream, [plan.needs]), customerHistory: asked },
  }
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

/** Decides, and follows what comes of it: the events and the row changes. */
const say = (plan: Plan, state: State): Said => {
  const { command } = plan
  const admitted = admit(command, state, plan.from !== null)
  const decision: Decision = E.isLeft(admitted) ? admitted : decide(command, withoutGone(plan, state))
  if (E.isLeft(decision)) return { decision, steps: [] }
  const states = new Map([[command.conversationId, state]])
  const steps = decision.right.map((fact) => {
    const { recorded, changes, after } = record(
      fact,
      command.context,
      states.get(fact.conversation) ?? initial,
    )
    states.set(fact.conversation, after)
    return { recorded, changes: changes.toSorted(byText) }
  })
  return { decision, steps }
}

/** Says the same thing twice, of values that nobody may change, without a clock. */
const sayPurely = (plan: Plan, state: State): Said => {
  frozen(plan)
  frozen(state)
  const [once, twice] = withoutClock(() => [say(plan, state), say(plan, state)] as const)
  expect(isDeepStrictEqual(once, twice), 'the same twice').toBe(true)
  return once
}

describe('deciding', () => {
  test('by what needs() names is deciding by everything, and is pure', { timeout: patience }, async () => {
    let decided = 0
    const property = fc.asyncProperty(histories(), fc.boolean(), async (numbers, history) => {
      const store = memory()
      for (const command of made(numbers).commands) {
        let plan = planFor(command)
        for (let looks = 0; ; looks++) {
          expect(looks).toBeLessThan(6)
          const { restricted, whole } = await seen(store, plan, history)
          const some = sayPurely(plan, restricted)
          const left = E.isLeft(some.decision) ? some.decision.left : null
          if (left !== null && !isUndecided(left)) {
            expect(mayRefuse(command, left._tag), `${command._tag}: ${left._tag}`).toBe(true)
          }
          // Asking to see more is no decision; whoever sees all need not ask.
          if (left === null || !isUndecided(left) || left._tag !== 'More') {
            expect(some).toStrictEqual(sayPurely(plan, whole))
            decided++
          }
          if (left === null || !isUndecided(left)) break
          plan = planAgain(plan, left)
        }
        const batch = handle([command])
        await store.commit(batch.needs, batch.settle)()
      }
    })
    await fc.assert(property, parameters(150))
    console.info(`decided alike: ${decided} commands`)
  })
})
