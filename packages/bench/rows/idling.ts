import Database from 'better-sqlite3'
import { sqlite } from '@colloquy/sqlite'
import { join } from 'node:path'
import type { Bench } from '../lib/Bench.ts'
import { countIdling } from '../lib/countIdling.ts'

/** How many statements a process runs that has nothing to do, as its driver tells. */
export const idling = async (bench: Bench): Promise<void> => {
  let statements = 0
  const database = new Database(join(bench.folder('idle'), 'idle.db'), { verbose: () => (statements += 1) })
  await countIdling(bench, sqlite({ database }), () => statements)
  database.close()
}
