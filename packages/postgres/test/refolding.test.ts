import { type ConversationId, type Storage, type TenantId } from '@colloquy/core/storage'
import { foldRows } from '@colloquy/core/engine'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import * as E from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { scopeOf } from '../src/write/terms.ts'
import { open, poster, tenant } from './support/durability/opening.ts'

const stream = { tenant: tenant as TenantId, conversation: 'one' as ConversationId }
const schema = 'refolding'

let database: TestDatabase
let client: pg.Client
let storage: Storage
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  storage = postgres({ connectionString: database.url, schema })
  const chat = await open(database.url, { schema })
  await chat.as(poster).start({ id: 'one', type: 'internal', subject: 'Giraffe', message: 'A zebra plays' })
  await chat.close()
})
afterAll(async () => {
  await storage.close()
  await client.end()
  await database.drop()
})
beforeEach(async () => {
  await refold(true)
  expect(await refold(false)).toEqual([])
})

const refold = async (write: boolean): Promise<ReadonlyArray<string>> => {
  const found = await storage.refold(stream, foldRows, write)()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  return found.right.map(({ table, found: how, columns }) => `${table} ${how} ${columns.join(' ')}`.trimEnd())
}

const word = (field: 'b' | 's', text: string): string => `${scopeOf(tenant)}${field}${text}`
const table = `"${schema}".colloquy_term`
const posted = `version = (select max(version) from ${table})`
const held = async (): Promise<string> => {
  const found = await client.query<{ text: string }>(
    `select string_agg(version || terms::text, ' ' order by version) as text from ${table}`,
  )
  return found.rows.map(({ text }) => text).join()
}
const replaced = `update ${table} set terms = array_to_tsvector(array_append(array_remove(tsvector_to_array(terms), $1), $2)) where ${posted}`

test.each([
  [
    'a word too many',
    `update ${table} set terms = terms || array_to_tsvector(array[$1]) where ${posted}`,
    [word('b', 'quagga')],
    ['term different body'],
  ],
  [
    'a word too few',
    `update ${table} set terms = ts_delete(terms, $1) where ${posted}`,
    [word('b', 'zebra')],
    ['term different body'],
  ],
  [
    'another word of the same length',
    replaced,
    [word('b', 'zebra'), word('b', 'tapir')],
    ['term different body'],
  ],
  [
    'a word in another place',
    replaced,
    [word('b', 'zebra'), word('s', 'zebra')],
    ['term different body subject'],
  ],
  ['no words', `update ${table} set terms = '' where ${posted}`, [], ['term different body']],
  ['no row', `delete from ${table} where ${posted}`, [], ['term missing']],
  [
    'a row of no event',
    `insert into ${table} (tenant, conversation, version, terms) select tenant, conversation, 99, terms from ${table} where ${posted}`,
    [],
    ['term extra'],
  ],
])('verifying finds %s in what search holds, and mends it', async (_what, statement, values, found) => {
  const before = await held()
  await client.query(statement, values)
  expect(await refold(false)).toEqual(found)
  expect(await refold(true)).toEqual(found)
  expect(await refold(false)).toEqual([])
  expect(await held()).toBe(before)
})

test('verifying finds labels that are kept as a map', async () => {
  await client.query(`update "${schema}".colloquy_conversation set labels = '{}'`)
  expect(await refold(false)).toEqual(['conversation different labels'])
})
