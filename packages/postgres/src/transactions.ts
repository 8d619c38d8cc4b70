import type { Connection } from './Connection.ts'

/** How long anybody may hold things up, in milliseconds. */
export type Patience = {
  /** For one statement. */
  readonly statement: number
  /** For a lock that another transaction holds. */
  readonly lock: number
}

/**
 * Begins a transaction that writes. The plans of its statements are made once, while tables may still be small, and go
 * by the indexes: a plan that reads a small table as a whole would be kept when it has grown. Should this process
 * freeze amid the transaction, the server ends it, so that nobody waits for it for ever.
 */
export const beginWriting = ({ statement, lock }: Patience): string => `begin isolation level read committed;
set local statement_timeout = ${statement};
set local lock_timeout = ${lock};
set local idle_in_transaction_session_timeout = ${statement};
set local plan_cache_mode = force_generic_plan;
set local enable_seqscan = off;
set local enable_bitmapscan = off;
set local enable_hashjoin = off;
set local enable_mergejoin = off;
set local enable_material = off`

/** Runs something on one snapshot, or in one durable transaction. */
export const inTransaction = async <A>(
  connection: Connection,
  begin: string,
  run: (connection: Connection) => Promise<A>,
): Promise<A> => {
  await connection.tell(begin)
  const result = await run(connection)
  await connection.run('', [], { end: 'commit' })
  return result
}

export const beginReading = 'begin isolation level repeatable read, read only'
