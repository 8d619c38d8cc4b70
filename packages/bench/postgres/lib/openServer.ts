import { startPostgres } from '@colloquy/test-support/postgres'
import { join } from 'node:path'
import pg from 'pg'

/** A server whose commits are as durable as they are by default. */
export type Server = {
  readonly version: string
  /** Where it writes what it has to say. */
  readonly log: string
  /** The address of a new database: empty, or a copy of one that nobody is connected to. */
  readonly database: (template?: string) => Promise<string>
  readonly stop: () => Promise<void>
}

export const openServer = async (settings: Readonly<Record<string, string>> = {}): Promise<Server> => {
  const server = await startPostgres({ fsync: true, settings })
  const client = new pg.Client(server.url)
  await client.connect()
  const { rows } = await client.query("select current_setting('server_version') as version")
  let count = 0
  return {
    version: `PostgreSQL ${rows[0]?.version}`,
    log: join(server.folder, 'log'),
    database: async (template) => {
      count += 1
      const name = `bench_${count}`
      const of = template === undefined ? '' : `template ${new URL(template).pathname.slice(1)}`
      // By way of the log, which is the default, copying takes several times as long.
      await client.query(`create database ${name} ${of} strategy file_copy`)
      const url = new URL(server.url)
      url.pathname = name
      return url.href
    },
    stop: async () => {
      await client.end()
      await server.stop()
    },
  }
}
