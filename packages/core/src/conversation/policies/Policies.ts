import type { Side } from '../Actor.ts'
import type { Capability, Role } from './Capability.ts'

export type ReplyToClosed = 'reject' | 'reopen' | 'fork'

/**
 * Which public messages of staff need a confirmation. `quotes`: replies to a note and mentions of a colleague;
 * `afterInternal`: also messages that follow an internal one.
 */
export type Guard = (typeof guards)[number]
export const guards = ['off', 'quotes', 'afterInternal'] as const

/** The policies of one conversation type. Plain data: a policy never runs code. */
export type TypePolicies = {
  /** What a reply to a closed conversation does, by the author's side. */
  readonly replyToClosed: { readonly [S in Side]: ReplyToClosed }
  /** How long after closing a reply still re-opens, in milliseconds; later it forks. Null: without limit. */
  readonly reopenWithin: number | null
  /** Whether a closed conversation can still be edited, linked, renamed and assigned. */
  readonly changeWhenClosed: 'allow' | 'reject'
  readonly notesWhenClosed: boolean
  readonly delete: 'never' | 'permission'
  readonly onAssign: 'keep' | 'flagUnread'
  /** The sides that may start one; `requireInbound`: no side, because conversations begin with an incoming message. */
  readonly creation: { readonly sides: ReadonlyArray<Side>; readonly requireInbound: boolean }
  /** The fields that `start` requires. */
  readonly require: ReadonlyArray<'customer' | 'subject' | 'queue' | 'source'>
  readonly defaultAssignee: 'creator' | 'none'
  /** The directory roles that can be assigned; null: any active staff. */
  readonly assignTo: ReadonlyArray<string> | null
  readonly closeNeedsAssignee: boolean
  readonly defaultVisibility: 'public' | 'internal'
  /** Which public messages of staff need a confirmation first (D27). */
  readonly guard: Guard
  /** Which messages a new participant sees. */
  readonly history: 'all' | 'fromJoin'
  readonly outsideHours: 'none' | 'queue' | 'reject'
  readonly excludeActor: boolean
  readonly export: 'admin' | 'assignee' | 'participants'
}

/** The policies of a tenant: capabilities by role, and the rules of each conversation type. */
export type Policies = {
  readonly name: string
  /** O1: off means every call answers `FeatureDisabled`. */
  readonly enabled: boolean
  readonly roles: { readonly [R in Role]: ReadonlyArray<Capability> }
  readonly indicatorScope: 'mine' | 'assigned'
  readonly customer: TypePolicies
  readonly internal: TypePolicies
}
