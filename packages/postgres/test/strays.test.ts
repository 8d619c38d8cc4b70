import type { Storage } from '@colloquy/core/storage'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { covered, type Damages, sameDamages, verified } from '../../colloquy/test/support/straying.ts'
import { postgres } from '../src/index.ts'
import { open, poster, tenant } from './support/durability/opening.ts'

const schema = 'strays'
let database: TestDatabase
let client: pg.Client
let storage: Storage
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`set search_path = "${schema}"`)
  storage = postgres({ connectionString: database.url, schema })
  const chat = await open(database.url, { schema })
  const desk = chat.as(poster)
  for (const id of ['one', 'two']) {
    await desk.start({ id, type: 'internal', subject: 'Giraffe', message: 'A zebra', commandId: id })
  }
  await chat.close()
})
afterAll(async () => {
  await storage.close()
  await client.end()
  await database.drop()
})

/** What is done to a table beneath the storage, and what verifying says of it. */
const damages: Damages = {
  ...sameDamages(tenant),
  colloquy_term: [
    [
      'added where no event is',
      `insert into colloquy_term values ('${tenant}', 'nowhere', 1, 'zebra')`,
      ['nowhere term extra'],
    ],
    [
      'removed',
      `delete from colloquy_term where conversation = 'one' and version = (
        select min(version) from colloquy_term where conversation = 'one')`,
      ['one term missing'],
    ],
  ],
  // The last, because a receipt that is gone does not come back.
  colloquy_ledger: [
    [
      'of no event',
      `update colloquy_ledger set last_version = 99 where command = 'one'`,
      ['one ledger extra'],
    ],
    [
      'of another command',
      `update colloquy_ledger set command = 'another' where command = 'two'`,
      ['two ledger extra'],
    ],
  ],
}

test('every table of the schema is one that verifying looks at, or is known not to be', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = '${schema}'`,
  )
  expect(rows.map(({ name }) => name).toSorted()).toEqual(
    [...Object.keys(covered), ...Object.keys(damages)].toSorted(),
  )
})

for (const [table, some] of Object.entries(damages)) {
  test.for(some)(`a row of ${table} %s is named, and mended when asked`, async ([, damage, expected]) => {
    expect(await verified(storage, false)).toEqual([])
    await client.query(damage)
    // Looking alone mends nothing.
    for (let looks = 0; looks < 2; looks++) expect(await verified(storage, false)).toEqual(expected)
    await verified(storage, true)
    expect(await verified(storage, false)).toEqual([])
  })
}

test('erasing somebody passes over nothing, though what notes where they wrote was lost', async () => {
  await client.query('delete from colloquy_subject')
  const chat = await open(database.url, { schema })
  expect(await chat.erase({ tenant, participant: 'poster' })).toEqual({ conversations: 2, complete: true })
  await chat.close()
  const { rows } = await client.query('select 1 from colloquy_event where personal is not null')
  expect(rows).toEqual([])
})
