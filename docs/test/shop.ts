import type { PrismaTransaction } from '@colloquy/postgres'
import { postgres } from '@colloquy/postgres'
import { actor, openConversations, roles } from 'colloquy'
import pg from 'pg'

/** What a client that Prisma generates for the table of orders has; it is generated in the tests of the storage. */
type Prisma = {
  readonly $transaction: <A>(
    work: (tx: PrismaTransaction & { readonly order: Orders }) => Promise<A>,
    options?: { readonly timeout?: number },
  ) => Promise<A>
}
type Orders = {
  readonly create: (row: {
    readonly data: { readonly id: string; readonly item: string }
  }) => Promise<unknown>
}

/** A host on Postgres, for examples that say `shop`: its table, its pool, and conversations beside them. */
export type Shop = Awaited<ReturnType<typeof openShop>>['shop'] & { readonly prisma: Prisma }

export const openShop = async (url: string) => {
  const pool = new pg.Pool({ connectionString: url })
  await pool.query('create table orders (id text primary key, item text not null)')
  const chat = await openConversations({ storage: postgres({ connectionString: url }), policies: 'helpdesk' })
  const cleo = actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })
  const anna = actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.admin })
  return {
    shop: { url, pool, chat, cleo, anna },
    close: async () => {
      await chat.close()
      if (!pool.ended) await pool.end()
    },
  }
}

const names: ReadonlyArray<keyof Shop> = ['url', 'pool', 'chat', 'cleo', 'anna', 'prisma']

/** Tells the compiler of what is there, unlike the usual things, for such an example alone. */
export const declared = `import type { Shop } from '../test/shop.ts'
${names.map((name) => `declare const ${name}: Shop['${name}']`).join('\n')}
`
