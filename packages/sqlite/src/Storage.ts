import { schemaOutdated, type Storage, type StoreError } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { checkpoints } from './checkpoints.ts'
import { commitNow } from './commit.ts'
import { connect, type Connection, type Handle, requireOpen } from './Connection.ts'
import { Unusable } from './errors.ts'
import { forget } from './forget.ts'
import { hints } from './hint.ts'
import { migrateNow } from './migrate.ts'
import { checkedOptions, type SqliteOptions } from './options.ts'
import { queryNow } from './query/query.ts'
import { readNow } from './read.ts'
import { refoldNow } from './refold.ts'
import { foundSchema, needed, secretOf } from './schema.ts'
import { scrub } from './scrub.ts'
import { strays } from './strays.ts'
import { concerningNow, headsNow, streamsNow } from './streams.ts'
import { inReadTransaction, inWriteTransaction } from './transactions.ts'
import { type ConnectionProvider, whenFree } from './ConnectionProvider.ts'
import { within } from './within.ts'

/** A storage whose sessions inside the host's transaction are synchronous. */
export type SqliteStorage = Storage & {
  readonly capabilities: { readonly transaction: 'sync' }
  readonly within: (handle: Handle) => ReturnType<Storage['within']>
}

/**
 * Stores conversations in one SQLite file. The driver is synchronous: each commit blocks the process for one fsync. The
 * file is opened at the first use, and an error is the `StoreError` of that call. An invalid option is a `TypeError` at
 * once.
 */
export const sqlite = (given: SqliteOptions): SqliteStorage => {
  const options = checkedOptions(given)
  let connection: Connection | null = null
  let closed = false
  const provider: ConnectionProvider = {
    isFree: () =>
      !((connection?.handle ?? ('database' in options ? options.database : null))?.inTransaction ?? false),
    connection: () => {
      if (closed) throw new Unusable('the storage was closed')
      connection ??= connect(options)
      requireOpen(connection.handle)
      return connection
    },
  }
  const listening = hints(provider, options.pollInterval ?? 1000)
  const when = <A>(run: (connection: Connection) => A): TaskEither<StoreError, A> => whenFree(provider, run)
  return {
    capabilities: { transaction: 'sync', batch: 'store', durable: true, hintsAll: true },
    migrate: async () => {
      const version = await when(migrateNow)()
      if (E.isLeft(version) || version.right === needed) return version
      return E.left(schemaOutdated(version.right, needed))
    },
    schema: when((open) => ({ found: foundSchema(open), needed })),
    secret: async () => {
      const secret = await when(secretOf)()
      if (E.isLeft(secret)) return secret
      return secret.right === null ? E.left(schemaOutdated(0, needed)) : E.right(secret.right)
    },
    commit: (needs, settle) => when((open) => inWriteTransaction(open, () => commitNow(open, needs, settle))),
    query: (query, viewer) => when((open) => inReadTransaction(open, () => queryNow(open, query, viewer))),
    within: (handle) => within(provider, () => connection, handle),
    read: (of, limit) => when((open) => readNow(open, of, limit)),
    heads: when(headsNow),
    streams: (after, limit) => when((open) => inReadTransaction(open, () => streamsNow(open, after, limit))),
    concerning: (tenant, who) => when((open) => concerningNow(open, tenant, who)),
    refold: (stream, fold, write) =>
      when((open) => inWriteTransaction(open, () => refoldNow(open, stream, fold, write))),
    strays: strays(provider),
    scrub: scrub(provider),
    forget: forget(provider),
    checkpoints: checkpoints(provider),
    hint: listening.hint,
    close: async () => {
      listening.stop()
      if (connection?.own === true) closeHandle(connection.handle)
      connection = null
      closed = true
      return E.right(undefined)
    },
  }
}

/** Closing twice, or a broken handle, is no error. */
const closeHandle = (handle: Handle): void => {
  try {
    handle.close()
  } catch {
    // The handle is unusable either way.
  }
}
