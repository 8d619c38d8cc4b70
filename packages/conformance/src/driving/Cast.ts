import type { Actor, ActorId, TenantId, Who } from '@colloquy/core/storage'
import type { Capability, Kind, Policies, RecordRef } from '@colloquy/core'
import { capabilities, resolveCapabilities } from '@colloquy/core/engine'
import { presets } from '@colloquy/core'
import { viewerOf } from '@colloquy/core/storage'

export const acme = 'acme' as TenantId
/** Another tenant, with many equal ids. */
export const zeta = 'zeta' as TenantId

/** Policies that allow everything: policies are the subject of other tests. */
export const policies: Policies = {
  ...presets.helpdesk,
  customer: { ...presets.helpdesk.customer, delete: 'permission', guard: 'off' },
  internal: { ...presets.helpdesk.internal, delete: 'permission', guard: 'off' },
}
/** The same, but a reply to a closed conversation forks it. */
export const forking: Policies = {
  ...policies,
  customer: { ...policies.customer, replyToClosed: { customer: 'fork', staff: 'fork' } },
}
/** The same, but joining hides the past, and an assignment by another actor marks unread. */
export const hiding: Policies = {
  ...policies,
  customer: { ...policies.customer, history: 'fromJoin', onAssign: 'flagUnread' },
  internal: { ...policies.internal, history: 'fromJoin' },
}

export const order: RecordRef = { type: 'order', id: '7' }
export const ticket: RecordRef = { type: 'ticket', id: '3' }
export const ghost: RecordRef = { type: 'order', id: 'nothing links it' }

type Some = {
  readonly tenant?: TenantId
  readonly can?: ReadonlyArray<Capability>
  readonly queues?: ReadonlyArray<string>
  readonly records?: ReadonlyArray<RecordRef>
  readonly name?: string | null
}

const person = (id: string, kind: Kind, some: Some = {}): Actor => ({
  tenant: some.tenant ?? acme,
  id: id as ActorId,
  kind,
  name: some.name === undefined ? `The ${kind} ${id}` : some.name,
  capabilities: new Set(some.can ?? []),
  queues: some.queues ?? [],
  records: some.records ?? [],
})

const agent = [...resolveCapabilities(['role:agent'], 'staff', policies)]
const customerCan = [...resolveCapabilities(['role:customer'], 'customer', policies)]
const without = (...left: ReadonlyArray<Capability>): ReadonlyArray<Capability> =>
  agent.filter((one) => !left.includes(one))

/** The actors and viewers, each with other reasons for access. */
export const cast = {
  system: person('colloquy', 'system', { can: capabilities, name: null }),
  /** Access to everything. */
  anna: person('anna', 'staff', { can: capabilities, queues: ['sales'] }),
  /** Access to customer conversations. */
  bert: person('bert', 'staff', { can: agent, queues: ['support'] }),
  /** Access to their own conversations and a queue's. */
  carl: person('carl', 'staff', { can: without('view.fromCustomers'), queues: ['support'] }),
  /** Access to their own conversations, and to earlier ones of the same customer. */
  dora: person('dora', 'staff', { can: ['view.customerHistory', 'post.public'] }),
  /** Access by granted records. */
  emil: person('emil', 'staff', { can: [], records: [order, ticket] }),
  /** Access to everything, and the view of the team. */
  gina: person('gina', 'staff', { can: ['view.team', 'view.all'] }),
  robot: person('robot', 'bot', { can: agent }),
  cleo: person('cleo', 'customer', { can: customerCan }),
  cora: person('cora', 'customer', { can: customerCan }),
  /** A customer with access by granted records. */
  dave: person('dave', 'customer', { can: customerCan, records: [order, ticket] }),
  /** A customer with the id of a member of staff. */
  annaToo: person('anna', 'customer', { can: customerCan }),
  /** An id that differs only in case, and a name with more than letters. */
  upperCleo: person('CLEO', 'customer', { can: customerCan, name: '👩‍🚀 Zoë Ångström ‮RTL' }),
  stranger: person('nobody', 'staff'),
  strangeCustomer: person('nobody', 'customer'),
  zoe: person('zoe', 'staff', { tenant: zeta, can: capabilities }),
  cleoOfZeta: person('cleo', 'customer', { tenant: zeta, can: customerCan }),
} as const satisfies Readonly<Record<string, Actor>>

export const staff = (id: string): Who => ({ side: 'staff', id: id as ActorId })
export const customer = (id: string): Who => ({ side: 'customer', id: id as ActorId })

/** The viewers of the cast; staff also with the scope `assigned`. */
export const viewers = [
  ...Object.values(cast).map((actor) => viewerOf(actor, { indicatorScope: 'mine' })),
  ...[cast.anna, cast.bert, cast.carl].map((actor) => viewerOf(actor, { indicatorScope: 'assigned' })),
]
