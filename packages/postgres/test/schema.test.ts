import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { rowTables, tableColumns, tableName, viewerOf } from '@colloquy/core/storage'
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

test('each table has the columns that core describes, and beside them those that the database works out', async () => {
  await migrated('described')
  const columns = await asOwner((client) =>
    client.query<{ table: string; name: string; type: string; nullable: boolean }>(
      `select table_name as table, column_name as name, data_type as type, is_nullable = 'YES' as nullable
       from information_schema.columns where table_schema = 'described' and is_generated = 'NEVER'`,
    ),
  )
  const sorted = (names: ReadonlyArray<string>): ReadonlyArray<string> => names.toSorted()
  for (const table of rowTables) {
    const found = columns.rows.filter((column) => column.table === tableName(table))
    const said = (column: { name: string; type: string; nullable: boolean }): string =>
      `${table}.${column.name}: ${column.type}${column.nullable ? ' or null' : ''}`
    expect(sorted(found.map(said))).toEqual(sorted(tableColumns[table].map(said)))
  }
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
  const args = ['--conditions=@colloquy/source', script, database.url, 'at once']
  const processes = Array.from({ length: 20 }, () => {
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() }
  })
  // Each has seen that there is no schema before any makes one.
  for (const { lines } of processes) expect((await lines.next()).value).toBe('ready')
  for (const { child } of processes) child.stdin.write('go\n')
  const found: ReadonlyArray<unknown> = await Promise.all(
    processes.map(async ({ lines }) => JSON.parse(String((await lines.next()).value))),
  )
  expect(found[0]).toEqual([
    E.right({ found: 0, needed }),
    E.right(needed),
    { _tag: 'Right', right: expect.stringMatching(/^[0-9a-f]{64}$/u) },
  ])
  expect(found).toEqual(found.map(() => found[0]))
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
