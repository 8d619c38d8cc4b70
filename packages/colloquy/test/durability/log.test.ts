import { join } from 'node:path'
import type { Database as Handle } from 'better-sqlite3'
import { expect, test } from 'vitest'
import { inFolder } from '../support/durability/folder.ts'
import { give } from '../support/durability/giving.ts'
import { plainly } from '../support/durability/Log.ts'
import { open, poster } from '../support/durability/opening.ts'

/** A file with a conversation in it, and a connection to it that knows nothing of the library. */
const withLog = (run: (database: Handle) => void): Promise<void> =>
  inFolder(async (folder) => {
    const file = join(folder, 'log.db')
    const chat = await open(file)
    const desk = chat.as(poster)
    await give(desk, 'start', { name: 'start', conversationId: 'c', body: 'hello' })
    await give(desk, 'other', { name: 'start', conversationId: 'd', body: 'hello' })
    await give(desk, 'post', { name: 'post', conversationId: 'c', body: 'again' })
    await chat.close()
    plainly(file, run)
  })

const refusal = /append-only|never replaced|constraint|datatype mismatch/
const all = (database: Handle): ReadonlyArray<unknown> =>
  database.prepare('select * from colloquy_event order by n').all()

test('the log refuses every change of every column, and deletion, to whoever opens the file', () =>
  withLog((database) => {
    const before = all(database)
    const columns = database
      .prepare<[], string>("select name from pragma_table_info('colloquy_event')")
      .pluck()
      .all()
    expect(columns.length).toBeGreaterThan(15)
    for (const column of columns) {
      const values = column === 'personal' ? ["'other'", "personal || ' '"] : ['1000000', "'1000000'", 'null']
      for (const value of values) {
        const change = `update colloquy_event set ${column} = ${value} where conversation = 'c' and version = 1`
        expect(() => database.exec(change), change).toThrow(refusal)
      }
    }
    const others = [
      'delete from colloquy_event',
      "delete from colloquy_event where type = 'message-posted'",
      'update colloquy_event set position = position',
      'update or replace colloquy_event set version = version + 1 where version = 1',
      'insert or replace into colloquy_event select * from colloquy_event where n = 1',
      `insert or replace into colloquy_event select 1000, ${columns.slice(1).join(', ')} from colloquy_event where n = 1`,
    ]
    for (const statement of others) expect(() => database.exec(statement), statement).toThrow(refusal)
    expect(all(database)).toEqual(before)
  }))

test('the first exception: content that goes', () =>
  withLog((database) => {
    const erase =
      "update colloquy_event set personal = null where conversation = 'c' and personal is not null"
    expect(database.prepare(erase).run().changes).toBeGreaterThan(0)
    const back = "update colloquy_event set personal = '{}' where conversation = 'c'"
    expect(() => database.exec(back)).toThrow(refusal)
  }))

test('the second exception: a position that an event did not have yet', () =>
  withLog((database) => {
    const columns = database
      .prepare<[], string>("select name from pragma_table_info('colloquy_event')")
      .pluck()
      .all()
      .filter((column) => column !== 'n')
    const values = columns.map((column) =>
      column === 'position'
        ? 'null'
        : column === 'version'
          ? "(select max(version) + 1 from colloquy_event where conversation = 'c' and reader = '')"
          : column,
    )
    database.exec(
      `insert into colloquy_event (${columns.join(', ')})
       select ${values.join(', ')} from colloquy_event where conversation = 'c' and reader = '' and version = 1`,
    )
    const number = 'update colloquy_event set position = 1000 where position is null'
    expect(database.prepare(number).run().changes).toBe(1)
    expect(() => database.exec('update colloquy_event set position = null where position = 1000')).toThrow(
      refusal,
    )
  }))

test('the third exception: what a purge names, and nothing beside it', () =>
  withLog((database) => {
    database.exec("insert into colloquy_purge (tenant, conversation) values ('acme', 'c')")
    expect(() => database.exec("delete from colloquy_event where conversation = 'd'")).toThrow(refusal)
    const purge = "delete from colloquy_event where tenant = 'acme' and conversation = 'c'"
    expect(database.prepare(purge).run().changes).toBeGreaterThan(0)
  }))
