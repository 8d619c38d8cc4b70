import { requireKnown } from '@colloquy/core/storage'
import type { Pool } from './ConnectionProvider.ts'
import { isKept } from './statements.ts'

/**
 * `connectionString`: for a pool of our own, closed by `close`, of at most `connections` (default 10, at least 4
 * recommended), and one more for LISTEN. `pool`: a pg pool that the host opened; it stays open. With `pipeline: true` a
 * commit takes two round trips, otherwise four. A pool of one connection does not listen, because queries need that
 * connection.
 */
export type PostgresOptions = (
  | { readonly connectionString: string; readonly connections?: number }
  | { readonly pool: Pool }
) & {
  /** The schema of the tables; default `colloquy`. */
  readonly schema?: string
  /**
   * False behind a pooler in transaction mode, such as pgbouncer: then there are no prepared statements, settings are
   * sent with each transaction, and no connection listens.
   */
  readonly prepared?: boolean
  /** The timeout of a statement in milliseconds; default 10,000. */
  readonly statementTimeout?: number
  /**
   * How long a command waits for a conversation that a host's transaction has locked, before it releases its connection
   * and retries later, in milliseconds; default 100.
   */
  readonly lockTimeout?: number
}

/** The longest timeout of the server. */
const longest = 2 ** 31 - 1

/** Throws a `TypeError` for options that would connect elsewhere or have no effect. */
export const checkedOptions = (options: PostgresOptions): PostgresOptions => {
  requireKnown<PostgresOptions>('postgres', options, {
    connectionString: true,
    connections: true,
    pool: true,
    schema: true,
    prepared: true,
    statementTimeout: true,
    lockTimeout: true,
  })
  if ('connectionString' in options && 'pool' in options) {
    throw new TypeError('postgres: give connectionString or pool, not both')
  }
  if ('pool' in options) {
    checkPool(options.pool)
    if ('connections' in options)
      throw new TypeError('postgres: connections: a pool of yours says itself how many')
  } else {
    checkConnectionString(options.connectionString)
    checkWhole('connections', options.connections, 1)
  }
  const { schema, prepared } = options
  if (schema !== undefined && (typeof schema !== 'string' || !isKept(schema))) {
    throw new TypeError(
      'postgres: schema: give a name of 1 to 63 bytes, which is as much as the server keeps',
    )
  }
  if (prepared !== undefined && typeof prepared !== 'boolean') {
    throw new TypeError('postgres: prepared: give true or false')
  }
  checkWhole('statementTimeout', options.statementTimeout, 1)
  checkWhole('lockTimeout', options.lockTimeout, 1)
  return options
}

/** Without a connection string the driver connects to what the environment names. */
const checkConnectionString = (given: unknown): void => {
  if (typeof given !== 'string' || given.trim() === '') {
    throw new TypeError(
      "postgres: connectionString: give one like 'postgres://user:password@host:5432/database', or a pool",
    )
  }
}

const checkPool = (given: unknown): void => {
  const pool: { readonly [name: string]: unknown } = Object(given)
  if (
    !['connect', 'on'].every((name) => typeof pool[name] === 'function') ||
    'release' in pool ||
    'user' in pool
  ) {
    throw new TypeError('postgres: pool: give a Pool of pg, with connect and on; a single client is none')
  }
}

const checkWhole = (name: string, given: unknown, least: number): void => {
  if (given === undefined) return
  if (!Number.isInteger(given) || Number(given) < least || Number(given) > longest) {
    throw new TypeError(`postgres: ${name}: give a whole number from ${least} to ${longest}`)
  }
}
