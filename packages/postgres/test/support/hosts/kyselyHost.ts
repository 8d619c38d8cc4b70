import { CamelCasePlugin, Kysely, ParseJSONResultsPlugin, PostgresDialect } from 'kysely'
import pg from 'pg'
import { fromKysely } from '../../../src/hosts/fromKysely.ts'
import type { Host } from './Host.ts'

type Tables = { readonly hostOrder: { readonly id: string } }

/** With the two plugins that change what is answered. */
export const kyselyHost: Host = {
  name: 'Kysely',
  endsHandles: true,
  survivesErrors: true,
  open: async (url) => {
    const db = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }),
      plugins: [new CamelCasePlugin(), new ParseJSONResultsPlugin()],
    })
    return {
      transact: (work) =>
        db.transaction().execute((trx) =>
          work({
            transaction: fromKysely(trx),
            order: async (id) => void (await trx.insertInto('hostOrder').values({ id }).execute()),
          }),
        ),
      close: () => db.destroy(),
    }
  },
}
