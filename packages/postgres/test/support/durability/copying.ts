import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Postgres } from '@colloquy/test-support/postgres'
import type pg from 'pg'
import { plainly, rowsOf } from './asking.ts'

const tables = `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'colloquy' and c.relkind = 'r' order by c.relname`

// What a restored dump does last: numbers go on after those that are taken.
const goOn = `select setval(pg_get_serial_sequence('colloquy.colloquy_event', 'n'),
  (select coalesce(max(n), 1) from colloquy.colloquy_event))`

/**
 * Copies every row of the schema into another server, where the schema is there and empty: what a dump of the data and
 * its restoring come to. Both servers are of this machine, and by the same account.
 */
export const copyInto = async (from: Postgres, fromUrl: string, toUrl: string): Promise<number> => {
  const names = await plainly(fromUrl, (client) => rowsOf<readonly [string]>(client, tables))
  const fileOf = (name: string): string => join(from.folder, `${name}.copy`)
  await plainly(fromUrl, async (source) => {
    await source.query('begin isolation level repeatable read, read only')
    for (const [name] of names) await source.query(`copy colloquy.${name} to '${fileOf(name)}'`)
  })
  await plainly(toUrl, async (target) => {
    // As pg_restore has it, which makes triggers after it has brought the rows.
    await target.query('set session_replication_role = replica')
    for (const [name] of names) await bring(target, name, fileOf(name))
    await target.query(goOn)
  })
  for (const [name] of names) rmSync(fileOf(name))
  return names.length
}

const bring = async (target: pg.Client, name: string, file: string): Promise<void> => {
  await target.query(`truncate colloquy.${name}`)
  await target.query(`copy colloquy.${name} from '${file}'`)
}
