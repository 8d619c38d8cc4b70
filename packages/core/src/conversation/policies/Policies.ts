import type { Side } from '../Actor.ts'
import type { Capability, Role } from './Capability.ts'

export type ReplyToClosed = 'reject' | 'reopen' | 'fork'

/**
 * `quotes`: those that reply to a note or mention a colleague. `afterInternal`: also those that follow an internal
 * message, with nothing public since.
 */
export type Guard = (typeof guards)[number]
export const guards = ['off', 'quotes', 'afterInternal'] as const

/** What holds for conversations of one type. Plain data: a policy never runs code. */
export type TypePolicies = {
  /** What a reply to a closed conversation does, by the side that replies. */
  readonly replyToClosed: { readonly [S in Side]: ReplyToClosed }
  /** How long after closing a reply still re-opens, in milliseconds; later it forks. Null: for ever. */
  readonly reopenWithin: number | null
  /** Whether a closed conversation may still be edited, linked, renamed, assigned. */
  readonly changeWhenClosed: 'allow' | 'reject'
  readonly notesWhenClosed: boolean
  readonly delete: 'never' | 'permission'
  readonly onAssign: 'keep' | 'flagUnread'
  /** Which sides may start one; `inbound`: only an incoming message on a campaign. */
  readonly creation: { readonly sides: ReadonlyArray<Side>; readonly requireInbound: boolean }
  /** What `start` must give. */
  readonly require: ReadonlyArray<'customer' | 'subject' | 'queue' | 'source'>
  readonly defaultAssignee: 'creator' | 'none'
  /** Whom one may assign to, by the role the host's directory gives; null: any active staff. */
  readonly assignTo: ReadonlyArray<string> | null
  readonly closeNeedsAssignee: boolean
  readonly defaultVisibility: 'public' | 'internal'
  /** Which public messages of staff must be confirmed first (D27). */
  readonly guard: Guard
  /** What somebody who joins sees of the past. */
  readonly history: 'all' | 'fromJoin'
  readonly outsideHours: 'none' | 'queue' | 'reject'
  readonly excludeActor: boolean
  readonly export: 'admin' | 'assignee' | 'participants'
}

/** A tenant's choices: who may do what, and what each kind of conversation does. */
export type Policies = {
  readonly name: string
  /** O1: off means every call answers `FeatureDisabled`. */
  readonly enabled: boolean
  readonly roles: { readonly [R in Role]: ReadonlyArray<Capability> }
  readonly indicatorScope: 'mine' | 'assigned'
  readonly customer: TypePolicies
  readonly internal: TypePolicies
}
