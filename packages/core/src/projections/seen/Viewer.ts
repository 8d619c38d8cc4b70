import type { Actor, Side, Who } from '../../conversation/Actor.ts'
import { sideOf, whoIs } from '../../conversation/Actor.ts'
import type { RecordRef, TenantId } from '../../conversation/Ids.ts'
import type { Policies } from '../../conversation/policies/Policies.ts'

/** The viewer: an actor reduced to what decides visibility. Plain data, so that a storage can bind it as parameters. */
export type Viewer = {
  readonly tenant: TenantId
  readonly who: Who
  readonly side: Side
  readonly queues: ReadonlyArray<string>
  readonly records: ReadonlyArray<RecordRef>
  readonly viewAll: boolean
  readonly fromCustomers: boolean
  readonly customerHistory: boolean
  readonly team: boolean
  /** Whether the indicator and the view `unread` count the view `mine` or the assigned conversations. */
  readonly scope: 'mine' | 'assigned'
}

export const viewerOf = (actor: Actor, policies: Pick<Policies, 'indicatorScope'>): Viewer => {
  const side = sideOf(actor.kind)
  const can = (capability: 'view.all' | 'view.fromCustomers' | 'view.customerHistory' | 'view.team') =>
    side === 'staff' && actor.capabilities.has(capability)
  return {
    tenant: actor.tenant,
    who: whoIs(actor),
    side,
    queues: side === 'staff' ? actor.queues : [],
    records: actor.records,
    viewAll: actor.kind === 'system' || can('view.all'),
    fromCustomers: can('view.fromCustomers'),
    customerHistory: can('view.customerHistory'),
    team: can('view.team'),
    // Customers are never assignees.
    scope: side === 'customer' ? 'mine' : policies.indicatorScope,
  }
}
