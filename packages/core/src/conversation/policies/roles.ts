import type { Kind } from '../Actor.ts'
import type { Capability, Role, RoleMark } from './Capability.ts'
import { capabilities } from './Capability.ts'
import type { Policies } from './Policies.ts'

/**
 * What an actor may do under these policies: roles become their capabilities, named capabilities stand for
 * themselves, and the system may do everything.
 */
export const resolveCapabilities = (
  can: ReadonlyArray<Capability | RoleMark>,
  kind: Kind,
  policies: Policies,
): ReadonlySet<Capability> => {
  if (kind === 'system') return new Set(capabilities)
  return new Set(can.flatMap((one) => (isMark(one) ? policies.roles[roleOf(one)] : [one])))
}

const marks: { readonly [M in RoleMark]: Role } = {
  'role:customer': 'customer',
  'role:agent': 'agent',
  'role:supervisor': 'supervisor',
  'role:admin': 'admin',
}
const isMark = (one: Capability | RoleMark): one is RoleMark => Object.hasOwn(marks, one)
const roleOf = (mark: RoleMark): Role => marks[mark]
