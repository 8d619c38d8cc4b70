import { createHash, randomUUID } from 'node:crypto'
import { type Access, connecting, type Pool, type PoolClient, taken } from './Access.ts'
import { clearTimeout, setTimeout } from './timers.ts'

/** Commits of this long are told of together. */
const debounce = 20
/** The first and the longest wait before the next try to listen, in milliseconds. */
const soonest = 100
const latest = 10_000
/** How often to ask the connection that listens whether it still leads anywhere, in milliseconds. */
const usualBeat = 10_000
/** How long a hint may take: closing waits for the last one. */
const most = 1_000

/** A name for what is told, short enough for a channel, and another for each schema. */
const channelOf = (schema: string): string => {
  const name = `colloquy ${schema.replaceAll('"', '')}`
  // Longer than this the server would refuse to tell.
  if (Buffer.byteLength(name) <= 63) return name
  return `colloquy ${createHash('sha256').update(schema).digest('hex').slice(0, 40)}`
}

export type Hints = {
  readonly hint: (wake: () => void) => () => void
  /** Tells other processes, a moment later, that something was committed. */
  readonly tell: () => void
  readonly stop: () => Promise<void>
}

/**
 * Hears of commits of other processes by LISTEN, on a connection of its own as long as somebody wants to know. What
 * is told has no content, and may be missed while the connection is down: whoever relies on it looks by itself, too.
 */
export const hints = (access: Access, beat = usualBeat): Hints => {
  const channel = channelOf(access.options.schema)
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
    // A pooler would have some connection of the server's listen for nobody, for as long as that is open.
    if (!access.options.prepared) return
    opening = true
    try {
      // The only connection there is would be missing for all else: whoever follows looks by itself, too.
      if (access.pool().options?.max === 1) return
      const client = await taken(access.pool())
      client.on('error', () => lost(client))
      client.on('end', () => lost(client))
      client.on('notification', (message) => {
        if (message.payload !== own) wakeAll()
      })
      listening = client
      await client.query({ text: `listen "${channel}"` })
      // Who only hears of others keeps nobody's process alive: whoever follows, or awaits something, does so itself.
      client.unref?.()
      wait = soonest
      keepAsking(client)
      // Whatever was told while nobody listened.
      wakeAll()
    } catch {
      if (listening !== null) lost(listening)
      later()
    } finally {
      opening = false
    }
    if (listeners.size === 0) drop()
  }
  /** Where the other end went without a word nothing would ever come, not even an error. */
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
      // A listener of its own for each call, even where one function is given twice.
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
        void notify(access.pool(), channel, own)
      }, debounce)
    },
    stop: async () => {
      stopped = true
      if (retry !== null) clearTimeout(retry)
      if (pending !== null) {
        clearTimeout(pending)
        await notify(access.pool(), channel, own)
      }
      listeners.clear()
      drop()
    },
  }
}

/** A client that listened is of no use to others. */
const release = (client: PoolClient): void => {
  try {
    client.release(true)
  } catch {
    // It was gone already.
  }
}

/** A hint may be missed: whoever needs it looks by itself, too. */
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

/** Rejects where something takes too long. */
const soon = <A>(work: Promise<A>, limit: number): Promise<A> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it took too long')), limit)
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
