import { schemaOutdated, type Storage, type StoreError } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import pg from 'pg'
import { type ConnectionProvider, connected, connecting, guardAll, type Pool } from './ConnectionProvider.ts'
import { checkpoints } from './checkpoints.ts'
import { commitOn } from './commit.ts'
import { withoutFunctions, Unusable } from './errors.ts'
import { forget } from './forget.ts'
import { hints } from './hint.ts'
import { hasFunctions, migrateOn } from './migrate.ts'
import { checkedOptions, type PostgresOptions } from './options.ts'
import { queryNow } from './query/query.ts'
import { readNow } from './read.ts'
import { refoldOn } from './refold.ts'
import { foundSchema, needed, secretOf } from './schema.ts'
import { adviceOn, checkSession } from './session.ts'
import { scrub } from './scrub.ts'
import { quoted } from './statements.ts'
import { strays } from './strays.ts'
import { concerningNow, headsNow, streamsNow } from './streams.ts'
import { beginPlainly, beginWriting, inTransaction, type Patience, settingsFor } from './transactions.ts'
import { within } from './within.ts'
import type { Transaction } from './hosts/Transaction.ts'

/** A storage whose sessions inside the host's transaction answer with promises. */
export type PostgresStorage = Storage & {
  readonly capabilities: { readonly transaction: 'async' }
  readonly within: (handle: Transaction) => ReturnType<Storage['within']>
}

/**
 * Keeps conversations in a schema of a PostgreSQL database, 16 or later, which any number of processes may share.
 * Nothing is opened before the first use; what fails is a `StoreError` of the call that met it. An option that can't be
 * right is a `TypeError` at once.
 *
 * @example
 * import { postgres } from '@colloquy/postgres'
 * import { openConversations } from 'colloquy'
 *
 * const connectionString = process.env.DATABASE_URL ?? 'postgres://localhost/shop'
 * const chat = await openConversations({ storage: postgres({ connectionString }) })
 * await chat.close()
 */
export const postgres = (given: PostgresOptions): PostgresStorage => {
  const options = checkedOptions(given)
  const patience = { statement: options.statementTimeout ?? 10_000, lock: options.lockTimeout ?? 100 }
  const { schema = 'colloquy' } = options
  const prepared = options.prepared ?? true
  let opened: Pool | null = null
  let closed = false
  let end = async (): Promise<void> => undefined
  const pool = (): Pool => {
    if (closed) throw new Unusable('the storage was closed')
    if (opened !== null) return opened
    if ('pool' in options) {
      opened = options.pool
      guardAll(opened)
      return opened
    }
    const made = openPool(options.connectionString, options.connections ?? 10, patience, prepared)
    end = () => made.end()
    opened = made
    return made
  }
  const provider: ConnectionProvider = {
    pool,
    options: { schema: quoted(schema), prepared },
    patience,
  }
  const hinting = hints(provider)
  const begin = 'connectionString' in options && prepared ? beginPlainly : beginWriting(patience)
  let known: string | null = null
  const secret: TaskEither<StoreError, string> = async () => {
    if (known !== null) return E.right(known)
    const found = await connected(provider, secretOf)()
    if (E.isLeft(found)) return found
    if (found.right === null) return E.left(schemaOutdated(0, needed))
    known = found.right
    return E.right(known)
  }
  return {
    capabilities: { transaction: 'async', batch: 'tenant', durable: true, lanes: 2 },
    migrate: async () => {
      const version = await connected(provider, async (connection) => {
        await checkSession(connection)
        return migrateOn(connection)
      })()
      if (E.isLeft(version) || version.right === needed) return version
      return E.left(schemaOutdated(version.right, needed))
    },
    schema: connected(provider, async (connection) => {
      await checkSession(connection)
      const found = await foundSchema(connection)
      if (found === needed && !(await hasFunctions(connection))) throw new Unusable(withoutFunctions)
      return { found, needed }
    }),
    secret,
    commit: (needs, settle) => async () => {
      const committed = await connected(provider, (connection) =>
        commitOn(connection, needs, settle, { begin }),
      )()
      if (E.isRight(committed) && committed.right.positions.length > 0) hinting.tell()
      return committed
    },
    query: (query, viewer) => connected(provider, (connection) => queryNow(connection, query, viewer)),
    within: (handle) => within(provider, secret, handle),
    read: (of, limit) => connected(provider, (connection) => readNow(connection, of, limit)),
    heads: connected(provider, headsNow),
    streams: (after, limit) => connected(provider, (connection) => streamsNow(connection, after, limit)),
    concerning: (tenant, who) => connected(provider, (connection) => concerningNow(connection, tenant, who)),
    refold: (stream, fold, write) =>
      connected(provider, (connection) =>
        inTransaction(connection, begin, () => refoldOn(connection, stream, fold, write)),
      ),
    strays: strays(provider, begin),
    scrub: scrub(provider),
    forget: forget(provider),
    checkpoints: checkpoints(provider),
    hint: hinting.hint,
    advice: connected(provider, adviceOn),
    close: async () => {
      if (closed) return E.right(undefined)
      await hinting.stop()
      closed = true
      await end()
      return E.right(undefined)
    },
  }
}

const openPool = (connectionString: string, most: number, patience: Patience, prepared: boolean): pg.Pool => {
  const pool = new pg.Pool({
    connectionString,
    // One more connection, for LISTEN.
    max: prepared ? most + 1 : most,
    pipeline: true,
    connectionTimeoutMillis: connecting,
    // Longer than the server's own timeouts: it only ends queries that can't be answered any more.
    query_timeout: patience.statement + connecting,
    // A pooler drops startup settings; behind one, each transaction sets them.
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

/** Checks the settings of the first connection: without them a wait for a lock would have no timeout. */
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
