import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from '../conversation/Actor.ts'
import type { Command } from '../conversation/Command.ts'
import type { Position } from '../conversation/Ids.ts'
import { streamKey } from '../conversation/Ids.ts'
import type { Needs } from '../conversation/Needs.ts'
import type { Rejection } from '../conversation/Rejection.ts'
import type { Committed, EventKey, Loaded, Settle } from '../ports/Storage.ts'
import type { Accepted } from './Accepted.ts'
import type { Agreed, Plan, Verdict } from './judge.ts'
import { judge, planFor } from './judge.ts'
import { Ledger } from './Ledger.ts'
import { Workspace } from './Workspace.ts'

/**
 * What became of one command of a batch. `deferred`: run it again, in the next batch. `held`: run it again, apart from
 * commands on other conversations, because somebody else's transaction holds what it is about.
 */
export type Outcome = Either<Rejection, Accepted> | PutOff
export type PutOff = 'deferred' | 'held'

/** Whether there is nothing left to run again. */
export const isSettled = (outcome: Outcome): outcome is Either<Rejection, Accepted> =>
  typeof outcome === 'object'

/** A batch of commands, ready for a storage's `commit`. */
export type Batch = {
  readonly needs: ReadonlyArray<Needs>
  readonly settle: Settle
  /** One for each command, in order, once the storage has committed. */
  readonly outcomes: (committed: Committed) => ReadonlyArray<Outcome>
}

/**
 * Settles commands together: each by itself, in order, seeing what those before it did; one that is refused harms
 * no neighbour. All that a batch settles is written in one commit.
 */
export const handle = (commands: ReadonlyArray<Command>): Batch => {
  const first = commands.map(planFor)
  // What a first look asked for stays asked for, should the storage have to begin again.
  let plans: ReadonlyArray<Plan> = first
  let verdicts: ReadonlyArray<Verdict | PutOff> = []

  const settle: Settle = (loaded) => {
    verdicts = judgeAll(plans, first, loaded)
    const asking = verdicts.filter((verdict) => isVerdict(verdict, 'Asks'))
    if (asking.length > 0) {
      plans = plans.map((plan, at) => again(plan, verdicts[at]))
      return { more: asking.map(({ plan }) => plan.needs) }
    }
    const agreed = verdicts.filter((verdict) => isVerdict(verdict, 'Agreed'))
    const steps = agreed.flatMap((verdict) => verdict.steps)
    return {
      events: steps.map((step) => step.recorded),
      changes: steps.flatMap((step) => step.changes),
      receipts: agreed.filter((verdict) => verdict.kept).map((verdict) => verdict.receipt),
      positionsOf: agreed.filter((verdict) => verdict.steps.length === 0).map(lastEvent),
    }
  }
  return {
    needs: first.map((plan) => plan.needs),
    settle,
    outcomes: (committed) => outcomesOf(verdicts, committed),
  }
}

const isVerdict = <Tag extends Verdict['_tag']>(
  verdict: Verdict | PutOff | undefined,
  tag: Tag,
): verdict is Extract<Verdict, { _tag: Tag }> => typeof verdict === 'object' && verdict._tag === tag

const again = (plan: Plan, verdict: Verdict | PutOff | undefined): Plan =>
  isVerdict(verdict, 'Asks') ? verdict.plan : plan

const judgeAll = (
  plans: ReadonlyArray<Plan>,
  first: ReadonlyArray<Plan>,
  loaded: Loaded,
): ReadonlyArray<Verdict | PutOff> => {
  const workspace = new Workspace(loaded)
  const ledger = new Ledger(loaded)
  const blocked = new Set<string>()
  // Whether an actor reads a customer's history is loaded for one actor of a stream at a time.
  const historians = new Map<string, Actor>()
  const held = new Set<string>()
  return plans.map((plan, at) => {
    // What comes later on a conversation waits for a reply that was sent on to another, which somebody holds.
    const own = streamKey((first[at] ?? plan).needs.stream)
    if (held.has(own) || loaded.held(plan.needs.stream)) {
      held.add(own)
      return 'held'
    }
    const key = streamKey(plan.needs.stream)
    const isOthers = (actor: Actor | null): boolean =>
      actor !== null && (historians.get(key) ?? actor) !== actor
    const stale = (looksAround(plan.needs) || erases(plan)) && workspace.isTouched(plan.needs.stream)
    if (blocked.has(key) || stale || isOthers(plan.needs.customerHistory)) {
      blocked.add(key)
      return 'deferred'
    }
    if (erases(plan)) blocked.add(key)
    const verdict = judge(plan, workspace, ledger)
    const { customerHistory } = isVerdict(verdict, 'Asks') ? verdict.plan.needs : plan.needs
    if (isOthers(customerHistory)) {
      blocked.add(key)
      return 'deferred'
    }
    if (customerHistory !== null) historians.set(key, customerHistory)
    return verdict
  })
}

/** These were worked out from all messages before the batch began, so an earlier command of it makes them stale. */
const looksAround = (needs: Needs): boolean =>
  needs.reaches.length > 0 || needs.neighbours.length > 0 || needs.customerHistory !== null

/** It takes everything there is of the stream when the batch is written, so nothing of a batch may stand beside it. */
const erases = ({ command }: Plan): boolean => command._tag === 'EraseContent'

const lastEvent = ({ receipt }: Agreed): EventKey => ({
  stream: { tenant: receipt.tenant, conversation: receipt.conversation },
  reader: receipt.lastReader,
  version: receipt.lastVersion,
})

const outcomesOf = (
  verdicts: ReadonlyArray<Verdict | PutOff>,
  committed: Committed,
): ReadonlyArray<Outcome> => {
  let written = 0
  let known = 0
  return verdicts.map((verdict): Outcome => {
    if (verdict === 'held' || verdict === 'deferred') return verdict
    if (verdict._tag === 'Asks') return 'deferred'
    if (verdict._tag === 'Refused') return E.left(verdict.rejection)
    const { steps } = verdict
    if (steps.length === 0) return E.right(accepted(verdict, [], committed.positionsOf[known++] ?? null))
    const from = written
    written += steps.length
    const position = committed.positions[written - 1] ?? null
    return E.right(accepted(verdict, committed.positions.slice(from, written), position))
  })
}

const accepted = (
  { receipt, steps }: Agreed,
  positions: ReadonlyArray<Position | null>,
  position: Position | null,
): Accepted => ({
  conversation: receipt.conversation,
  version: receipt.version,
  customerVersion: receipt.customerVersion,
  position,
  messageId: receipt.messageId,
  changed: receipt.changed,
  events: steps.map((step, at) => ({ ...step.recorded, position: positions[at] ?? null })),
})
