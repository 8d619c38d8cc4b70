import type { Connection } from './Connection.ts'
import { migrations } from './migrations/migrations.ts'

/** The version of the schema that this code needs. */
export const needed = migrations.length

const metaOf = (connection: Connection, key: string): string | null => {
  const exists = connection
    .raw(`select 1 from sqlite_schema where type = 'table' and name = 'colloquy_meta'`)
    .get()
  if (exists === undefined) return null
  const value = connection.handle.prepare('select value from colloquy_meta where key = ?').pluck().get(key)
  return typeof value === 'string' ? value : null
}

/** The version found: 0 where there is no schema. */
export const foundSchema = (connection: Connection): number => Number(metaOf(connection, 'schema') ?? 0)

/** The secret made with the schema; null where there is none. */
export const secretOf = (connection: Connection): string | null => metaOf(connection, 'secret')

/** A later version of the code has taken over the schema, so this code must not write. */
export class Outdated extends Error {}

const writers = "select value from colloquy_meta where key = 'writers'"

/** Throws where a later migration forbids code of this version to write. Runs in the transaction that writes. */
export const mayWrite = (connection: Connection): void => {
  if (Number(connection.raw(writers).get()?.[0] ?? 0) > needed) throw new Outdated()
}
