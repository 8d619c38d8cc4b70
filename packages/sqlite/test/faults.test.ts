import { execFile } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import { migrations } from '../src/migrations/migrations.ts'
import { commit, left, newFile, post, right, start } from './support/desk.ts'

const opened = async (filename: string) => {
  const storage = sqlite({ filename })
  right(await storage.migrate())
  return storage
}

test('a full database: nothing is written, and all goes on once there is room', async () => {
  const filename = newFile()
  const database = new Database(filename)
  const storage = sqlite({ database })
  right(await storage.migrate())
  right(await commit(storage, start('one')))
  const log = async () =>
    right(await storage.read({ tenant: start('x').context.actor.tenant, after: 0 as never }, 1000)())
  const before = await log()
  database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`)
  const error = left(
    await commit(storage, ...Array.from({ length: 50 }, () => post('one', 'x'.repeat(5000)))),
  )
  expect(error).toMatchObject({ _tag: 'Unavailable', detail: expect.stringContaining('SQLITE_FULL') })
  expect(await log()).toEqual(before)
  expect(database.inTransaction).toBe(false)
  database.pragma('max_page_count = 1000000')
  right(await commit(storage, post('one', 'fits again')))
  database.close()
})

test('a file that is read-only answers, and can be read', async () => {
  const filename = newFile()
  const writer = await opened(filename)
  right(await commit(writer, start('one')))
  const database = new Database(filename, { readonly: true })
  const storage = sqlite({ database })
  expect(left(await commit(storage, post('one', 'Hello')))).toMatchObject({ _tag: 'Unavailable' })
  expect(right(await storage.heads())).toHaveLength(1)
  database.close()
  await writer.close()
})

test('a file that is no database', async () => {
  const filename = newFile()
  writeFileSync(
    filename,
    'This is a text, and a long one, that nobody would take for a database.'.repeat(100),
  )
  const storage = sqlite({ filename })
  expect(left(await storage.migrate())._tag).toBe('Corrupt')
  expect(left(await commit(storage, start('one')))._tag).toBe('Corrupt')
  await storage.close()
})

test('a folder that is not there, and a folder in place of a file', async () => {
  expect(left(await sqlite({ filename: '/no/such/folder/chat.db' }).migrate())._tag).toBe('Unavailable')
  expect(left(await sqlite({ filename: '/' }).migrate())._tag).toBe('Unavailable')
})

test('an event that can no longer be read is named without its content', async () => {
  const filename = newFile()
  const storage = await opened(filename)
  right(await commit(storage, start('one', 'a secret subject')))
  const database = new Database(filename)
  database.exec('drop trigger colloquy_event_kept')
  database.prepare(`update colloquy_event set facts = '{"secret":' where n = 1`).run()
  database.close()
  const error = left(
    await storage.read({ stream: { tenant: 'acme' as never, conversation: 'one' as never }, after: 0 }, 10)(),
  )
  expect(error._tag).toBe('Corrupt')
  expect(JSON.stringify(error)).not.toContain('secret')
  await storage.close()
})

test('once closed, everything answers an error; closing again is nothing', async () => {
  const storage = await opened(newFile())
  await storage.close()
  await storage.close()
  expect(left(await commit(storage, start('one')))._tag).toBe('Unavailable')
  expect(left(await storage.heads())._tag).toBe('Unavailable')
})

test('a handle of the host stays open, and is durable and forgetful', async () => {
  const database = new Database(newFile())
  const storage = sqlite({ database })
  right(await storage.migrate())
  await storage.close()
  expect(database.open).toBe(true)
  expect(database.pragma('synchronous', { simple: true })).toBe(2)
  expect(database.pragma('secure_delete', { simple: true })).toBe(1)
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  database.close()
})

test('a handle that gives big integers gives the same', async () => {
  const database = new Database(newFile())
  database.defaultSafeIntegers(true)
  const storage = sqlite({ database })
  expect(right(await storage.migrate())).toBe(migrations.length)
  const [accepted] = right(await commit(storage, start('one')))
  expect(typeof accepted?.position).toBe('number')
  expect(right(await storage.heads())[0]?.head).toBe(accepted?.position)
  database.close()
})

test('a handle that the host closed answers so, before the first use and after it', async () => {
  const closed = { _tag: 'Unavailable', detail: expect.stringContaining('was closed') }
  const database = new Database(newFile())
  const storage = sqlite({ database })
  right(await storage.migrate())
  database.close()
  expect(left(await commit(storage, start('one')))).toMatchObject(closed)
  expect(left(await storage.heads())).toMatchObject(closed)
  expect(left(await sqlite({ database }).migrate())).toMatchObject(closed)
  expect(left(storage.within(database))._tag).toBe('TransactionRefused')
})

test('a driver that does not tell its version, or an old one, is refused', async () => {
  for (const [version, says] of [
    ['', 'does not tell'],
    ['unknown', 'does not tell'],
    ['3.50', 'does not tell'],
    ['3.51.2', 'too old'],
  ] as const) {
    const database = new Database(newFile())
    database.function('sqlite_version', () => version)
    expect(left(await sqlite({ database }).migrate())).toMatchObject({
      _tag: 'Unavailable',
      detail: expect.stringContaining(says),
    })
    database.close()
  }
})

test('a native part that is missing is named, with the code', async () => {
  const program = `import { sqlite } from '${new URL('../src/index.ts', import.meta.url).href}'
console.log(JSON.stringify(await sqlite({ filename: ':memory:' }).migrate()))`
  // No native part is loaded by a process that is told so.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-addons', '--conditions=@colloquy/source', '--input-type=module', '--eval', program],
    { cwd: import.meta.dirname },
  )
  expect(JSON.parse(stdout)).toEqual({
    _tag: 'Left',
    left: {
      _tag: 'Unavailable',
      retryAfter: expect.any(Number),
      detail: expect.stringMatching(/native part of better-sqlite3.*ERR_DLOPEN_DISABLED/u),
    },
  })
})

test('the journal gives back what it grew beyond its regular length while somebody read', async () => {
  const filename = newFile()
  const storage = await opened(filename)
  right(await commit(storage, start('one')))
  const length = () => statSync(`${filename}-wal`).size
  const database = new Database(filename)
  database.exec('create table filler (bytes blob)')
  const fill = database.prepare('insert into filler values (zeroblob(?))')
  const reader = new Database(filename, { readonly: true })
  reader.exec('begin')
  reader.prepare('select count(*) from filler').get()
  for (let n = 0; n < 10; n++) fill.run(10_000_000)
  const grown = length()
  expect(grown).toBeGreaterThan(90_000_000)
  reader.close()
  database.close()
  // Whoever writes past the regular length copies the journal back, and begins it anew.
  right(await commit(storage, post('one', 'Hello')))
  right(await commit(storage, post('one', 'Hello again')))
  expect(length()).toBeLessThanOrEqual(82_000_000)
  await storage.close()
})
