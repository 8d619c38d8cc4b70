import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { drizzle } from 'drizzle-orm/node-postgres'
import knex from 'knex'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { fromDrizzle } from '../../src/hosts/fromDrizzle.ts'
import { fromKnex } from '../../src/hosts/fromKnex.ts'
import { fromKysely } from '../../src/hosts/fromKysely.ts'
import type { Transaction } from '../../src/hosts/Transaction.ts'
import { ask, failureOf } from '../support/hosts/ask.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  pool = new pg.Pool({ connectionString: database.url })
  await pool.query('create table said (body text)')
})
afterAll(async () => {
  await pool?.end()
  await database?.drop()
})

const post = (transaction: Transaction, body: string) =>
  transaction.query('insert into said values ($1)', [body])

const posted = (body: string) => ask(pool, 'select count(*)::text as row from said where body = $1', [body])

test('a client of pg is a transaction as it is', async () => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('begin')
  await post(client, 'client')
  await client.query('rollback')
  await client.end()
  expect(await posted('client')).toBe('0')
})

test('a nested transaction of Drizzle takes what was said with it', async () => {
  await drizzle(pool).transaction(async (tx) => {
    await post(fromDrizzle(tx), 'Drizzle')
    const nested = tx.transaction(async (inner) => {
      await post(fromDrizzle(inner), 'nested Drizzle')
      inner.rollback()
    })
    await failureOf(nested)
  })
  expect([await posted('Drizzle'), await posted('nested Drizzle')]).toEqual(['1', '0'])
})

test('a controlled transaction of Kysely takes what was said with it, also back to a savepoint', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const trx = await db.startTransaction().execute()
  await post(fromKysely(trx), 'Kysely')
  const later = await trx.savepoint('later').execute()
  await post(fromKysely(later), 'later Kysely')
  const back = await later.rollbackToSavepoint('later').execute()
  await back.commit().execute()
  expect([await posted('Kysely'), await posted('later Kysely')]).toEqual(['1', '0'])
  expect(await failureOf(post(fromKysely(trx), 'too late'))).toBeInstanceOf(Error)
})

const renamed = (answer: { readonly rows?: ReadonlyArray<object> }) =>
  answer.rows === undefined
    ? answer
    : {
        ...answer,
        rows: answer.rows.map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, value]) => [`host_${name}`, value])),
        ),
      }

test('a nested transaction of Knex takes what was said with it, and a host may rename columns', async () => {
  const db = knex({
    client: 'pg',
    connection: database.url,
    pool: { min: 0, max: 1 },
    postProcessResponse: renamed,
  })
  await db.transaction(async (trx) => {
    await post(fromKnex(trx), 'Knex')
    expect(await ask(fromKnex(trx), 'select $1::text as row', ['renamed'])).toBe('renamed')
    const nested = trx.transaction(async (inner) => {
      await post(fromKnex(inner), 'nested Knex')
      throw new Error('better not')
    })
    await failureOf(nested)
  })
  await db.destroy()
  expect([await posted('Knex'), await posted('nested Knex')]).toEqual(['1', '0'])
})
