import { type Difference, foldRows, rowTables, type Storage, tableName } from '@colloquy/core'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import * as E from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
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
const damages: { readonly [table: string]: ReadonlyArray<readonly [string, string, ReadonlyArray<string>]> } =
  {
    colloquy_subject: [
      ['removed', `delete from colloquy_subject where conversation = 'one'`, ['one subject missing']],
      [
        'added',
        `insert into colloquy_subject values ('${tenant}', 'customer:nobody', 'one')`,
        ['one subject extra'],
      ],
      [
        'added where no event is',
        `insert into colloquy_subject values ('${tenant}', 'staff:anna', 'nowhere')`,
        ['nowhere subject extra'],
      ],
      [
        'moved',
        `update colloquy_subject set conversation = 'nowhere' where conversation = 'one'`,
        ['nowhere subject extra', 'one subject missing'],
      ],
      [
        'changed',
        `update colloquy_subject set subject = 'staff:berta' where conversation = 'one'`,
        ['one subject extra', 'one subject missing'],
      ],
      [
        'of another tenant',
        `update colloquy_subject set tenant = 'zeta' where conversation = 'one'`,
        ['one subject extra', 'one subject missing'],
      ],
    ],
    colloquy_tenant: [
      ['behind', 'update colloquy_tenant set head = head - 1', [' tenant different']],
      ['ahead', 'update colloquy_tenant set head = head + 1', [' tenant different']],
      ['removed', 'delete from colloquy_tenant', [' tenant missing']],
      ['added', `insert into colloquy_tenant (tenant, head) values ('zeta', 7)`, [' tenant extra']],
      ['moved', `update colloquy_tenant set tenant = 'zeta'`, [' tenant extra', ' tenant missing']],
    ],
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

/** What the contract covers, what guards itself, and what no event could tell. */
const covered: { readonly [table: string]: string } = {
  ...Object.fromEntries(rowTables.map((table) => [tableName(table), 'the contract, column by column'])),
  colloquy_event: 'the log itself: triggers keep it',
  colloquy_purge: 'empty but for a host that deletes a tenant',
  colloquy_meta: 'the schema and the secret',
  colloquy_slot: 'where subscriptions stand: theirs alone to say',
  colloquy_checkpoint: 'where subscriptions stand: theirs alone to say',
  colloquy_parked: 'where subscriptions stand: theirs alone to say',
}

const value = <A>(result: E.Either<unknown, A>): A => {
  if (E.isRight(result)) return result.right
  throw new Error(JSON.stringify(result.left))
}

const verified = async (write: boolean): Promise<ReadonlyArray<string>> => {
  const found: Array<Difference> = []
  for (const stream of value(await storage.streams(null, 100)())) {
    found.push(...value(await storage.refold(stream, foldRows, write)()))
  }
  found.push(...value(await storage.strays(write)()))
  return found.map((one) => `${one.stream.conversation} ${one.table} ${one.found}`).toSorted()
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
    expect(await verified(false)).toEqual([])
    await client.query(damage)
    // Looking alone mends nothing.
    for (let looks = 0; looks < 2; looks++) expect(await verified(false)).toEqual(expected)
    await verified(true)
    expect(await verified(false)).toEqual([])
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
