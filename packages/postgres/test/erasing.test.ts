import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { actor, openConversations, roles } from 'colloquy'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { migrationStatements, postgres } from '../src/index.ts'
import { statisticsOf } from './support/statistics.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

const cleo = actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })
const erasure = { tenant: 'acme', participant: { kind: 'customer', id: 'cleo' } } as const

const withClient = async <A>(run: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

const indexesOf = (schema: string): Promise<ReadonlyArray<string>> =>
  withClient(async (client) => {
    const found = await client.query<{ name: string }>(
      `select indexname as name from pg_indexes where schemaname = $1 and tablename = 'colloquy_term' order by 1`,
      [schema],
    )
    return found.rows.map(({ name }) => name)
  })

test('an erasure is not complete while somebody reads what was there before, leaves nothing behind, and is once asked again', async () => {
  const chat = await openConversations({
    storage: postgres({ connectionString: database.url, schema: 'read' }),
  })
  try {
    await chat.as(cleo).start({ type: 'customer', subject: 'Zebra', message: 'A zebra crossed the road' })
    const indexes = await indexesOf('read')
    await withClient(async (reader) => {
      await reader.query('begin isolation level repeatable read')
      await reader.query('select from "read".colloquy_event')
      expect(await chat.erase(erasure)).toMatchObject({ complete: false })
      await reader.query('rollback')
    })
    expect(await indexesOf('read')).toEqual(indexes)
    expect(await chat.erase(erasure)).toMatchObject({ complete: true })
    expect(await indexesOf('read')).toEqual(indexes)
  } finally {
    await chat.close()
  }
})

test('the server’s statistics keep nothing of what can be erased', async () => {
  const chat = await openConversations({
    storage: postgres({ connectionString: database.url, schema: 'counted' }),
  })
  try {
    for (let i = 0; i < 20; i += 1)
      await chat.as(cleo).start({ type: 'customer', subject: 'Zebra', message: 'A zebra crossed the road' })
    const found = await withClient(async (client) => {
      await client.query('analyze')
      const hashes = await client.query<{ hash: string }>('select hash from counted.colloquy_ledger')
      const texts = (await statisticsOf(client, 'counted')).join('\n')
      expect(texts).toContain('acme')
      return ['zebra', ...hashes.rows.map(({ hash }) => hash)].filter((word) => texts.includes(word))
    })
    expect(found).toEqual([])
  } finally {
    await chat.close()
  }
})

test('who may not clean up is told that it is not complete, and the content is gone all the same', async () => {
  const url = new URL(database.url)
  url.username = `eraser_${url.pathname.slice(-12)}`
  await withClient(async (owner) => {
    await owner.query(`create role ${url.username} login`)
    await owner.query(migrationStatements({ schema: 'lent', grantTo: url.username }))
  })
  const chat = await openConversations({ storage: postgres({ connectionString: url.href, schema: 'lent' }) })
  try {
    await chat.as(cleo).start({ type: 'customer', subject: 'Zebra', message: 'A zebra crossed the road' })
    expect(await chat.erase(erasure)).toMatchObject({ complete: false })
    const left = await withClient((owner) =>
      owner.query('select from lent.colloquy_event where personal is not null and subject is not null'),
    )
    expect(left.rows).toEqual([])
  } finally {
    await chat.close()
    await withClient((owner) => owner.query(`drop owned by ${url.username}; drop role ${url.username}`))
  }
})
