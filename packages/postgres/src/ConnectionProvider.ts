import { conflict, schemaOutdated, type StoreError } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Client, type Connection, type ConnectionOptions, connectionOver } from './Connection.ts'
import { statementsIn } from './statements.ts'
import {
  CommitLost,
  fromDriver,
  isEntangled,
  isLost,
  isOfAnotherVersion,
  onlyReads,
  storeError,
  Unusable,
} from './errors.ts'
import { foundSchema, needed } from './schema.ts'
import type { Patience } from './transactions.ts'
import { clearTimeout, setTimeout } from './timers.ts'

/** A client of a pool. `pipeline`: it sends a statement before the reply to the one before. */
export type PoolClient = Client & {
  readonly pipeline?: boolean
  readonly release: (destroy?: boolean) => void
  /** Lets the process end while the client is open. */
  readonly unref?: () => void
  on(event: 'error' | 'end', listener: () => void): unknown
  on(event: 'notification', listener: (message: { readonly payload?: string | undefined }) => void): unknown
}

/** The part of pg's pool that is used. */
export type Pool = {
  readonly connect: () => Promise<PoolClient>
  readonly options?: { readonly max?: number | undefined }
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'connect', listener: (client: PoolClient) => void): unknown
}

/** How the storage comes to connections. */
export type ConnectionProvider = {
  readonly pool: () => Pool
  readonly options: Omit<ConnectionOptions, 'pipelined'>
  readonly patience: Patience
}

/** The number of tries after a serialization failure or deadlock, before the caller gets `Conflict`. */
const tries = 6

/** Runs `run` on a connection of the pool, with retries after a serialization failure or deadlock. */
export const connected =
  <A>(provider: ConnectionProvider, run: (connection: Connection) => Promise<A>): TaskEither<StoreError, A> =>
  async () => {
    for (let left = tries; left > 0; left--) {
      try {
        return E.right(await onConnection(provider, run))
      } catch (error) {
        if (!isEntangled(error)) return E.left(await failureOf(provider, error))
      }
      await pause(Math.random() * 20)
    }
    return E.left(conflict)
  }

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

const guarded = new WeakSet<PoolClient>()

/** An error event without a listener would end the process; the queries of a broken connection fail anyway. */
const guard = (client: PoolClient): void => {
  if (guarded.has(client)) return
  guarded.add(client)
  client.on('error', () => {})
}

const guardedPools = new WeakSet<Pool>()

/**
 * The same for a pool and all clients it opens, from the start, because a client can break before it is checked out.
 */
export const guardAll = (pool: Pool): void => {
  if (guardedPools.has(pool)) return
  guardedPools.add(pool)
  pool.on('error', () => {})
  pool.on('connect', guard)
}

/** The timeout for a connection, in milliseconds. */
export const connecting = 5_000

/**
 * A client of a pool, guarded, within the timeout: a host's pool may have opened it earlier, and may wait without
 * limit.
 */
export const taken = async (pool: Pool): Promise<PoolClient> => {
  const asked = fromDriver(() => pool.connect())
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, connecting, null)
  })
  const client = await Promise.race([asked, late]).finally(() => clearTimeout(timer))
  if (client === null) {
    void asked.then(
      (unneeded) => unneeded.release(),
      () => undefined,
    )
    throw new Unusable(noneFree)
  }
  guard(client)
  return client
}

const noneFree = 'no connection was free in time: the pool is too small, or its connections are held for long'

const onConnection = async <A>(
  provider: ConnectionProvider,
  run: (connection: Connection) => Promise<A>,
): Promise<A> => {
  const client = await taken(provider.pool())
  let broken = true
  try {
    const result = await run(connectionOn(provider, client))
    broken = false
    return result
  } catch (error) {
    broken = error instanceof CommitLost || isLost(error) || onlyReads(error) || !(await rolledBack(client))
    throw error
  } finally {
    // A broken connection, or one inside a transaction, must not go back to the pool.
    client.release(broken)
  }
}

export const connectionOn = (
  { options }: Pick<ConnectionProvider, 'options'>,
  client: PoolClient,
): Connection =>
  connectionOver(client, statementsIn(options.schema), { ...options, pipelined: client.pipeline === true })

const rolledBack = async (client: PoolClient): Promise<boolean> => {
  try {
    await client.query({ text: 'rollback' })
    return true
  } catch {
    return false
  }
}

/** A missing table or column means another schema than this code's. */
export const failureOf = async (provider: ConnectionProvider, error: unknown): Promise<StoreError> => {
  if (!isOfAnotherVersion(error)) return storeError(error)
  try {
    const found = await onConnection(provider, foundSchema)
    return found === needed ? storeError(error) : schemaOutdated(found, needed)
  } catch {
    return storeError(error)
  }
}
