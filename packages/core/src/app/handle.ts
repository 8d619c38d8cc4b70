import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Command } from '../conversation/Command.ts'
import type { Position } from '../conversation/Ids.ts'
import type { Needs } from '../conversation/Needs.ts'
import type { Rejection } from '../conversation/Rejection.ts'
import type { Committed, EventKey, Loaded, Settle } from '../ports/Storage.ts'
import type { Accepted } from './Accepted.ts'
import type { Agreed, Plan, Verdict } from './judge.ts'
import { judge, planFor } from './judge.ts'
import { Ledger } from './Ledger.ts'
import type { HistoryReaders, PutOff } from './Turns.ts'
import { Turns } from './Turns.ts'
import { Workspace } from './Workspace.ts'

/** The outcome of one command of a batch: settled, or put off to a later batch. */
export type Outcome = Either<Rejection, Accepted> | PutOff

/** Whether the command is settled and need not run again. */
export const isSettled = (outcome: Outcome): outcome is Either<Rejection, Accepted> =>
  typeof outcome === 'object'

/** A batch of commands, ready for a storage's `commit`. */
export type Batch = {
  readonly needs: ReadonlyArray<Needs>
  readonly settle: Settle
  /** The outcome of each command in order; available after the commit. */
  readonly outcomes: (committed: Committed) => ReadonlyArray<Outcome>
}

/**
 * Settles a batch of commands in order: each sees the effects of the earlier ones, and a refused one does not affect
 * the others. All are written in one commit.
 */
export const handle = (commands: ReadonlyArray<Command>): Batch => {
  const entries = commands.map((command): BatchEntry => ({ plan: planFor(command), extraNeeds: new Set() }))
  const historyReaders: HistoryReaders = new Map()
  let verdicts: ReadonlyArray<Verdict | PutOff> = []

  const settle: Settle = (loaded) => {
    verdicts = judgeAll(entries, historyReaders, loaded)
    const more = verdicts.flatMap((verdict, at) => {
      if (!isVerdict(verdict, 'Asks')) return []
      // A storage that begins the transaction again must load these needs again.
      entries[at]?.extraNeeds.add(textOf(verdict.plan))
      return [verdict.plan.needs]
    })
    if (more.length > 0) return { more }
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
    needs: entries.map(({ plan }) => plan.needs),
    settle,
    outcomes: (committed) => outcomesOf(verdicts, committed),
  }
}

/** A command of the batch, and the needs (as JSON) that were loaded for it beyond those it began with. */
type BatchEntry = { readonly plan: Plan; readonly extraNeeds: Set<string> }

const textOf = ({ needs }: Plan): string => JSON.stringify(needs)

const isVerdict = <Tag extends Verdict['_tag']>(
  verdict: Verdict | PutOff | undefined,
  tag: Tag,
): verdict is Extract<Verdict, { _tag: Tag }> => typeof verdict === 'object' && verdict._tag === tag

/**
 * Judges every command again from its beginning whenever more was loaded: which conversation a command is sent on to, and
 * what it needs, depends on the commands before it, and those may have been waiting for needs themselves.
 */
const judgeAll = (
  entries: ReadonlyArray<BatchEntry>,
  historyReaders: HistoryReaders,
  loaded: Loaded,
): ReadonlyArray<Verdict | PutOff> => {
  const workspace = new Workspace(loaded)
  const ledger = new Ledger(loaded)
  const turns = new Turns(loaded, workspace, historyReaders)
  return entries.map((entry) => {
    let { plan } = entry
    for (;;) {
      const putOff = turns.putsOff(plan)
      if (putOff !== null) return putOff
      const verdict = judge(plan, workspace, ledger)
      if (verdict._tag !== 'Asks') {
        turns.done(plan)
        return verdict
      }
      if (turns.asks(verdict.plan)) return 'deferred'
      if (!entry.extraNeeds.has(textOf(verdict.plan))) return verdict
      plan = verdict.plan
    }
  })
}

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
