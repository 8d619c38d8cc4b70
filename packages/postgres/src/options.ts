import { requireKnown } from '@colloquy/core/storage'
import type { Pool } from './Access.ts'
import { isKept } from './statements.ts'

/**
 * `connectionString`: for a pool of our own, closed by `close`, of at most `connections` (10 unless told, better not
 * under 4), and one more that listens while something follows. `pool`: one of pg's that the host opened; it stays open.
 * Given `pipeline: true`, a commit takes two round trips, otherwise four. Of one connection alone none listens: it would
 * be missing for all else.
 */
export type PostgresOptions = (
  | { readonly connectionString: string; readonly connections?: number }
  | { readonly pool: Pool }
) & {
  /** The schema that holds the tables: `colloquy` unless told. */
  readonly schema?: string
  /**
   * False behind a pooler in transaction mode, like pgbouncer: then no statement is kept on a connection by name, what
   * a connection would be told at its start is told to each transaction, and no connection listens.
   */
  readonly prepared?: boolean
  /** How long one statement may take, in milliseconds: 10,000 unless told. */
  readonly statementTimeout?: number
  /**
   * How long a command waits for a conversation that a transaction of the host's holds before it gives its connection
   * back and tries again a little later, in milliseconds: 100 unless told.
   */
  readonly lockTimeout?: number
}

/** The longest that the server's own timers wait. */
const longest = 2 ** 31 - 1

/** Refuses options that would lead elsewhere than was meant, or be without effect. Throws a `TypeError`. */
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

/** Without one the driver connects to wherever the environment points. */
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
