import type { StoreError } from '@colloquy/core/storage'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Access, connected } from './Access.ts'
import { asLongAsItTakes, type Connection } from './Connection.ts'
import { leftovers, nowNumber, olderReaders } from './sql/erasing.ts'
import { elapsed, setTimeout } from './timers.ts'

/** The tables that held what was erased. */
const tables = ['colloquy_event', 'colloquy_term', 'colloquy_ledger']
/** How long to wait for those who still read what was erased, in milliseconds. */
const patience = 2_000

/**
 * Lets the server free what was erased: dead rows are gone after a vacuum, and words once their index was built anew.
 * Whoever began to read before keeps them, and only the owner of the tables may do it: then it is not complete, and to
 * be asked for again. What no statement can reach stays: freed space until it is written over, the server's own
 * journal, and backups.
 */
export const scrub = (access: Access): TaskEither<StoreError, { readonly complete: boolean }> =>
  connected(access, async (connection) => {
    const alone = await outlasted(connection)
    // Behind a pooler somebody else would be given the connection that was told, and the statements another one.
    const tell = (settings: string) => (access.options.prepared ? connection.tell(settings) : undefined)
    try {
      // It may take as long as the tables are large, and is outside any transaction: the server refuses it inside one.
      await tell(`set statement_timeout = 0; set lock_timeout = ${patience}`)
      for (const table of tables)
        await connection.tell(`vacuum ${connection.schema}.${table}`, asLongAsItTakes)
      return { complete: alone && (await rebuilt(connection)) }
    } finally {
      await tell('reset statement_timeout; reset lock_timeout')
    }
  })

/** Whether all who began to read before now have ended, within the time there is. */
const outlasted = async (connection: Connection): Promise<boolean> => {
  const [now] = await connection.ask(nowNumber, {})
  const until = elapsed() + patience
  for (;;) {
    const [older] = await connection.ask(olderReaders, { now: String(now?.[0]) })
    if (older?.[0] === 0) return true
    if (elapsed() > until) return false
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
}

/** Builds the index of words anew beside the old one; a try that came to nothing leaves nothing behind. */
const rebuilt = async (connection: Connection): Promise<boolean> => {
  try {
    await connection.tell(
      `reindex index concurrently ${connection.schema}.colloquy_term_terms`,
      asLongAsItTakes,
    )
    return true
  } catch {
    for (const [name] of await connection.ask(leftovers, { schema: connection.schema })) {
      await connection.tell(`drop index concurrently if exists ${String(name)}`).catch(() => undefined)
    }
    return false
  }
}
