import { type ContractPart, storageContract } from '@colloquy/conformance'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { placesOn } from './places.ts'
import { statisticsOf } from './statistics.ts'

// As a pool of the storage's own has it.
const options = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off'

/** Registers one part of the contract: each is a test file, so that both are asked at once. */
export const postgresContract = (part: ContractPart): void => {
  let database: TestDatabase
  let pool: pg.Pool
  beforeAll(async () => {
    database = await newDatabase(inject('postgresUrl'))
    pool = new pg.Pool({ connectionString: database.url, max: 3, pipeline: true, options })
  })
  afterAll(async () => {
    await pool.end()
    await database.drop()
  })

  const asHost = async (run: (client: pg.Client) => Promise<unknown>): Promise<void> => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    try {
      await run(client)
    } finally {
      await client.end()
    }
  }

  const { open, schemaOf } = placesOn(() => pool)

  storageContract(
    {
      name: 'Postgres',
      capabilities: { transaction: 'async', batch: 'tenant', durable: true, lanes: 2 },
      open,
      hosted: (place) => {
        // A pool as hosts have it, that waits for each answer.
        const own = new pg.Pool({ connectionString: database.url, max: 4 })
        return {
          storage: open(place, () => own),
          transaction: async (work) => {
            const client = await own.connect()
            try {
              await client.query('begin')
              await work(client)
              await client.query('commit')
            } catch (error) {
              await client.query('rollback')
              throw error
            } finally {
              client.release()
            }
          },
          close: () => own.end(),
        }
      },
      hints: true,
      // Every row of every table, as text, and what the server's statistics hold. They are gathered after each look, so
      // that the next one, after erasing, meets those of before.
      bytes: async (place) => {
        const texts: Array<string> = []
        await asHost(async (client) => {
          const tables = await client.query<{ name: string }>(
            `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1`,
            [schemaOf(place)],
          )
          for (const { name } of tables.rows) {
            const rows = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
            texts.push(...rows.rows.map(({ row }) => row))
          }
          texts.push(...(await statisticsOf(client, schemaOf(place))))
          await client.query(`analyze ${tables.rows.map(({ name }) => name).join(', ')}`)
        })
        return Buffer.from(texts.join('\n'))
      },
      tamper: (place) =>
        [
          'delete from colloquy_event',
          "delete from colloquy_event where conversation = 'order'",
          "update colloquy_event set facts = '{}'",
          "update colloquy_event set type = 'x', version = version + 1000",
          "update colloquy_event set personal = '{}' where personal is null",
          'update colloquy_event set position = position + 1',
          'update colloquy_event set position = null',
          'truncate colloquy_event',
        ].map(
          (statement) => () =>
            asHost(async (client) => {
              await client.query(`set search_path = "${schemaOf(place)}"`)
              await client.query(statement)
            }),
        ),
    },
    part,
  )
}
