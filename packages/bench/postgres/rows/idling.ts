import pg from 'pg'
import { postgres } from '@colloquy/postgres'
import { readFileSync } from 'node:fs'
import { countIdling } from '../../lib/countIdling.ts'
import type { PostgresBench } from '../lib/PostgresBench.ts'

/** How many statements a process runs that has nothing to do, by the server's own log. */
export const idling = async (bench: PostgresBench): Promise<void> => {
  const url = await bench.server.database()
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`alter database ${new URL(url).pathname.slice(1)} set log_statement = 'all'`)
  await client.end()
  const statements = () =>
    readFileSync(bench.server.log, 'utf8').match(/LOG:  (?:statement|execute)\b/gu)?.length ?? 0
  await countIdling(bench, postgres({ connectionString: url }), statements)
}
