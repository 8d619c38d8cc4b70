import { sqlite } from '@colloquy/sqlite'
import type { Session } from '../../../src/index.ts'
import { actor, openConversations, roles } from '../../../src/index.ts'

export const tenant = 'acme'

/** Opens a file through the public surface alone. */
export const open = (filename: string) => openConversations({ storage: sqlite({ filename }) })

export const staff = (id: string) => actor({ tenant, id, kind: 'staff', can: roles.admin })
export const customer = (id: string) => actor({ tenant, id, kind: 'customer', can: roles.customer })
export const poster = staff('poster')

export type Opened = Awaited<ReturnType<typeof open>>
export type Desk = Session
