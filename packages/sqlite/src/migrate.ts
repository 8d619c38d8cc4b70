import { randomBytes } from 'node:crypto'
import { writersFrom } from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { foundSchema, needed, secretOf } from './schema.ts'
import { alone } from './transactions.ts'
import { migrations } from './migrations/migrations.ts'

const meta = `
create table if not exists colloquy_meta (
  key text primary key,
  value text not null
) strict, without rowid;
`

const setMeta = `insert into colloquy_meta (key, value) values (?, ?)
on conflict (key) do update set value = excluded.value`

/**
 * Brings the schema to what this code needs, under the write lock: processes that ask at once do it once.
 * A newer schema stays as it is; answers the version that then is there.
 */
export const migrateNow = (connection: Connection): number => {
  const before = foundSchema(connection)
  if (before >= needed) return before
  return alone(connection, () => {
    connection.handle.exec(meta)
    const found = foundSchema(connection)
    if (found >= needed) return found
    for (const { sql } of migrations.slice(found)) connection.handle.exec(sql)
    const set = connection.handle.prepare(setMeta)
    set.run('schema', String(needed))
    set.run('writers', String(writersFrom(migrations)))
    if (secretOf(connection) === null) set.run('secret', randomBytes(32).toString('hex'))
    return needed
  })
}
