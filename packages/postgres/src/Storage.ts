import { schemaOutdated, type Storage, type StoreError } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import pg from 'pg'
import { type Access, connected, connecting, guardAll, type Pool } from './Access.ts'
import { checkpoints } from './checkpoints.ts'
import { commitOn } from './commit.ts'
import { withoutFunctions, Unusable } from './errors.ts'
import { forget } from './forget.ts'
import { hints } from './hint.ts'
import { hasFunctions, migrateOn } from './migrate.ts'
import { queryNow } from './query/query.ts'
import { readNow } from './read.ts'
import { refoldOn } from './refold.ts'
import { foundSchema, needed, secretOf } from './schema.ts'
import { scrub } from './scrub.ts'
import { isKept, quoted } from './statements.ts'
import { concerningNow, headsNow, streamsNow } from './streams.ts'
import { beginPlainly, beginWriting, inTransaction, type Patience, settingsFor } from './transactions.ts'
import { within } from './within.ts'

/**
 * `connectionString`: for a pool of our own, closed by `close`, of at most `connections` (10 unless told, better not
 * under 4), and one more that listens while something follows. `pool`: one of pg's that the host opened; it stays open.
 * Given `pipeline: true`, a commit takes two round trips, otherwise four.
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

/** A storage whose sessions within the host's transaction answer with promises. */
export type PostgresStorage = Storage & { readonly capabilities: { readonly transaction: 'async' } }

/**
 * Keeps conversations in a schema of a PostgreSQL database, 16 or later, which any number of processes may share.
 * Nothing is opened before the first use; what fails is a `StoreError` of the call that met it.
 *
 * @example
 * import { postgres } from '@colloquy/postgres'
 * import { openConversations } from 'colloquy'
 *
 * const connectionString = process.env.DATABASE_URL ?? 'postgres://localhost/shop'
 * const chat = await openConversations({ storage: postgres({ connectionString }) })
 * await chat.close()
 */
export const postgres = (options: PostgresOptions): PostgresStorage => {
  const patience = { statement: options.statementTimeout ?? 10_000, lock: options.lockTimeout ?? 100 }
  const { schema = 'colloquy' } = options
  const own = 'connectionString' in options ? options : null
  const prepared = options.prepared ?? true
  let opened: pg.Pool | null = null
  let given: Pool | null = null
  let closed = false
  const pool = (): Pool => {
    if (closed) throw new Unusable('the storage was closed')
    if (!isKept(schema))
      throw new Unusable('the name of the schema has no byte, or more than the 63 that the server keeps')
    if (own !== null) {
      opened ??= openPool(own.connectionString, own.connections ?? 10, patience, prepared)
      return opened
    }
    if (given === null && 'pool' in options) {
      given = options.pool
      guardAll(given)
    }
    if (given === null) throw new Unusable('neither a connection string nor a pool was given')
    return given
  }
  const access: Access = {
    pool,
    options: { schema: quoted(schema), prepared },
    patience,
  }
  const hinting = hints(access)
  const begin = own !== null && prepared ? beginPlainly : beginWriting(patience)
  let known: string | null = null
  const secret: TaskEither<StoreError, string> = async () => {
    if (known !== null) return E.right(known)
    const found = await connected(access, secretOf)()
    if (E.isLeft(found)) return found
    if (found.right === null) return E.left(schemaOutdated(0, needed))
    known = found.right
    return E.right(known)
  }
  return {
    capabilities: { transaction: 'async', batch: 'tenant', durable: true, lanes: 2 },
    migrate: async () => {
      const version = await connected(access, migrateOn)()
      if (E.isLeft(version) || version.right === needed) return version
      return E.left(schemaOutdated(version.right, needed))
    },
    schema: connected(access, async (connection) => {
      const found = await foundSchema(connection)
      if (found === needed && !(await hasFunctions(connection))) throw new Unusable(withoutFunctions)
      return { found, needed }
    }),
    secret,
    commit: (needs, settle) => async () => {
      const committed = await connected(access, (connection) =>
        commitOn(connection, needs, settle, { begin }),
      )()
      if (E.isRight(committed) && committed.right.positions.length > 0) hinting.tell()
      return committed
    },
    query: (query, viewer) => connected(access, (connection) => queryNow(connection, query, viewer)),
    within: (handle) => within(access, secret, handle),
    read: (of, limit) => connected(access, (connection) => readNow(connection, of, limit)),
    heads: connected(access, headsNow),
    streams: (after, limit) => connected(access, (connection) => streamsNow(connection, after, limit)),
    concerning: (tenant, who) => connected(access, (connection) => concerningNow(connection, tenant, who)),
    refold: (stream, fold, write) =>
      connected(access, (connection) =>
        inTransaction(connection, begin, () => refoldOn(connection, stream, fold, write)),
      ),
    scrub: scrub(access),
    forget: forget(access),
    checkpoints: checkpoints(access),
    hint: hinting.hint,
    close: async () => {
      if (closed) return E.right(undefined)
      await hinting.stop()
      closed = true
      await opened?.end()
      return E.right(undefined)
    },
  }
}

const openPool = (connectionString: string, most: number, patience: Patience, prepared: boolean): pg.Pool => {
  const pool = new pg.Pool({
    connectionString,
    // One more, for whoever listens.
    max: prepared ? most + 1 : most,
    pipeline: true,
    connectionTimeoutMillis: connecting,
    // Longer than the server's own patience: it only ends what can't be answered any more.
    query_timeout: patience.statement + connecting,
    // A pooler between does not pass them on: there each transaction says them.
    ...(prepared
      ? { options: settingsFor(patience).map(asOption).join(' '), verify: whetherTheyArrived() }
      : {}),
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'colloquy',
  })
  guardAll(pool)
  return pool
}

/** Looks at the first connection whether it has the settings: without them a lock would be waited for without end. */
const whetherTheyArrived = (): NonNullable<pg.PoolConfig['verify']> => {
  let arrived = false
  return (client, done) => {
    if (arrived) return done()
    client.query<{ readonly plan_cache_mode: string }>('show plan_cache_mode').then(({ rows }) => {
      arrived = rows[0]?.plan_cache_mode === 'force_generic_plan'
      done(arrived ? undefined : new Unusable(settingsIgnored))
    }, done)
  }
}

const settingsIgnored =
  'the settings that connections begin with did not arrive: a pooler ignores them, or the connection string has options of its own; say prepared: false, or give a pool'

const asOption = (setting: string): string => `-c ${setting.replaceAll(' ', '')}`
