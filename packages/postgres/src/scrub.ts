import type { StoreError } from '@colloquy/core'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Access, connected } from './Access.ts'
import { oldestReader } from './sql/oldestReader.ts'

/** The tables that held what was erased, and the index that holds words. */
const tables = ['colloquy_event', 'colloquy_term', 'colloquy_ledger']

/**
 * Lets the server free what was erased: dead rows are gone after a vacuum, and words after their index was built anew.
 * A transaction that began before keeps them: then it is not complete, and to be asked for again. What no statement
 * can reach stays: freed space until it is written over, the server's own journal, and backups.
 */
export const scrub = (access: Access): TaskEither<StoreError, { readonly complete: boolean }> =>
  connected(access, async (connection) => {
    const { schema } = connection
    const [before] = await connection.ask('select json_build_array(pg_current_xact_id()::text) as row', {})
    const erased = BigInt(String(before?.[0] ?? 0))
    // Outside any transaction: the server refuses both inside one.
    for (const table of tables) await connection.tell(`vacuum ${schema}.${table}`)
    await connection.tell(`reindex index concurrently ${schema}.colloquy_term_terms`)
    const [after] = await connection.ask(oldestReader, {})
    return { complete: BigInt(String(after?.[0] ?? 0)) >= erased }
  })
