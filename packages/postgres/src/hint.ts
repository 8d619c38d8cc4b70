import { createHash, randomUUID } from 'node:crypto'
import {
  type ConnectionProvider,
  connecting,
  type Pool,
  type PoolClient,
  taken,
} from './ConnectionProvider.ts'
import { clearTimeout, setTimeout } from './timers.ts'

/** Commits within this time share one notification, in milliseconds. */
const debounce = 20
/** The shortest and the longest backoff before listening again, in milliseconds. */
const soonest = 100
const latest = 10_000
/** The interval of the heartbeat on the listening connection, in milliseconds. */
const usualBeat = 10_000
/** The timeout of a notification, for which `close` waits, in milliseconds. */
const most = 1_000

/** The channel's name: within the server's limit, and different for each schema. */
const channelOf = (schema: string): string => {
  const name = `colloquy ${schema.replaceAll('"', '')}`
  // The server refuses longer names.
  if (Buffer.byteLength(name) <= 63) return name
  return `colloquy ${createHash('sha256').update(schema).digest('hex').slice(0, 40)}`
}

export type Hints = {
  readonly hint: (wake: () => void) => () => void
  /** Notifies other processes, after the debounce, of commits. */
  readonly tell: () => void
  readonly stop: () => Promise<void>
}

/**
 * Hears other processes' commits by LISTEN, on a connection of its own while there are listeners. Notifications have no
 * content, and are lost while the connection is down, so listeners must poll as well.
 */
export const hints = (provider: ConnectionProvider, beat = usualBeat): Hints => {
  const channel = channelOf(provider.options.schema)
  const own = randomUUID()
  const listeners = new Set<() => void>()
  let listening: PoolClient | null = null
  let wait = soonest
  let retry: NodeJS.Timeout | null = null
  let pending: NodeJS.Timeout | null = null
  let opening = false
  let stopped = false

  const wakeAll = (): void => {
    for (const wake of listeners) wake()
  }
  const lost = (client: PoolClient): void => {
    if (listening !== client) return
    listening = null
    release(client)
    later()
  }
  const later = (): void => {
    if (stopped || retry !== null || listeners.size === 0) return
    retry = setTimeout(
      () => {
        retry = null
        void listen()
      },
      wait * (0.5 + Math.random()),
    )
    retry.unref()
    wait = Math.min(latest, wait * 2)
  }
  const listen = async (): Promise<void> => {
    if (stopped || opening || listening !== null || listeners.size === 0) return
    // Behind a pooler, LISTEN would stay on a server connection that serves others.
    if (!provider.options.prepared) return
    opening = true
    try {
      // A pool of one connection is needed for queries; its listeners poll.
      if (provider.pool().options?.max === 1) return
      const client = await taken(provider.pool())
      client.on('error', () => lost(client))
      client.on('end', () => lost(client))
      client.on('notification', (message) => {
        if (message.payload !== own) wakeAll()
      })
      listening = client
      await client.query({ text: `listen "${channel}"` })
      // Listening alone does not keep the process alive.
      client.unref?.()
      wait = soonest
      keepAsking(client)
      // Commits may have been missed before LISTEN.
      wakeAll()
    } catch {
      if (listening !== null) lost(listening)
      later()
    } finally {
      opening = false
    }
    if (listeners.size === 0) drop()
  }
  /** A heartbeat, because a peer that vanished silently causes no error. */
  const keepAsking = (client: PoolClient): void => {
    if (listening !== client) return
    const timer = setTimeout(() => {
      if (listening !== client) return
      soon(client.query({ text: 'select' }), connecting).then(
        () => keepAsking(client),
        () => lost(client),
      )
    }, beat)
    timer.unref()
  }
  const drop = (): void => {
    const client = listening
    listening = null
    if (client !== null) release(client)
  }

  return {
    hint: (wake) => {
      // A new function for each call, so that the same listener can be registered twice.
      const each = (): void => wake()
      listeners.add(each)
      void listen()
      return () => {
        listeners.delete(each)
        if (listeners.size === 0) drop()
      }
    },
    tell: () => {
      if (stopped) return
      pending ??= setTimeout(() => {
        pending = null
        void notify(provider.pool(), channel, own)
      }, debounce)
    },
    stop: async () => {
      stopped = true
      if (retry !== null) clearTimeout(retry)
      if (pending !== null) {
        clearTimeout(pending)
        await notify(provider.pool(), channel, own)
      }
      listeners.clear()
      drop()
    },
  }
}

/** A client that has listened is closed and not returned to the pool. */
const release = (client: PoolClient): void => {
  try {
    client.release(true)
  } catch {
    // The connection was closed already.
  }
}

/** Errors are ignored: a hint may be missed, and listeners poll as well. */
const notify = async (pool: Pool, channel: string, own: string): Promise<void> => {
  let client: PoolClient | null = null
  try {
    client = await taken(pool)
    await soon(client.query({ text: 'select pg_notify($1, $2)', values: [channel, own] }), most)
    client.release()
  } catch {
    if (client !== null) release(client)
  }
}

/** Rejects after a timeout. */
const soon = <A>(work: Promise<A>, limit: number): Promise<A> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it took too long')), limit)
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
