import type { Who } from '../conversation/Actor.ts'
import type { Context } from '../conversation/Command.ts'
import type { Fact } from '../conversation/Event.ts'
import { actedBy, traitsOf } from '../conversation/Event.ts'
import { evolve, nextVersion } from '../conversation/evolve.ts'
import type { Time, Version } from '../conversation/Ids.ts'
import { isRecordStream, versionAfter } from '../conversation/Ids.ts'
import { learn } from '../conversation/learn.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { State } from '../conversation/State.ts'
import type { Change } from '../projections/rows/Change.ts'
import { project } from '../projections/rows/project.ts'

/** A recorded event, with the state after it and its row changes. */
export type Step = {
  readonly recorded: Recorded
  readonly after: State
  readonly changes: ReadonlyArray<Change>
}

/** Gives a fact its version and time, and computes the state after it: the same as loading it after the commit. */
export const record = (fact: Fact, context: Context, before: State): Step => {
  const recorded: Recorded = {
    tenant: context.actor.tenant,
    conversation: fact.conversation,
    reader: fact.reader,
    version: nextVersion(before, fact.reader, isRecordStream(fact.conversation)),
    customerVersion: customerVersion(fact, before),
    position: null,
    at: timeOf(context, before, fact.reader),
    actor: actedBy(context.actor),
    commandId: context.commandId,
    correlationId: context.correlationId,
    causationId: context.causationId,
    meta: context.meta,
    event: fact.event,
  }
  const after = learn(evolve(before, recorded), recorded.event)
  return { recorded, after, changes: project(recorded, before, after) }
}

const customerVersion = (fact: Fact, before: State): Version | null =>
  fact.reader === null && traitsOf(fact.event).customersSee(fact.event, before)
    ? versionAfter(before.header?.customerVersion ?? null)
    : null

/** Time is monotonic within a conversation, whatever the clocks of its writers. */
const timeOf = (context: Context, before: State, reader: Who | null): Time => {
  const at = context.backdated ?? context.now
  return reader === null && before.header !== null && before.header.lastAt > at ? before.header.lastAt : at
}
