import type { Session } from 'colloquy'
import { actor, openConversations, roles } from 'colloquy'
import { postgres } from '../../../src/index.ts'

export const tenant = 'acme'

type More = Partial<Parameters<typeof postgres>[0]>
type Other = Omit<Parameters<typeof openConversations>[0], 'storage'>

/** Opens a database through the public surface alone. */
export const open = (connectionString: string, more: More = {}, options: Other = {}) =>
  openConversations({ storage: postgres({ connectionString, ...more }), ...options })

export const staff = (id: string) => actor({ tenant, id, kind: 'staff', can: roles.admin })
export const customer = (id: string) => actor({ tenant, id, kind: 'customer', can: roles.customer })
export const poster = staff('poster')

export type Opened = Awaited<ReturnType<typeof open>>
export type Desk = Session
