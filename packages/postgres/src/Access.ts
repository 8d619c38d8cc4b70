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

/** A client of a pool. `pipeline`: it sends without waiting for the answer before. */
export type PoolClient = Client & {
  readonly pipeline?: boolean
  readonly release: (destroy?: boolean) => void
  /** It no longer keeps the process alive. */
  readonly unref?: () => void
  on(event: 'error' | 'end', listener: () => void): unknown
  on(event: 'notification', listener: (message: { readonly payload?: string | undefined }) => void): unknown
}

/** What is used of a pool of pg's. */
export type Pool = {
  readonly connect: () => Promise<PoolClient>
  readonly options?: { readonly max?: number | undefined }
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'connect', listener: (client: PoolClient) => void): unknown
}

/** How the storage comes to connections. */
export type Access = {
  readonly pool: () => Pool
  readonly options: Omit<ConnectionOptions, 'pipelined'>
  readonly patience: Patience
}

/** How often two transactions may meet before the caller hears of it. */
const tries = 6

/** Runs something on a connection of the pool, again when another transaction was in the way. */
export const connected =
  <A>(access: Access, run: (connection: Connection) => Promise<A>): TaskEither<StoreError, A> =>
  async () => {
    for (let left = tries; left > 0; left--) {
      try {
        return E.right(await onConnection(access, run))
      } catch (error) {
        if (!isEntangled(error)) return E.left(await failureOf(access, error))
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

/** When a connection breaks its queries fail, which is enough to know: as an event it would end the process. */
const guard = (client: PoolClient): void => {
  if (guarded.has(client)) return
  guarded.add(client)
  client.on('error', () => {})
}

const guardedPools = new WeakSet<Pool>()

/** The same for a pool and all that it will open, from when it is open: it may break before anybody has it. */
export const guardAll = (pool: Pool): void => {
  if (guardedPools.has(pool)) return
  guardedPools.add(pool)
  pool.on('error', () => {})
  pool.on('connect', guard)
}

/** How long to wait for a connection, in milliseconds. */
export const connecting = 5_000

/** A client of a pool. The host's may have opened it before we had the pool, and may let us wait for ever. */
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

const onConnection = async <A>(access: Access, run: (connection: Connection) => Promise<A>): Promise<A> => {
  const client = await taken(access.pool())
  let broken = true
  try {
    const result = await run(connectionOn(access, client))
    broken = false
    return result
  } catch (error) {
    broken = error instanceof CommitLost || isLost(error) || onlyReads(error) || !(await rolledBack(client))
    throw error
  } finally {
    // What is left of a broken connection, or of a transaction, must not reach the next who is given this client.
    client.release(broken)
  }
}

export const connectionOn = ({ options }: Pick<Access, 'options'>, client: PoolClient): Connection =>
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
export const failureOf = async (access: Access, error: unknown): Promise<StoreError> => {
  if (!isOfAnotherVersion(error)) return storeError(error)
  try {
    const found = await onConnection(access, foundSchema)
    return found === needed ? storeError(error) : schemaOutdated(found, needed)
  } catch {
    return storeError(error)
  }
}
