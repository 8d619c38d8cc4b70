import pg from 'pg'
import type { Host } from './Host.ts'

/** A host without a query builder: its pg client is a transaction as it is. */
export const pgHost: Host = {
  name: 'pg',
  endsHandles: false,
  survivesErrors: true,
  open: async (url) => {
    const pool = new pg.Pool({ connectionString: url })
    return {
      transact: async (work) => {
        const client = await pool.connect()
        try {
          await client.query('begin')
          const result = await work({
            transaction: client,
            order: async (id) => void (await client.query('insert into host_order values ($1)', [id])),
          })
          await client.query('commit')
          return result
        } catch (error) {
          await client.query('rollback')
          throw error
        } finally {
          client.release()
        }
      },
      close: () => pool.end(),
    }
  },
}
