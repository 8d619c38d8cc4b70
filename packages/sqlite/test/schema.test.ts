import { readFileSync, writeFileSync } from 'node:fs'
import { type ColumnType, rowTables, tableColumns, tableName } from '@colloquy/core/storage'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import { migrations } from '../src/migrations/migrations.ts'
import { dump } from './support/dump.ts'
import { commit, left, newFile, right, start } from './support/desk.ts'

const needed = migrations.length
const committed = new URL('../schema.sql', import.meta.url)

test('a fresh database has the schema of schema.sql (UPDATE_SCHEMA=1 writes it)', async () => {
  const filename = newFile()
  const storage = sqlite({ filename })
  right(await storage.migrate())
  await storage.close()
  const found = dump(filename)
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(committed, found)
  expect(found).toBe(readFileSync(committed, 'utf8'))
})

const sqlTypes: { readonly [T in ColumnType]: string } = {
  text: 'TEXT',
  integer: 'INTEGER',
  bigint: 'INTEGER',
  boolean: 'INTEGER',
  json: 'TEXT',
}

test.for(rowTables)('%s has the columns that core describes, and none beside them', async (table) => {
  const filename = newFile()
  const storage = sqlite({ filename })
  right(await storage.migrate())
  await storage.close()
  const database = new Database(filename, { readonly: true })
  const found = database
    .prepare(
      `select name, upper(type) as type, not "notnull" as nullable from pragma_table_info(?)
       where name <> 'seq' order by name`,
    )
    .all(tableName(table))
  database.close()
  const described = tableColumns[table].map(({ name, type, nullable }) => ({
    name,
    type: sqlTypes[type],
    nullable: Number(nullable),
  }))
  expect(found).toEqual(described.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
})

test('all names begin with colloquy_, so that they fit into a file of the host', async () => {
  const filename = newFile()
  const database = new Database(filename)
  database.exec('create table message (id integer); create table event (id integer)')
  const storage = sqlite({ database })
  right(await storage.migrate())
  const names = database
    .prepare(
      `select name from sqlite_schema where name not like 'sqlite_%' and name not in ('message', 'event')`,
    )
    .pluck()
    .all()
  expect(names.filter((name) => !String(name).startsWith('colloquy_'))).toEqual([])
  database.close()
})

test('a schema newer than the code is refused and left alone', async () => {
  const filename = newFile()
  const first = sqlite({ filename })
  right(await first.migrate())
  await first.close()
  const database = new Database(filename)
  database.prepare(`update colloquy_meta set value = '99' where key = 'schema'`).run()
  database.close()
  const storage = sqlite({ filename })
  expect(left(await storage.migrate())).toEqual({ _tag: 'SchemaOutdated', found: 99, needed })
  expect(right(await storage.schema())).toEqual({ found: 99, needed })
  await storage.close()
})

test('without a schema everything answers SchemaOutdated', async () => {
  const storage = sqlite({ filename: newFile() })
  expect(left(await commit(storage, start('one')))).toEqual({ _tag: 'SchemaOutdated', found: 0, needed })
  expect(left(await storage.secret())).toEqual({ _tag: 'SchemaOutdated', found: 0, needed })
  await storage.close()
})
