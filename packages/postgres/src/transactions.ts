import { fence } from './calls.ts'
import type { Connection } from './Connection.ts'
import { inSchema } from './statements.ts'

/** The timeouts, in milliseconds. */
export type Patience = {
  /** Of one statement. */
  readonly statement: number
  /** Of a wait for a lock. */
  readonly lock: number
}

/** Read committed whatever the database's default: each statement has to see what was committed before it. */
export const beginPlainly = 'begin isolation level read committed'

/**
 * Begins a transaction that writes. Sequential scans are off, because a generic plan made for a small table would be
 * kept when the table has grown. If this process freezes, the server ends the transaction, so that its locks are
 * released.
 */
export const beginWriting = (patience: Patience): string =>
  [beginPlainly, ...settingsFor(patience).map((each) => `set local ${each}`)].join('; ')

/** The same settings for a connection of our own, so that each transaction need not send them. */
export const settingsFor = ({ statement, lock }: Patience): ReadonlyArray<string> => [
  `statement_timeout = ${statement}`,
  `lock_timeout = ${lock}`,
  `idle_in_transaction_session_timeout = ${statement}`,
  'plan_cache_mode = force_generic_plan',
  'enable_seqscan = off',
  'jit = off',
]

/** Commits with `synchronous_commit`, whatever the session's default: an acknowledged commit has been fsynced. */
export const commit = `select set_config('synchronous_commit', 'on', true)
where current_setting('synchronous_commit') = 'off'; commit`

/** Begins a transaction that writes without loading, fenced against later versions of the code. */
export const fenced = (begin: string, schema: string): string => `${begin}; ${inSchema(fence, schema)}`

/** Runs `run` in one durable transaction. */
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
