/** The capabilities. Both a capability and the policy must allow an action; denied is the default. */
export const capabilities = [
  'start.customer',
  'start.internal',
  'post.public',
  'post.internal',
  'postAs.staff',
  'postAs.customer',
  'message.editOwn',
  'message.removeOwn',
  'message.editAny',
  'message.removeAny',
  'message.publish',
  'message.history',
  'link',
  'update',
  'setType',
  'snooze',
  'close',
  'reopen',
  'lock',
  'unlock',
  'noReplyNeeded',
  'participants.manage',
  'pick',
  'transfer',
  'assign',
  'view.all',
  'view.fromCustomers',
  'view.customerHistory',
  'view.team',
  'read.manageOthers',
  'export',
  'audit',
  'conversation.remove',
  'import',
  'backdate',
] as const

export type Capability = (typeof capabilities)[number]

export type Role = 'customer' | 'agent' | 'supervisor' | 'admin'
/** A placeholder for a role's capabilities, resolved by the preset that the tenant was opened with. */
export type RoleMark = `role:${Role}`

/** `can: roles.agent` gives what the opened preset gives an agent; hosts add: `[...roles.agent, 'assign']`. */
export const roles: { readonly [R in Role]: ReadonlyArray<RoleMark> } = {
  customer: ['role:customer'],
  agent: ['role:agent'],
  supervisor: ['role:supervisor'],
  admin: ['role:admin'],
}
