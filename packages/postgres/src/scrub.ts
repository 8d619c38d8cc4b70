import type { StoreError } from '@colloquy/core/storage'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type ConnectionProvider, connected } from './ConnectionProvider.ts'
import { asLongAsItTakes, type Connection } from './Connection.ts'
import { leftovers, nowNumber, olderReaders } from './sql/erasing.ts'
import { elapsed, setTimeout } from './timers.ts'

/** The tables with erased content. */
const tables = ['colloquy_event', 'colloquy_term', 'colloquy_ledger']
/** The time to wait for older transactions, in milliseconds. */
const patience = 2_000

/**
 * Makes the server free erased content: dead rows by a vacuum, words by rebuilding their index. Older snapshots keep
 * both, and only the tables' owner may do it: then the result is incomplete, and has to be repeated. Out of reach are
 * freed disk space until it is overwritten, the WAL, and backups.
 */
export const scrub = (provider: ConnectionProvider): TaskEither<StoreError, { readonly complete: boolean }> =>
  connected(provider, async (connection) => {
    const alone = await outlasted(connection)
    // Behind a pooler the settings could reach another server connection than the statements.
    const tell = (settings: string) => (provider.options.prepared ? connection.tell(settings) : undefined)
    try {
      // The time depends on the size of the tables. Outside a transaction, because the server refuses it inside one.
      await tell(`set statement_timeout = 0; set lock_timeout = ${patience}`)
      for (const table of tables)
        await connection.tell(`vacuum ${connection.schema}.${table}`, asLongAsItTakes)
      return { complete: alone && (await rebuilt(connection)) }
    } finally {
      await tell('reset statement_timeout; reset lock_timeout')
    }
  })

/** Whether all older transactions have ended in time. */
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

/** Rebuilds the index of words concurrently, and drops the remains of a failed try. */
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
