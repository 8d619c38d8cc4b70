import knex from 'knex'
import { fromKnex } from '../../../src/hosts/fromKnex.ts'
import type { Host } from './Host.ts'

export const knexHost: Host = {
  name: 'Knex',
  endsHandles: true,
  survivesErrors: true,
  open: async (url) => {
    const db = knex({ client: 'pg', connection: url, pool: { min: 0, max: 4 }, asyncStackTraces: true })
    return {
      transact: (work) =>
        db.transaction((trx) =>
          work({
            transaction: fromKnex(trx),
            order: async (id) => void (await trx('host_order').insert({ id })),
          }),
        ),
      close: () => db.destroy(),
    }
  },
}
