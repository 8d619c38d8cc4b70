import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { viewerOf } from '@colloquy/core'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import * as E from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { migrationStatements, postgres } from '../src/index.ts'
import { migrations } from '../src/migrations/migrations.ts'
import { dump } from './support/dump.ts'

const needed = migrations.length
const committed = new URL('../schema.sql', import.meta.url)
let database: TestDatabase
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

const asOwner = async <A>(run: (client: pg.Client) => Promise<A>, url = database.url): Promise<A> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

const migrated = async (schema: string): Promise<void> => {
  const storage = postgres({ connectionString: database.url, schema, connections: 1 })
  expect(await storage.migrate()).toEqual(E.right(needed))
  await storage.close()
}

test('a fresh database has the schema of schema.sql (UPDATE_SCHEMA=1 writes it)', async () => {
  await migrated('fresh')
  const found = await dump(database.url, 'fresh')
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(committed, found)
  expect(found).toBe(readFileSync(committed, 'utf8'))
})

test('the printed statements make the same schema, in whatever schema they are for', async () => {
  await asOwner((client) => client.query(migrationStatements({ schema: 'by "hand"' })))
  expect(await dump(database.url, 'by "hand"')).toBe(readFileSync(committed, 'utf8'))
})

test('all names begin with colloquy_, so that they fit into a schema of the host', async () => {
  await asOwner((client) => client.query('create schema shop; create table shop.message (id integer)'))
  await migrated('shop')
  const names = await asOwner((client) =>
    client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'shop'::regnamespace
       union select proname from pg_proc where pronamespace = 'shop'::regnamespace`,
    ),
  )
  expect(names.rows.map(({ name }) => name).filter((name) => !name.startsWith('colloquy_'))).toEqual([
    'message',
  ])
})

test('twenty processes that open at once come to one schema and one secret', async () => {
  const script = fileURLToPath(new URL('support/migrating.ts', import.meta.url))
  const run = () =>
    promisify(execFile)(process.execPath, ['--conditions=@colloquy/source', script, database.url, 'at once'])
  const said = await Promise.all(Array.from({ length: 20 }, run))
  const found = said.map(({ stdout }): unknown => JSON.parse(stdout))
  expect(found[0]).toEqual([
    E.right(needed),
    { _tag: 'Right', right: expect.stringMatching(/^[0-9a-f]{64}$/u) },
  ])
  expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(1)
})

test('a schema newer than the code is refused and left alone', async () => {
  await migrated('newer')
  await asOwner((client) => client.query(`update newer.colloquy_meta set value = '99' where key = 'schema'`))
  const storage = postgres({ connectionString: database.url, schema: 'newer', connections: 1 })
  expect(await storage.migrate()).toEqual(E.left({ _tag: 'SchemaOutdated', found: 99, needed }))
  expect(await storage.schema()).toEqual(E.right({ found: 99, needed }))
  await storage.close()
})

test('without a schema everything answers SchemaOutdated', async () => {
  const storage = postgres({ connectionString: database.url, schema: 'nowhere', connections: 1 })
  const outdated = E.left({ _tag: 'SchemaOutdated', found: 0, needed })
  const viewer = viewerOf(
    {
      tenant: 'acme' as never,
      id: 'anna' as never,
      kind: 'staff',
      name: null,
      capabilities: new Set(),
      queues: [],
      records: [],
    },
    { indicatorScope: 'mine' },
  )
  expect(await storage.query({ _tag: 'Indicator' }, viewer)()).toEqual(outdated)
  expect(await storage.heads()).toEqual(outdated)
  expect(await storage.secret()).toEqual(outdated)
  await storage.close()
})

test('a user without rights is told what to do, and works once the statements were run for them', async () => {
  const url = new URL(database.url)
  const role = `shop_${url.pathname.slice(-12)}`
  url.username = role
  url.password = 'open sesame'
  await asOwner((client) => client.query(`create role ${role} login password 'open sesame'`))
  const storage = postgres({ connectionString: url.href, schema: 'granted', connections: 1 })
  try {
    expect(await storage.migrate()).toMatchObject({
      left: { _tag: 'Unavailable', detail: expect.stringContaining('migrationStatements') },
    })
    await asOwner((client) => client.query(migrationStatements({ schema: 'granted', grantTo: role })))
    expect(await storage.migrate()).toEqual(E.right(needed))
    expect(await storage.heads()).toEqual(E.right([]))
  } finally {
    await storage.close()
    await asOwner((client) => client.query(`drop owned by ${role}; drop role ${role}`))
  }
})
