import { fence } from './calls.ts'
import type { Connection } from './Connection.ts'
import { inSchema } from './statements.ts'

/** How long anybody may hold things up, in milliseconds. */
export type Patience = {
  /** For one statement. */
  readonly statement: number
  /** For a lock that another transaction holds. */
  readonly lock: number
}

/** Whatever the database's default is: each statement has to see what was committed before it. */
export const beginPlainly = 'begin isolation level read committed'

/**
 * Begins a transaction that writes. Plans go by the indexes: one that reads a small table as a whole would be kept when
 * the table has grown. Should this process freeze amid the transaction, the server ends it, so that nobody waits for it
 * for ever.
 */
export const beginWriting = (patience: Patience): string =>
  [beginPlainly, ...settingsFor(patience).map((each) => `set local ${each}`)].join('; ')

/** The same for a whole connection that is ours alone, so that a transaction needs not say it. */
export const settingsFor = ({ statement, lock }: Patience): ReadonlyArray<string> => [
  `statement_timeout = ${statement}`,
  `lock_timeout = ${lock}`,
  `idle_in_transaction_session_timeout = ${statement}`,
  'plan_cache_mode = force_generic_plan',
  'enable_seqscan = off',
  'jit = off',
]

/** Ends a transaction durably, whatever the default of the session: a commit that is acknowledged is on the disk. */
export const commit = `select set_config('synchronous_commit', 'on', true)
where current_setting('synchronous_commit') = 'off'; commit`

/** Begins a transaction in which rows are written without loading, unless a later version lets this code write no more. */
export const fenced = (begin: string, schema: string): string => `${begin}; ${inSchema(fence, schema)}`

/** Runs something in one durable transaction. */
export const inTransaction = async <A>(
  connection: Connection,
  begin: string,
  run: (connection: Connection) => Promise<A>,
): Promise<A> => {
  await connection.tell(begin)
  const result = await run(connection)
  await connection.send([{ tell: commit, ends: true }])
  return result
}
