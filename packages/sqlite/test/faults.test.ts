import { writeFileSync } from 'node:fs'
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
