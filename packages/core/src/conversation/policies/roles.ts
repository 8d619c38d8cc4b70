import type { Kind } from '../Actor.ts'
import type { Capability, Role, RoleMark } from './Capability.ts'
import { capabilities } from './Capability.ts'
import type { Policies } from './Policies.ts'

/**
 * The only capabilities customers can have. The others act on what only staff see, and their outcomes would reveal it:
 * a label, an assignee, another reader's cursor.
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
 * An actor's capabilities: roles expand to their capabilities, named capabilities are added, and the system has all.
 * Customers never get more than customers may have.
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
