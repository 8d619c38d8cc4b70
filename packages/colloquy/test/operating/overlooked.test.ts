import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openConversations } from '../../src/index.ts'
import { anna, cleo } from '../support/open.ts'

test('erasing somebody passes over nothing, though what notes where they wrote was lost', async () => {
  const database = new Database(':memory:')
  const chat = await openConversations({ storage: sqlite({ database }) })
  for (const id of ['one', 'two']) {
    await chat.as(anna).start({ id, type: 'customer', customer: 'cleo', message: 'An answer' })
    await chat.as(cleo).post({ conversationId: id, body: 'A zebra' })
  }
  const held = () =>
    database.prepare(`select personal from colloquy_event where personal like '%zebra%'`).all()
  expect(held()).toHaveLength(2)
  database.exec(`delete from colloquy_subject where conversation = 'one'`)
  const { differences } = await chat.verify()
  expect(differences.map(({ table, found }) => `${table} ${found}`)).toContain('subject missing')
  expect(await chat.erase({ tenant: 'acme', participant: 'cleo' })).toEqual({
    conversations: 2,
    complete: true,
  })
  expect(held()).toEqual([])
  await chat.close()
  database.close()
})

test('what an event that can’t be read may hold is not said to be erased', async () => {
  const database = new Database(':memory:')
  const chat = await openConversations({ storage: sqlite({ database }) })
  for (const id of ['one', 'two', 'three']) {
    await chat.as(anna).start({ id, type: 'customer', customer: 'cleo' })
    await chat.as(cleo).post({ conversationId: id, body: 'A zebra' })
  }
  database.exec('drop trigger colloquy_event_kept')
  database.exec(`update colloquy_event set facts = '{' where conversation = 'two' and version = 1`)
  database.exec(`delete from colloquy_subject where conversation = 'three'`)
  expect(await chat.erase({ tenant: 'acme', participant: 'cleo' })).toMatchObject({ complete: false })
  const held = database.prepare(`select conversation from colloquy_event where personal like '%zebra%'`)
  expect(held.pluck().all()).toEqual([])
  await chat.close()
  database.close()
})

test('verifying and rebuilding tell of a head that is not the end of the log, and of rows of no conversation', async () => {
  const database = new Database(':memory:')
  const chat = await openConversations({ storage: sqlite({ database }) })
  await chat.as(anna).start({ id: 'one', type: 'customer', customer: 'cleo' })
  database.exec('update colloquy_tenant set head = head + 5')
  database.exec(`insert into colloquy_label values ('acme', 'nowhere', 'lost')`)
  const named = async (looking: ReturnType<typeof chat.verify>) =>
    (await looking).differences.map(({ table, found, key }) => `${table} ${found} ${key}`)
  const wrong = ['label extra lost', 'tenant different acme']
  expect(await named(chat.verify())).toEqual(wrong)
  expect(await named(chat.verify({ projection: 'label' }))).toEqual(wrong.slice(0, 1))
  expect(await named(chat.rebuild())).toEqual(wrong)
  expect(await named(chat.verify())).toEqual([])
  await chat.as(cleo).post({ conversationId: 'one', body: 'Hello again' })
  await chat.close()
  database.close()
})
