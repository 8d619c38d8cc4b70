import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type {} from './provided.ts'

/** A test's own database. */
export type TestDatabase = {
  readonly name: string
  readonly url: string
  readonly drop: () => Promise<void>
}

/** How long `drop` waits for connections that are about to close, in milliseconds. */
const patience = 1_000

const asAdministrator = async <A>(url: string, use: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client({ connectionString: url })
  // A server that a test kills causes an error event here.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

const connections = async (client: pg.Client, name: string): Promise<number> => {
  const found = await client.query('select 1 from pg_stat_activity where datname = $1', [name])
  return found.rows.length
}

// A pool's `end()` resolves before the server closes its connections; terminating them then would be an unhandled
// error.
const vacated = async (client: pg.Client, name: string): Promise<void> => {
  const deadline = Date.now() + patience
  while (Date.now() < deadline && (await connections(client, name)) > 0) await sleep(5)
}

const withName = (url: string, name: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** Creates a database. Dropping it terminates the connections that are still open. */
export const newDatabase = async (url: string): Promise<TestDatabase> => {
  const name = `colloquy_${randomUUID().replaceAll('-', '')}`
  // The default strategy, by way of the WAL, takes five to ten times as long.
  await asAdministrator(url, (client) => client.query(`create database ${name} strategy file_copy`))
  return {
    name,
    url: withName(url, name),
    drop: () =>
      asAdministrator(url, async (client) => {
        await vacated(client, name)
        await client.query(`drop database if exists ${name} with (force)`)
      }),
  }
}
