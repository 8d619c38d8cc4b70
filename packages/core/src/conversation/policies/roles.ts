import type { Kind } from '../Actor.ts'
import type { Capability, Role, RoleMark } from './Capability.ts'
import { capabilities } from './Capability.ts'
import type { Policies } from './Policies.ts'

/**
 * All that customers can be allowed. The rest works on what only staff see, and would tell them of it: whether a label
 * was new, whether there was an assignee, how far somebody had read.
 */
const forCustomers: ReadonlySet<Capability> = new Set<Capability>([
  'start.customer',
  'post.public',
  'message.editOwn',
  'message.removeOwn',
  'message.editAny',
  'message.removeAny',
  'close',
  'reopen',
  'participants.manage',
  'export',
])

/**
 * What an actor may do under these policies: roles become their capabilities, named capabilities stand for
 * themselves, and the system may do everything. Whatever a host grants them, customers get no more than a customer may.
 */
export const resolveCapabilities = (
  can: ReadonlyArray<Capability | RoleMark>,
  kind: Kind,
  policies: Policies,
): ReadonlySet<Capability> => {
  if (kind === 'system') return new Set(capabilities)
  const granted = can.flatMap((one) => (isMark(one) ? policies.roles[roleOf(one)] : [one]))
  return new Set(kind === 'customer' ? granted.filter((one) => forCustomers.has(one)) : granted)
}

const marks: { readonly [M in RoleMark]: Role } = {
  'role:customer': 'customer',
  'role:agent': 'agent',
  'role:supervisor': 'supervisor',
  'role:admin': 'admin',
}
const isMark = (one: Capability | RoleMark): one is RoleMark => Object.hasOwn(marks, one)
const roleOf = (mark: RoleMark): Role => marks[mark]
