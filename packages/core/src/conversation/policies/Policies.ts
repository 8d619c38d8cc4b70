import type { Side } from '../Actor.ts'
import type { Capability, Role } from './Capability.ts'

export type ReplyToClosed = 'reject' | 'reopen' | 'fork'

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
  /** Whether a public message that quotes an internal one, or addresses a colleague, must be confirmed first. */
  readonly guard: boolean
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
