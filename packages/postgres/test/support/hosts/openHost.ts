import { newDatabase } from '@colloquy/test-support/databases'
import { inject } from 'vitest'
import { type Host, hostTable, type Open } from './Host.ts'

/** A host with its own table in a database of its own. Closing it drops the database. */
export const openHost = async (host: Host): Promise<Open & { readonly url: string }> => {
  const database = await newDatabase(inject('postgresUrl'))
  const open = await host.open(database.url)
  const close = async () => {
    await open.close()
    await database.drop()
  }
  await open.transact(({ transaction }) => transaction.query(hostTable, []))
  return { url: database.url, transact: open.transact, close }
}
