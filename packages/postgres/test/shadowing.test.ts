import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { openConversations } from 'colloquy'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { plainly } from './support/durability/asking.ts'
import { open, poster } from './support/durability/opening.ts'
import { reasonOf } from '../../colloquy/test/support/reasonOf.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
  await plainly(database.url, (client) =>
    client.query(`create schema shady;
      create function shady.never(text, text) returns boolean language sql as 'select false';
      create operator shady.= (function = shady.never, leftarg = text, rightarg = text)`),
  )
})
afterEach(() => database.drop())

const options = '-c search_path=shady,pg_catalog'

test('where operators of another schema come first, opening says so, migrating or not', async () => {
  await (await open(database.url)).close()
  const pool = new pg.Pool({ connectionString: database.url, options })
  for (const migrate of [true, false]) {
    expect(await reasonOf(openConversations({ storage: postgres({ pool }), migrate }))).toMatchObject({
      _tag: 'Unavailable',
      detail: expect.stringContaining('search_path'),
    })
  }
  await pool.end()
})

test('a transaction with such a search path is refused, with another one and with temporary tables it is none the worse', async () => {
  const chat = await open(database.url)
  await chat.as(poster).start({ id: 'c', type: 'internal' })
  await plainly(database.url, async (host) => {
    await host.query('create temporary table colloquy_event (id integer)')
    const post = () => chat.within(host).as(poster).post({ conversationId: 'c', body: 'hosted' })
    await host.query('begin; set local search_path = shady, pg_catalog')
    expect(await reasonOf(post())).toMatchObject({ _tag: 'TransactionRefused' })
    await host.query('rollback; begin; set local search_path = shady')
    await post()
    await host.query('commit')
  })
  expect((await chat.as(poster).timeline('c')).items).toHaveLength(1)
  expect((await chat.verify()).differences).toEqual([])
  await chat.close()
})
