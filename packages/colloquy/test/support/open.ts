import { memory } from '@colloquy/core/memory'
import { sqlite } from '@colloquy/sqlite'
import { actor, openConversations, roles } from '../../src/index.ts'
import type { Options } from '../../src/index.ts'
import { isChosen } from './chosen.ts'
import { emptyPostgres } from './postgres.ts'

/** Each storage, with nothing in it. */
export const storages = {
  memory: () => memory(),
  sqlite: () => sqlite({ filename: ':memory:' }),
  postgres: emptyPostgres,
}
export const storageNames = (Object.keys(storages) as ReadonlyArray<keyof typeof storages>).filter(isChosen)

export const open = async (name: keyof typeof storages, options: Omit<Options, 'storage'> = {}) =>
  openConversations({ storage: await storages[name](), ...options })

export const anna = actor({
  tenant: 'acme',
  id: 'anna',
  kind: 'staff',
  can: [...roles.admin, 'message.editAny', 'backdate'],
})
export const bert = actor({ tenant: 'acme', id: 'bert', kind: 'staff', can: roles.agent })
export const cleo = actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })
export const zoe = actor({ tenant: 'zeta', id: 'zoe', kind: 'staff', can: roles.admin })

export { reasonOf } from './reasonOf.ts'
