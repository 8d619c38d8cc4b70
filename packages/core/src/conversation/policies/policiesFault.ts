import { capabilities } from './Capability.ts'
import type { Capability } from './Capability.ts'
import type { Policies, TypePolicies } from './Policies.ts'
import { guards } from './Policies.ts'

/** A valid value of a policy: in words, and as a check. */
type Choice = { readonly expected: string; readonly is: (value: unknown) => boolean }

/** A check for each policy, nested like the policies; a missing one does not compile. */
type Form<A> =
  A extends ReadonlyArray<unknown>
    ? Choice
    : A extends object
      ? { readonly [K in keyof A]-?: Form<A[K]> }
      : Choice

const isOneOf = (choices: ReadonlyArray<unknown>, value: unknown): boolean => choices.includes(value)

/** One of these names; a missing name does not compile. */
const oneOf = <A extends string>(choices: { readonly [C in A]: true }): Choice => ({
  expected: `one of ${Object.keys(choices).join(', ')}`,
  is: (value) => isOneOf(Object.keys(choices), value),
})
const someOf = <A extends string>(choices: ReadonlyArray<A>, named: string): Choice => ({
  expected: `a list of ${named}`,
  is: (value) => Array.isArray(value) && value.every((each) => isOneOf(choices, each)),
})
const whether: Choice = { expected: 'true or false', is: (value) => typeof value === 'boolean' }
const orNull = ({ expected, is }: Choice): Choice => ({
  expected: `${expected}, or null`,
  is: (value) => value === null || is(value),
})
const isName = (value: unknown): boolean => typeof value === 'string' && value !== ''
const name: Choice = { expected: 'a name', is: isName }
const names: Choice = {
  expected: 'a list of names',
  is: (value) => Array.isArray(value) && value.every(isName),
}
const milliseconds: Choice = {
  expected: 'a number of milliseconds, 0 or more',
  is: (value) => typeof value === 'number' && value >= 0,
}

const sides = ['customer', 'staff'] as const
const needs = ['customer', 'subject', 'queue', 'source'] as const satisfies TypePolicies['require']
const reply = oneOf<TypePolicies['replyToClosed']['customer']>({ reject: true, reopen: true, fork: true })
const can = someOf<Capability>(capabilities, 'capabilities')

const ofType: Form<TypePolicies> = {
  replyToClosed: { customer: reply, staff: reply },
  reopenWithin: orNull(milliseconds),
  changeWhenClosed: oneOf<TypePolicies['changeWhenClosed']>({ allow: true, reject: true }),
  notesWhenClosed: whether,
  delete: oneOf<TypePolicies['delete']>({ never: true, permission: true }),
  onAssign: oneOf<TypePolicies['onAssign']>({ keep: true, flagUnread: true }),
  creation: { sides: someOf(sides, sides.join(' and ')), requireInbound: whether },
  require: someOf(needs, needs.join(', ')),
  defaultAssignee: oneOf<TypePolicies['defaultAssignee']>({ creator: true, none: true }),
  assignTo: orNull(names),
  closeNeedsAssignee: whether,
  defaultVisibility: oneOf<TypePolicies['defaultVisibility']>({ public: true, internal: true }),
  guard: { expected: `one of ${guards.join(', ')}`, is: (value) => isOneOf(guards, value) },
  history: oneOf<TypePolicies['history']>({ all: true, fromJoin: true }),
  outsideHours: oneOf<TypePolicies['outsideHours']>({ none: true, queue: true, reject: true }),
  excludeActor: whether,
  export: oneOf<TypePolicies['export']>({ admin: true, assignee: true, participants: true }),
}

const form: Form<Policies> = {
  name,
  enabled: whether,
  roles: { customer: can, agent: can, supervisor: can, admin: can },
  indicatorScope: oneOf<Policies['indicatorScope']>({ mine: true, assigned: true }),
  customer: ofType,
  internal: ofType,
}

type AnyForm = Choice | { readonly [key: string]: AnyForm }
const isChoice = (part: AnyForm): part is Choice => typeof part['is'] === 'function'

/** The first invalid policy, by its name and with what would be valid; null where all are valid. */
export const policiesFault = (policies: unknown): string | null => faultAt(form, policies, 'policies')

const faultAt = (part: AnyForm, value: unknown, path: string): string | null => {
  if (isChoice(part)) return part.is(value) ? null : `${path}: give ${part.expected}`
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `${path}: give an object with ${Object.keys(part).join(', ')}`
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(part, key))
  if (unknown !== undefined) return `${path}: there is no ${unknown}, but ${Object.keys(part).join(', ')}`
  for (const [key, inner] of Object.entries(part)) {
    const fault = faultAt(inner, Reflect.get(value, key), `${path}.${key}`)
    if (fault !== null) return fault
  }
  return null
}
