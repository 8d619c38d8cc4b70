import { randomBytes } from 'node:crypto'
import { startPostgres } from '@colloquy/test-support/postgres'
import { connected } from './connected.ts'
import { dropSchema } from './dropSchema.ts'
import type { Place } from './Place.ts'

/** The PostgreSQL that all processes share. */
export type Server = {
  readonly place: Place
  /** What it is, for people to read. */
  readonly description: string
  /** Kills it and starts it again; answers how long it was away, in milliseconds. Null: it is not ours to kill. */
  readonly crash: (() => Promise<number>) | null
  /** Leaves nothing of what we made there. */
  readonly leave: () => Promise<void>
}

/** A server of our own, or a schema of our own in the database that `DATABASE_URL` names. */
export const openServer = (): Promise<Server> => {
  const told = process.env['DATABASE_URL']
  return told === undefined || told === '' ? ourServer() : theirServer(told)
}

const ourServer = async (): Promise<Server> => {
  // What was acknowledged has to be on the disk, as in production.
  const server = await startPostgres({ fsync: true, settings: { synchronous_commit: 'on' } })
  let starting: Promise<unknown> = Promise.resolve()
  return {
    place: { connectionString: server.url, schema: 'colloquy' },
    description: `version ${server.version} on port ${server.port}, process ${server.pid()}`,
    crash: async () => {
      const began = performance.now()
      await server.kill('SIGKILL')
      const again = server.start()
      starting = again.catch(() => undefined)
      await again
      return Math.round(performance.now() - began)
    },
    leave: async () => {
      // One that is just starting could not be stopped.
      await starting
      await server.stop()
    },
  }
}

const theirServer = async (url: string): Promise<Server> => {
  const schema = `postgres_cluster_${randomBytes(6).toString('hex')}`
  const named = new URL(url)
  // So that in the end our connections are known from all others.
  named.searchParams.set('application_name', schema)
  // Said here, once, when it can't be reached.
  await connected(url, (client) => client.query('select 1'))
  return {
    place: { connectionString: named.href, schema },
    description: `the server of DATABASE_URL, schema ${schema}; it is not ours, so it is not killed`,
    crash: null,
    leave: () => dropSchema(url, schema),
  }
}
