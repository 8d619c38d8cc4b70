import type { Capability } from './Capability.ts'
import type { Policies, TypePolicies } from './Policies.ts'

type Grants = {
  readonly C: ReadonlyArray<Capability>
  readonly A: ReadonlyArray<Capability>
  readonly S: ReadonlyArray<Capability>
  readonly M: ReadonlyArray<Capability>
}

/** Each role includes the lower ones: agent ⊂ supervisor ⊂ admin. Customers are separate. */
const grant = ({ C, A, S, M }: Grants): Policies['roles'] => ({
  customer: C,
  agent: A,
  supervisor: [...A, ...S],
  admin: [...A, ...S, ...M],
})

const common: TypePolicies = {
  replyToClosed: { customer: 'reject', staff: 'reject' },
  reopenWithin: null,
  changeWhenClosed: 'allow',
  notesWhenClosed: false,
  delete: 'never',
  onAssign: 'keep',
  creation: { sides: ['customer', 'staff'], requireInbound: false },
  require: [],
  defaultAssignee: 'none',
  assignTo: null,
  closeNeedsAssignee: false,
  defaultVisibility: 'public',
  guard: 'off',
  history: 'all',
  outsideHours: 'none',
  excludeActor: true,
  export: 'admin',
}

/** The same policies for both types, except `require`, which applies to customer conversations. */
const both = (
  policies: Partial<TypePolicies>,
  require: TypePolicies['require'] = [],
): Pick<Policies, 'customer' | 'internal'> => ({
  customer: { ...common, ...policies, require },
  internal: { ...common, ...policies, defaultVisibility: 'internal' },
})

/** A B2B portal's back office, as OroCommerce documents it. */
const b2bPortal: Policies = {
  name: 'b2bPortal',
  enabled: true,
  indicatorScope: 'mine',
  roles: grant({
    C: ['start.customer', 'post.public'],
    A: [
      'start.customer',
      'post.public',
      'link',
      'update',
      'close',
      'reopen',
      'noReplyNeeded',
      'participants.manage',
      'assign',
      'conversation.remove',
    ],
    S: ['postAs.staff', 'postAs.customer', 'view.all', 'export'],
    M: ['audit'],
  }),
  ...both(
    { changeWhenClosed: 'reject', delete: 'permission', defaultAssignee: 'creator', excludeActor: false },
    ['customer', 'subject'],
  ),
}

/** A helpdesk's typed conversations, as OneDesk documents them. */
const helpdesk: Policies = {
  name: 'helpdesk',
  enabled: true,
  indicatorScope: 'mine',
  roles: grant({
    C: ['start.customer', 'post.public'],
    A: [
      'start.customer',
      'start.internal',
      'post.public',
      'post.internal',
      'link',
      'update',
      'close',
      'reopen',
      'lock',
      'noReplyNeeded',
      'participants.manage',
      'pick',
      'transfer',
      'view.fromCustomers',
    ],
    S: ['unlock', 'assign', 'view.all', 'export'],
    M: ['view.team', 'read.manageOthers', 'audit'],
  }),
  ...both({
    replyToClosed: { customer: 'reopen', staff: 'reopen' },
    notesWhenClosed: true,
    guard: 'afterInternal',
  }),
}

/** A shared SMS and WhatsApp inbox, as Converse Desk documents it. */
const smsDesk: Policies = {
  name: 'smsDesk',
  enabled: true,
  indicatorScope: 'assigned',
  roles: grant({
    C: ['post.public'],
    A: ['post.public', 'update', 'close', 'reopen', 'noReplyNeeded', 'export'],
    S: [],
    M: ['assign', 'view.all', 'view.team', 'read.manageOthers', 'audit'],
  }),
  ...both(
    {
      replyToClosed: { customer: 'reopen', staff: 'reopen' },
      onAssign: 'flagUnread',
      creation: { sides: [], requireInbound: true },
      assignTo: ['agent'],
      outsideHours: 'queue',
      export: 'assignee',
    },
    ['customer'],
  ),
}

/** A contact-centre agent's queued chats. */
const contactCentre: Policies = {
  name: 'contactCentre',
  enabled: true,
  indicatorScope: 'assigned',
  roles: grant({
    C: ['start.customer', 'post.public'],
    A: [
      'post.public',
      'post.internal',
      'update',
      'close',
      'noReplyNeeded',
      'pick',
      'transfer',
      'view.customerHistory',
    ],
    S: ['assign', 'view.all', 'export'],
    M: ['view.team', 'read.manageOthers', 'audit'],
  }),
  ...both(
    {
      replyToClosed: { customer: 'fork', staff: 'reject' },
      notesWhenClosed: true,
      creation: { sides: ['customer'], requireInbound: false },
      closeNeedsAssignee: true,
      guard: 'quotes',
    },
    ['customer', 'queue'],
  ),
}

/** Buyers and sellers: everything is public, and a reply to a closed conversation forks it. */
const marketplace: Policies = {
  name: 'marketplace',
  enabled: true,
  indicatorScope: 'mine',
  roles: grant({
    C: ['start.customer', 'post.public', 'close', 'export'],
    A: [
      'start.customer',
      'post.public',
      'link',
      'update',
      'close',
      'noReplyNeeded',
      'pick',
      'transfer',
      'export',
    ],
    S: ['lock', 'unlock', 'assign', 'view.all'],
    M: ['audit'],
  }),
  ...both(
    {
      replyToClosed: { customer: 'fork', staff: 'fork' },
      changeWhenClosed: 'reject',
      export: 'participants',
    },
    ['customer'],
  ),
}

/** Presets that reproduce known products. A host takes one and changes what differs. */
export const presets = { b2bPortal, helpdesk, smsDesk, contactCentre, marketplace } as const
