import { postgres } from '@colloquy/postgres'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import pg from 'pg'
import { inject } from 'vitest'
import type { Options } from '../../src/index.ts'

type Shared = { readonly database: TestDatabase; readonly pool: pg.Pool }

let shared: Promise<Shared> | null = null

const share = async (): Promise<Shared> => {
  const database = await newDatabase(inject('postgresUrl'))
  const pool = new pg.Pool({ connectionString: database.url, max: 20, pipeline: true, options })
  return { database, pool }
}

// As a pool of the storage's own has it: plans are made once, however many tests there are.
const options = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off'

/** Ends the pool and drops the database of the test file that has ended: the next in this worker gets its own. */
export const leavePostgres = async (): Promise<void> => {
  const left = shared
  if (left === null) return
  shared = null
  const { database, pool } = await left
  // Whoever listens holds a connection, for which the pool would wait.
  for (const storage of opened) await storage.close()
  opened.clear()
  free.length = 0
  await pool.end()
  await database.drop()
}

/** Empties the tables of a schema as only its owner may: the log refuses it to everybody else. */
const wipe = (schema: string): string => `do $$
declare t text;
begin
  set local session_replication_role = replica;
  for t in select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname = '${schema}' and tablename <> 'colloquy_meta' loop
    execute 'delete from ' || t;
  end loop;
end $$`

const opened = new Set<Options['storage']>()
/** Schemas that nobody uses any more. */
const free: Array<string> = []
let count = 0

/**
 * A storage on a real server with nothing in it. Once it is closed its schema is wiped for the next: making the
 * schema and its plans anew for each would take longer than all the tests.
 */
export const emptyPostgres = async (): Promise<Options['storage']> => {
  shared ??= share()
  const { pool } = await shared
  const used = free.pop()
  const schema = used ?? `place_${(count += 1)}`
  if (used !== undefined) await pool.query(wipe(schema))
  // On a loaded machine a statement of a second may take ten.
  const storage = postgres({ pool, schema, statementTimeout: 120_000 })
  let closed = false
  opened.add(storage)
  return {
    ...storage,
    close: async () => {
      const answer = await storage.close()
      if (!closed) free.push(schema)
      closed = true
      opened.delete(storage)
      return answer
    },
  }
}
