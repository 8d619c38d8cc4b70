import type { Actor } from '@colloquy/core/storage'
import type { Capability, Kind, Policies, RecordRef, RoleMark, TypePolicies } from '@colloquy/core'
import type { RecordAnswer } from '@colloquy/core/engine'
import { capabilities, resolveCapabilities } from '@colloquy/core/engine'
import { presets } from '@colloquy/core'
import { recordKey } from '@colloquy/core/storage'

/** The tenants, people, records and policies of random histories. */
export const tenants = ['acme', 'zeta'] as const
export const customers = ['cleo', 'carl', 'dual'] as const
export const staff = ['anna', 'ben', 'dual', 'sue'] as const
export const queues = ['sales', 'support'] as const
export const labels = ['urgent', 'vip', 'spam'] as const

export const records: ReadonlyArray<RecordRef> = [
  { type: 'order', id: '1' },
  { type: 'order', id: '2' },
  { type: 'ticket', id: '1' },
]
const [order1, order2, ticket1] = records as readonly [RecordRef, RecordRef, RecordRef]
const unknownRecords: ReadonlyArray<RecordRef> = [
  { type: 'order', id: '404' },
  { type: 'lead', id: '1' },
]
export const anyRecord = [...records, ...records, ...records, ...records, ...unknownRecords]

/** Orders are shown to customers, tickets are not, and the type of leads is not registered. */
export const recordAnswers: ReadonlyMap<string, RecordAnswer> = new Map(
  [...records, ...unknownRecords].map((record) => [
    recordKey(record),
    {
      supported: record.type !== 'lead',
      startable: record.type === 'order',
      customerVisible: record.type === 'order',
      known: record.id !== '404',
      shown: false,
      title: record.id === '2' ? 'Order two' : null,
    },
  ]),
)

/** The host lets staff name every record, and customers the first order only; other records they name were granted. */
const customersAnswers: ReadonlyMap<string, RecordAnswer> = new Map(
  [...recordAnswers].map(([key, answer]) => [key, { ...answer, known: key === recordKey(order1) }]),
)
export const recordAnswersFor = (actor: Actor): ReadonlyMap<string, RecordAnswer> =>
  actor.kind === 'customer' ? customersAnswers : recordAnswers

const both = (policies: Policies, change: Partial<TypePolicies>): Policies => ({
  ...policies,
  customer: { ...policies.customer, ...change },
  internal: { ...policies.internal, ...change },
})

/** Policies under which everybody may do everything, to reach paths that no preset opens. */
const open: Policies = {
  ...both(presets.helpdesk, { delete: 'permission', guard: 'afterInternal' }),
  name: 'open',
  roles: {
    customer: capabilities.filter((one) => !one.startsWith('view.') && one !== 'import'),
    agent: capabilities.filter(
      (one) => (!one.startsWith('view.') && one !== 'import') || one === 'view.fromCustomers',
    ),
    supervisor: capabilities,
    admin: capabilities,
  },
}

const kinds: ReadonlyArray<Policies> = [
  open,
  open,
  both(open, { history: 'fromJoin', onAssign: 'flagUnread' }),
  both(open, { history: 'fromJoin', onAssign: 'flagUnread' }),
  both(open, { replyToClosed: { customer: 'fork', staff: 'fork' }, changeWhenClosed: 'reject' }),
  {
    ...both(open, {
      reopenWithin: 4000,
      notesWhenClosed: false,
      defaultAssignee: 'creator',
      creation: { sides: ['customer'], requireInbound: false },
    }),
    indicatorScope: 'assigned',
  },
  both(open, { replyToClosed: { customer: 'fork', staff: 'fork' } }),
  presets.helpdesk,
  presets.b2bPortal,
  presets.contactCentre,
  presets.marketplace,
  presets.smsDesk,
]

/** The policies of histories; the last disables the feature. */
export const rules: ReadonlyArray<Policies> = [...kinds, ...kinds, ...kinds, { ...open, enabled: false }]

type Member = {
  readonly id: string
  readonly kind: Kind
  readonly can: RoleMark
  readonly queues?: ReadonlyArray<string>
  readonly records?: ReadonlyArray<RecordRef>
  readonly more?: ReadonlyArray<Capability>
}

const members: ReadonlyArray<Member> = [
  { id: 'cleo', kind: 'customer', can: 'role:customer' },
  { id: 'carl', kind: 'customer', can: 'role:customer', records: [order1, ticket1] },
  { id: 'dual', kind: 'customer', can: 'role:customer' },
  { id: 'anna', kind: 'staff', can: 'role:agent', queues: ['sales'] },
  {
    id: 'ben',
    kind: 'staff',
    can: 'role:agent',
    queues: ['support'],
    records: [order2],
    more: ['view.customerHistory'],
  },
  { id: 'dual', kind: 'staff', can: 'role:supervisor' },
  { id: 'sue', kind: 'staff', can: 'role:admin', more: ['view.all', 'view.fromCustomers', 'view.team'] },
  { id: 'robo', kind: 'bot', can: 'role:agent' },
  { id: 'host', kind: 'system', can: 'role:admin' },
]

/** The actors and viewers of one tenant. */
export const actorsOf = (tenant: string, policies: Policies): ReadonlyArray<Actor> =>
  members.map((member) => ({
    tenant: tenant as Actor['tenant'],
    id: member.id as Actor['id'],
    kind: member.kind,
    name: member.id === 'dual' ? null : `${member.id} miller`,
    capabilities: resolveCapabilities([member.can, ...(member.more ?? [])], member.kind, policies),
    queues: member.queues ?? [],
    records: member.records ?? [],
  }))
