import type { Version } from './binaries.ts'
import { type Postgres, startPostgres } from './postgres.ts'

type Shared = { readonly server: Promise<Postgres>; users: number }

declare global {
  // Each project of a run loads its set-up anew, so shared state must be global to the process.
  var colloquyTestServer: Shared | undefined
}

const version = (): Version => {
  const told = process.env.COLLOQUY_POSTGRES_VERSION ?? '18'
  if (told === '16' || told === '18') return told === '16' ? 16 : 18
  throw new Error(`COLLOQUY_POSTGRES_VERSION is 16 or 18, not ${told}`)
}

const begin = (): Shared => ({
  users: 0,
  server: startPostgres({
    version: version(),
    locale: process.env.COLLOQUY_POSTGRES_LOCALE ?? 'C',
    // Every test file has its own connections.
    settings: { max_connections: '400' },
  }),
})

/** One server for all projects; the last one to finish stops it. */
export const sharedServer = async (): Promise<{
  readonly url: string
  readonly leave: () => Promise<void>
}> => {
  const shared = (globalThis.colloquyTestServer ??= begin())
  shared.users += 1
  const server = await shared.server
  return {
    url: server.url,
    leave: async () => {
      shared.users -= 1
      if (shared.users > 0) return
      globalThis.colloquyTestServer = undefined
      await server.stop()
    },
  }
}
