import * as E from 'fp-ts/lib/Either.js'
import { access } from '../conversation/access.ts'
import { readerKey, whoIs } from '../conversation/Actor.ts'
import type { Command } from '../conversation/Command.ts'
import type { Fact } from '../conversation/Event.ts'
import { decide, messageOf, needsFor, rulesFor } from '../conversation/commands.ts'
import type { Undecided } from '../conversation/commands/Decision.ts'
import { admit } from '../conversation/commands/enter.ts'
import type { ConversationId, StreamKey, Version } from '../conversation/Ids.ts'
import type { Needs } from '../conversation/Needs.ts'
import { withMore } from '../conversation/Needs.ts'
import type { Rejection } from '../conversation/Rejection.ts'
import { conversationClosed, idempotencyConflict } from '../conversation/Rejection.ts'
import type { State } from '../conversation/State.ts'
import type { Receipt } from '../ports/Storage.ts'
import type { Ledger } from './Ledger.ts'
import type { Step } from './record.ts'
import { record } from './record.ts'
import type { Workspace } from './Workspace.ts'

/** A command with its needs, in the conversation it was sent on to. */
export type Plan = {
  readonly command: Command
  readonly needs: Needs
  /** The plan in the conversation before; null where the command named this conversation. */
  readonly from: Plan | null
  /** Continuations from which the command came back, because they were removed. */
  readonly gone: ReadonlyArray<ConversationId>
}

export const planFor = (command: Command): Plan => planOf(command, null)

const planOf = (command: Command, from: Plan | null): Plan => ({
  command,
  needs: needsFor(command),
  from,
  gone: [],
})

export type Verdict =
  | { readonly _tag: 'Refused'; readonly rejection: Rejection }
  /** More needs, or another conversation, must be loaded first. */
  | { readonly _tag: 'Asks'; readonly plan: Plan }
  | Agreed

/** Accepted. `kept`: the receipt is new and is written to the ledger. */
export type Agreed = {
  readonly _tag: 'Agreed'
  readonly receipt: Receipt
  readonly kept: boolean
  readonly steps: ReadonlyArray<Step>
}

/**
 * Authorizes, then reads the ledger, then decides. In this order a retry reveals nothing to an actor who lost access.
 */
export const judge = (plan: Plan, workspace: Workspace, ledger: Ledger): Verdict => {
  const { command, needs } = plan
  const { context } = command
  const state = workspace.see(needs)
  const admitted = admit(command, state, plan.from !== null)
  const earlier = ledger.find(context)
  if (E.isLeft(admitted)) {
    const replays = admitted.left._tag === 'NotFound' && earlier !== null && earlier.endedAccess
    // A receipt shows that the continuation accepted the command before its removal, so it must not be accepted again
    // here.
    if (admitted.left._tag === 'Back' && earlier !== null) return refused(conversationClosed)
    if (!replays) return refuseOrAsk(plan, admitted.left)
  }
  if (earlier !== null) return replay(plan, state, earlier)
  const decision = decide(command, withoutGone(plan, state))
  if (E.isLeft(decision)) return refuseOrAsk(plan, decision.left)
  const steps = follow(decision.right, plan, state, workspace)
  const receipt = receiptOf(command, state, steps)
  if (context.ledger) ledger.add(receipt)
  return { _tag: 'Agreed', receipt, kept: context.ledger, steps }
}

/**
 * Answers a retry with its receipt. Access is checked in the receipt's conversation, which the command may have been
 * sent on to.
 */
const replay = (plan: Plan, state: State, earlier: Receipt): Verdict => {
  const { command, needs } = plan
  const { hash } = earlier
  const isSame = hash === null ? mayBeOf(plan, state, earlier) : hash === command.context.hash
  if (!isSame) return refused(idempotencyConflict)
  const mayGoElsewhere = rulesFor(command).elsewhere !== undefined
  return mayGoElsewhere && earlier.conversation !== needs.stream.conversation
    ? { _tag: 'Asks', plan: planAgain(plan, { _tag: 'Redirect', to: earlier.conversation }) }
    : { _tag: 'Agreed', receipt: earlier, kept: false, steps: [] }
}

/**
 * Whether a receipt without a hash (its content was erased) may belong to this command: decided by conversation and
 * message id, so another text with the same ids counts as a retry.
 */
const mayBeOf = ({ command, needs }: Plan, { header }: State, earlier: Receipt): boolean => {
  const isHere = earlier.conversation === needs.stream.conversation
  const { elsewhere } = rulesFor(command)
  return elsewhere === undefined
    ? isHere && earlier.messageId === messageOf(command)
    : elsewhere.mayBe(command, { messageId: earlier.messageId, isHere }, header)
}

const refused = (rejection: Rejection): Verdict => ({ _tag: 'Refused', rejection })

const refuseOrAsk = (plan: Plan, left: Rejection | Undecided): Verdict =>
  isUndecided(left) ? { _tag: 'Asks', plan: planAgain(plan, left) } : refused(left)

export const isUndecided = (left: Rejection | Undecided): left is Undecided =>
  left._tag === 'More' || left._tag === 'Redirect' || left._tag === 'Back'

/** The plan with more needs, or in the other conversation. */
export const planAgain = (plan: Plan, undecided: Undecided): Plan => {
  switch (undecided._tag) {
    case 'More':
      return { ...plan, needs: withMore(plan.needs, undecided.needs) }
    case 'Redirect':
      return planOf(movedTo(plan.command, undecided.to), plan)
    case 'Back': {
      const from = plan.from ?? plan
      return { ...from, gone: [...from.gone, plan.command.conversationId] }
    }
  }
}

const movedTo = (command: Command, conversationId: ConversationId): Command =>
  rulesFor(command).elsewhere?.moved(command, conversationId) ?? { ...command, conversationId }

/** A removed continuation counts as none, so the next reply forks again. */
export const withoutGone = ({ gone }: Plan, state: State): State => {
  const to = state.header?.forkedTo ?? null
  return state.header !== null && to !== null && gone.includes(to)
    ? { ...state, header: { ...state.header, forkedTo: null } }
    : state
}

/** Applies facts in order to their conversations, and stores the resulting states in the workspace. */
const follow = (
  facts: ReadonlyArray<Fact>,
  plan: Plan,
  seen: State,
  workspace: Workspace,
): ReadonlyArray<Step> => {
  const { context } = plan.command
  const own = plan.needs.stream
  const states = new Map<string, { readonly stream: StreamKey; readonly before: State; after: State }>()
  const steps = facts.map((fact) => {
    const stream = { tenant: own.tenant, conversation: fact.conversation }
    const begun = fact.conversation === own.conversation ? seen : workspace.begun(stream)
    const held = states.get(fact.conversation) ?? { stream, before: begun, after: begun }
    const step = record(fact, context, held.after)
    held.after = step.after
    states.set(fact.conversation, held)
    return step
  })
  for (const { stream, before, after } of states.values()) {
    workspace.keep(stream, stream.conversation === own.conversation ? workspace.whole(own) : before, after)
  }
  return steps
}

/** The receipt of a command, which also answers its retries. It names the conversation that the command changed. */
const receiptOf = (command: Command, seen: State, steps: ReadonlyArray<Step>): Receipt => {
  const { context } = command
  const last = steps.at(-1)
  const after = last?.after ?? seen
  const self = whoIs(context.actor)
  const follower = after.recordFollowers.known.get(readerKey(self)) ?? null
  const version = after.header?.version ?? follower?.version ?? (0 as Version)
  const ofRecord = after.header === null ? self : null
  return {
    tenant: context.actor.tenant,
    actor: self,
    commandId: context.commandId,
    hash: context.hash,
    conversation: last?.recorded.conversation ?? command.conversationId,
    version,
    customerVersion: after.header?.customerVersion ?? (0 as Version),
    lastReader: last === undefined ? ofRecord : last.recorded.reader,
    lastVersion: last?.recorded.version ?? version,
    messageId: messageOf(command),
    changed: steps.length > 0,
    endedAccess: access(context.actor, after) !== 'yes',
    at: context.now,
  }
}
