import { randomUUID } from 'node:crypto'
import type { Storage } from '@colloquy/core/storage'
import { newDatabase } from '@colloquy/test-support/databases'
import { startPostgres } from '@colloquy/test-support/postgres'
import { everyPair, tryAll } from '@colloquy/test-support/pairs'
import { postgres } from '../../../src/index.ts'
import { breakConnections } from './breaking.ts'
import { freezeWriters } from './freezing.ts'
import { crossOver, holdOpen, idleElsewhere, outwait } from './hosting.ts'
import { killServer, killWriters } from './killing.ts'
import { holdCommits } from './ordering.ts'
import { race } from './racing.ts'

/** The long forms, by name: how large each is by default, and what it runs. */
export const soaks = {
  race: soak({ processes: 6, commands: 12_000 }, (size, seed) =>
    onServer(({ url }) => race(url, { ...size, seed })),
  ),
  proxy: soak({ breaks: 200 }, (size, seed) =>
    onServer(({ url }) => breakConnections(url, { ...size, seed })),
  ),
  kill: soak({ kills: 20, writers: 20, freezes: 20 }, async ({ kills, writers, freezes }, seed) => ({
    server: await killServer({ kills, seed }),
    writers: await onServer(({ url }) => killWriters(url, { kills: writers, seed })),
    frozen: await onServer(({ url }) => freezeWriters(url, { freezes, seed })),
  })),
  host: soak({ seconds: 5, transactions: 1_000 }, async ({ seconds, transactions }, seed) => ({
    held: await onServer(({ url }) => holdOpen(url, { seconds, posts: 100, rounds: 6 })),
    outwaited: await onServer(({ url }) => outwait(url)),
    elsewhere: await onServer(({ url, server }) => idleElsewhere(url, server)),
    crossed: await onServer(({ url }) => crossOver(url, { transactions, seed })),
  })),
  pairs: soak({ ...everyPair }, (size, seed) =>
    onServer(async ({ url }) => {
      const fresh = async (): Promise<Storage> => {
        const storage = postgres({
          connectionString: url,
          schema: `pairs_${randomUUID().replaceAll('-', '')}`,
        })
        await storage.migrate()
        return storage
      }
      return tryAll(fresh, size, seed)
    }),
  ),
  order: soak({ rounds: 100, posts: 50 }, (size, seed) =>
    onServer(({ url }) => holdCommits(url, { ...size, seed })),
  ),
}

type Size = { readonly [name: string]: number }

/** What is told of the size replaces what is usual. */
function soak<S extends Size>(usual: S, run: (size: S, seed: number) => Promise<unknown>) {
  return { usual, run: (told: Partial<S>, seed: number) => run({ ...usual, ...told }, seed) }
}

/** On a server of its own, which asks the disk at each commit. */
const onServer = async <A>(
  run: (at: { readonly url: string; readonly server: string }) => Promise<A>,
): Promise<A> => {
  const server = await startPostgres({ fsync: true, settings: { max_connections: '200' } })
  try {
    const database = await newDatabase(server.url)
    return await run({ url: database.url, server: server.url })
  } finally {
    await server.stop()
  }
}
