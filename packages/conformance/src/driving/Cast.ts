import type { Actor, ActorId, TenantId, Who } from '@colloquy/core/storage'
import type { Capability, Kind, Policies, RecordRef } from '@colloquy/core'
import { capabilities, resolveCapabilities } from '@colloquy/core/engine'
import { presets } from '@colloquy/core'
import { viewerOf } from '@colloquy/core/storage'

export const acme = 'acme' as TenantId
/** Another tenant, whose ids are often the same. */
export const zeta = 'zeta' as TenantId

/** Everything may be tried here: policies are another test's subject. */
export const policies: Policies = {
  ...presets.helpdesk,
  customer: { ...presets.helpdesk.customer, delete: 'permission', guard: 'off' },
  internal: { ...presets.helpdesk.internal, delete: 'permission', guard: 'off' },
}
/** A reply to a closed conversation begins a new one. */
export const forking: Policies = {
  ...policies,
  customer: { ...policies.customer, replyToClosed: { customer: 'fork', staff: 'fork' } },
}
/** Whoever joins does not see what was before, and an assignment by somebody else flags. */
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

/** Everybody who acts or looks, each with another reason to see what they see. */
export const cast = {
  system: person('colloquy', 'system', { can: capabilities, name: null }),
  /** Sees all. */
  anna: person('anna', 'staff', { can: capabilities, queues: ['sales'] }),
  /** Sees what customers are in. */
  bert: person('bert', 'staff', { can: agent, queues: ['support'] }),
  /** Sees their own and a queue's. */
  carl: person('carl', 'staff', { can: without('view.fromCustomers'), queues: ['support'] }),
  /** Sees their own, and what came before with the same customer. */
  dora: person('dora', 'staff', { can: ['view.customerHistory', 'post.public'] }),
  /** Sees what is linked to records. */
  emil: person('emil', 'staff', { can: [], records: [order, ticket] }),
  /** Sees what the team has. */
  gina: person('gina', 'staff', { can: ['view.team', 'view.all'] }),
  robot: person('robot', 'bot', { can: agent }),
  cleo: person('cleo', 'customer', { can: customerCan }),
  cora: person('cora', 'customer', { can: customerCan }),
  /** A customer who sees what is linked to a record. */
  dave: person('dave', 'customer', { can: customerCan, records: [order, ticket] }),
  /** A customer with the id of somebody on the staff. */
  annaToo: person('anna', 'customer', { can: customerCan }),
  /** Ids that differ only by case, and names that are not only letters. */
  upperCleo: person('CLEO', 'customer', { can: customerCan, name: '👩‍🚀 Zoë Ångström ‮RTL' }),
  stranger: person('nobody', 'staff'),
  strangeCustomer: person('nobody', 'customer'),
  zoe: person('zoe', 'staff', { tenant: zeta, can: capabilities }),
  cleoOfZeta: person('cleo', 'customer', { tenant: zeta, can: customerCan }),
} as const satisfies Readonly<Record<string, Actor>>

export const staff = (id: string): Who => ({ side: 'staff', id: id as ActorId })
export const customer = (id: string): Who => ({ side: 'customer', id: id as ActorId })

/** Each of the cast as they look, the staff also by what is assigned to them. */
export const viewers = [
  ...Object.values(cast).map((actor) => viewerOf(actor, { indicatorScope: 'mine' })),
  ...[cast.anna, cast.bert, cast.carl].map((actor) => viewerOf(actor, { indicatorScope: 'assigned' })),
]
