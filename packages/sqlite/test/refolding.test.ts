import { foldRows } from '@colloquy/core/engine'
import { type StreamKey } from '@colloquy/core/storage'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import { scopeOf } from '../src/write/terms.ts'
import { anna, commit, eraseMessage, newFile, one, post, right, start } from './support/desk.ts'

const stream: StreamKey = { tenant: anna.tenant, conversation: one }

/** What verifying says of search after something was done to the index, and then after a repair. */
const damaged = async (damage: (database: Database.Database, n: number) => void) => {
  const filename = newFile()
  const storage = sqlite({ filename })
  right(await storage.migrate())
  right(await commit(storage, start('one')))
  right(await commit(storage, post('one', 'xylophone zebra')))
  const database = new Database(filename)
  const n = Number(database.prepare('select max(rowid) from colloquy_term').pluck().get())
  damage(database, n)
  const refold = async (write: boolean) =>
    right(await storage.refold(stream, foldRows, write)()).map(({ table, found, columns }) =>
      `${table} ${found} ${columns.join(' ')}`.trimEnd(),
    )
  const found = await refold(false)
  expect(await refold(true)).toEqual(found)
  expect(await refold(false)).toEqual([])
  const search = database.prepare(
    `select rowid from colloquy_term where colloquy_term match 'xylophone zebra'`,
  )
  expect(search.pluck().all()).toEqual([n])
  database.close()
  await storage.close()
  return found
}

const put = (database: Database.Database, rowid: number, scope: string, body: string): void => {
  database
    .prepare('insert or replace into colloquy_term (rowid, scope, body) values (?, ?, ?)')
    .run(rowid, scope, body)
}

test('verifying finds that search lost an event', async () => {
  expect(
    await damaged((database, n) => database.prepare('delete from colloquy_term where rowid = ?').run(n)),
  ).toEqual(['term missing'])
})

test('verifying finds other words, even as many of them', async () => {
  expect(await damaged((database, n) => put(database, n, scopeOf(anna.tenant), 'xylophone quagga'))).toEqual([
    'term different body',
  ])
})

test('verifying finds words of another tenant', async () => {
  expect(await damaged((database, n) => put(database, n, scopeOf('other'), 'xylophone zebra'))).toEqual([
    'term different tenant',
  ])
})

test('verifying finds the right words with no digest, or another', async () => {
  expect(await damaged((database, n) => put(database, n, scopeOf(anna.tenant), 'xylophone zebra'))).toEqual([
    'term different digest',
  ])
})

test('a digest goes with the words it was made of', async () => {
  const filename = newFile()
  const storage = sqlite({ filename })
  right(await storage.migrate())
  right(await commit(storage, start('one')))
  const [posted] = right(await commit(storage, post('one', 'xylophone zebra')))
  if (posted?.messageId == null) throw new Error('no message')
  const database = new Database(filename, { readonly: true })
  const digests = database.prepare('select count(*) from colloquy_term_content').pluck()
  const before = Number(digests.get())
  right(await commit(storage, eraseMessage('one', posted.messageId)))
  expect(digests.get()).toBe(before - 1)
  expect(right(await storage.refold(stream, foldRows, false)())).toEqual([])
  database.close()
  await storage.close()
})
