import { randomBytes } from 'node:crypto'
import { writersFrom } from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { foundSchema, needed, secretOf } from './schema.ts'
import { inLockedTransaction } from './transactions.ts'
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
 * Migrates the schema under the write lock, so that concurrent processes do it once. A newer schema is not changed.
 * Answers the resulting version.
 */
export const migrateNow = (connection: Connection): number => {
  const before = foundSchema(connection)
  if (before >= needed) return before
  return inLockedTransaction(connection, () => {
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
