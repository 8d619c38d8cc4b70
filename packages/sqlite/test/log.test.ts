import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import { commit, newFile, post, right, start } from './support/desk.ts'

const filename = newFile()
let database: Database.Database

beforeAll(async () => {
  const storage = sqlite({ filename })
  right(await storage.migrate())
  right(await commit(storage, start('one'), post('one', 'Hello')))
  right(await commit(storage, start('two')))
  await storage.close()
  database = new Database(filename)
})

const refused = [
  `update colloquy_event set facts = '{}'`,
  'update colloquy_event set at = at + 1',
  'update colloquy_event set version = version + 100',
  'update colloquy_event set position = position + 100',
  'update colloquy_event set position = null',
  `update colloquy_event set personal = '{"body":"changed"}' where personal is not null`,
  `update colloquy_event set subject = null`,
  'delete from colloquy_event',
  'delete from colloquy_event where n = 1',
  `insert or replace into colloquy_event select * from colloquy_event where n = 1`,
  `insert or replace into colloquy_event
   select null, tenant, position, conversation, reader, version, customer_version, type, schema, at, actor_side, actor,
   actor_kind, command, correlation, causation, meta, facts, subject, personal from colloquy_event where n = 1`,
]
for (const sql of refused) {
  test(`the log refuses: ${sql.replaceAll(/\s+/g, ' ').slice(0, 80)}`, () => {
    expect(() => database.prepare(sql).run()).toThrow(/colloquy: /)
  })
}

test('the log lets personal content be nulled', () => {
  database.exec('begin')
  expect(database.prepare('update colloquy_event set personal = null where n = 1').run().changes).toBe(1)
  database.exec('rollback')
})

test('the log lets go of what a purge names, and of nothing else', () => {
  database.exec('begin')
  database.prepare('insert into colloquy_purge (tenant, conversation) values (?, ?)').run('acme', 'two')
  expect(() => database.prepare(`delete from colloquy_event where conversation = 'one'`).run()).toThrow(
    /append-only/,
  )
  expect(
    database.prepare(`delete from colloquy_event where conversation = 'two'`).run().changes,
  ).toBeGreaterThan(0)
  database.exec('rollback')
})
