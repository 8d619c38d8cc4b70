import { actor, roles } from '../../../src/index.ts'
import type { ActorInput, SessionActor } from '../../../src/index.ts'

type More = Partial<Pick<ActorInput, 'tenant' | 'can' | 'queues' | 'records' | 'name'>>

export const staff = (id: string, more: More = {}): SessionActor<'staff'> =>
  actor({ tenant: 'acme', id, kind: 'staff', can: roles.agent, ...more })

export const customer = (id: string, more: More = {}): SessionActor<'customer'> =>
  actor({ tenant: 'acme', id, kind: 'customer', can: roles.customer, ...more })

export const bot = (id: string, more: More = {}): SessionActor<'bot'> =>
  actor({ tenant: 'acme', id, kind: 'bot', can: roles.agent, ...more })

export const anna = staff('anna')
export const bert = staff('bert')
export const cleo = customer('cleo')
export const carl = customer('carl')
export const sue = staff('sue', { can: roles.supervisor })
export const ada = staff('ada', { can: roles.admin })
