import { drizzle as overPg } from 'drizzle-orm/node-postgres'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle as overPostgresJs } from 'drizzle-orm/postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { fromDrizzle } from '../../../src/hosts/fromDrizzle.ts'
import type { Host } from './Host.ts'

const orders = pgTable('host_order', { id: text('id').primaryKey() })

export const drizzleHost: Host = {
  name: 'Drizzle over pg',
  endsHandles: false,
  survivesErrors: true,
  open: async (url) => {
    const pool = new pg.Pool({ connectionString: url })
    const db = overPg(pool, { schema: { orders }, casing: 'snake_case' })
    return {
      transact: (work) =>
        db.transaction((tx) =>
          work({
            transaction: fromDrizzle(tx),
            order: async (id) => void (await tx.insert(orders).values({ id })),
          }),
        ),
      close: () => pool.end(),
    }
  },
}

/** The driver that answers the rows themselves. */
export const drizzlePostgresJsHost: Host = {
  name: 'Drizzle over Postgres.js',
  endsHandles: false,
  survivesErrors: false,
  open: async (url) => {
    const client = postgres(url, { max: 4, onnotice: () => undefined })
    const db = overPostgresJs(client)
    return {
      transact: (work) =>
        db.transaction((tx) =>
          work({
            transaction: fromDrizzle(tx),
            order: async (id) => void (await tx.insert(orders).values({ id })),
          }),
        ),
      close: () => client.end(),
    }
  },
}
