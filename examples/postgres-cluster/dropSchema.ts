import { setTimeout as sleep } from 'node:timers/promises'
import { connected } from './connected.ts'

// What a killed process had sent may still be under way in the server.
const end = `select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and application_name = $1`

/** Removes a schema of ours once nobody who bears its name is connected any more. */
export const dropSchema = (url: string, schema: string): Promise<void> =>
  connected(url, async (client) => {
    while ((await client.query(end, [schema])).rows.length > 0) await sleep(20)
    await client.query(`drop schema if exists ${schema} cascade`)
  })
