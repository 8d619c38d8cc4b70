import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { actor, ConversationError, openConversations, roles } from 'colloquy'
import knex from 'knex'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Transaction } from '../src/index.ts'
import { fromKnex, migrationStatements, postgres } from '../src/index.ts'
import { open, type Opened, poster, staff } from './support/durability/opening.ts'
import { reasonOf } from '../../colloquy/test/support/reasonOf.ts'

/** What others who share the server, and mistakes of a host, must not come to. */

let database: TestDatabase
let chat: Opened
let client: pg.Client

beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
  chat = await open(database.url)
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await chat.as(poster).start({ id: 'c', type: 'internal' })
})
afterEach(async () => {
  await client.end()
  await chat.close()
  await database.drop()
})

const post = (commandId: string, by: unknown = client) =>
  chat
    .within(by as Transaction)
    .as(poster)
    .post({ conversationId: 'c', body: commandId, commandId })

const commandsThere = async (): Promise<ReadonlyArray<string>> => {
  const { rows } = await client.query<{ readonly body: string }>(
    `select personal ->> 'body' as body from colloquy.colloquy_event
     where type = 'message-posted' order by n`,
  )
  return rows.map(({ body }) => body)
}

test('a role that may only look into the schema, or only use it, can not act with its owner’s rights', async () => {
  const name = database.name.slice(-12)
  const [reader, shop] = [`reader_${name}`, `shop_${name}`]
  await client.query(`create role ${reader}; create role ${shop}`)
  try {
    await client.query(migrationStatements({ schema: 'other', grantTo: shop }))
    await client.query(`grant usage on schema colloquy, other to ${reader}`)
    for (const [role, schema] of [
      [reader, 'colloquy'],
      [reader, 'other'],
      [shop, 'other'],
    ]) {
      await client.query(`set role ${role}`)
      await client.query(`create temp table bait (tenant text, conversation text, n bigint, position bigint)`)
      const attached = client.query(
        `create trigger taken after insert on bait for each row execute function ${schema}.colloquy_event_numbered()`,
      )
      await expect(attached).rejects.toMatchObject({ code: '42501' })
      await client.query('drop table bait; reset role')
    }
  } finally {
    await client.query(`reset role; drop owned by ${reader}, ${shop}; drop role ${reader}, ${shop}`)
  }
})

test('where rights got lost with a restore, numbering the rows of other tables carries out nothing of theirs', async () => {
  const reader = `reader_${database.name.slice(-12)}`
  await client.query(`create role ${reader}; grant usage on schema colloquy to ${reader};
    grant execute on all functions in schema colloquy to public; set role ${reader};
    create type pg_temp.tenant as (a integer);
    create function pg_temp.told(pg_temp.tenant) returns text language plpgsql as $$
      begin raise exception 'as %', current_user using errcode = 'ZZ001'; end $$;
    create cast (pg_temp.tenant as text) with function pg_temp.told(pg_temp.tenant) as implicit;
    create temp table bait (tenant pg_temp.tenant, conversation text, n bigint, position bigint);
    create trigger taken after insert on bait for each row execute function colloquy.colloquy_event_numbered()`)
  try {
    await expect(client.query(`insert into bait values (row(1), 'c', 1)`)).rejects.toMatchObject({
      code: '42501',
    })
  } finally {
    await client.query(`reset role; drop owned by ${reader} cascade; drop role ${reader}`)
  }
})

test('what was acknowledged is not taken back with what another handle of the same transaction fails in', async () => {
  const db = knex({ client: 'pg', connection: database.url, pool: { min: 0, max: 1 } })
  try {
    for (let later = 0; later < 10; later++) {
      await db.transaction(async (trx) => {
        await Promise.all([
          post(`post ${later}`, fromKnex(trx)),
          (async () => {
            for (let i = 0; i < later; i++) await trx.raw('select 1')
            const other = chat
              .within(fromKnex(trx))
              .as(actor({ tenant: 'another', id: 'zoe', kind: 'staff', can: roles.admin }))
            return reasonOf(other.start({ type: 'internal' }))
          })(),
        ])
      })
    }
  } finally {
    await db.destroy()
  }
  expect(await commandsThere()).toEqual(Array.from({ length: 10 }, (_, i) => `post ${i}`))
})

test('a host’s transaction is asked one thing after the other, even what is asked for at once', async () => {
  let underWay = 0
  let most = 0
  const counted = {
    query: async (text: string, values: Array<unknown>) => {
      underWay += 1
      most = Math.max(most, underWay)
      try {
        return await client.query(text, values)
      } finally {
        underWay -= 1
      }
    },
  }
  await client.query('begin')
  await post('said', counted)
  const desk = chat.within(counted).as(poster)
  const [page, badge] = await Promise.all([desk.inbox({ view: 'all' }), desk.indicator()])
  await client.query('commit')
  expect(page.rows.map(({ id }) => id)).toEqual(['c'])
  expect(badge).toMatchObject({ messages: 0 })
  expect(most).toBe(1)
})

test.each(['commit', 'rollback'])(
  'a session of a transaction that ended by %s, used or not, is refused in the next one',
  async (ends) => {
    const start = (id: string, desk: ReturnType<typeof session>) => desk.start({ id, type: 'internal' })
    const session = () => chat.within(client).as(poster)
    const before = session()
    await client.query('begin')
    const [unused, used] = [session(), session()]
    await start('one', used)
    await client.query(ends)
    await client.query('begin')
    for (const old of [before, unused, used]) {
      expect(await reasonOf(start('stray', old))).toMatchObject({ _tag: 'TransactionRefused' })
    }
    await start('two', session())
    await client.query('commit')
    const { rows } = await chat.as(poster).inbox({ view: 'all' })
    expect(new Set(rows.map(({ id }) => id))).toEqual(
      new Set(['c', ...(ends === 'commit' ? ['one'] : []), 'two']),
    )
  },
)

test('a command amid which its host ends the transaction is not there where it was refused, however far it came', async () => {
  const answers = new Set<string>()
  for (let ended = 0; ended < 12; ended++) {
    await client.query('begin')
    let sent = 0
    const handle = {
      query: (text: string, values: ReadonlyArray<unknown>) => {
        if (sent++ === ended) void client.query('commit')
        return client.query(text, [...values])
      },
    }
    const answered = await post(`post ${ended}`, handle).then(
      () => 'acknowledged',
      (error: unknown) => (error instanceof ConversationError ? error.reason._tag : 'a fault'),
    )
    await client.query('commit')
    const there = (await commandsThere()).includes(`post ${ended}`)
    answers.add(answered)
    expect([ended, answered, there]).toEqual([ended, answered, answered !== 'TransactionRefused'])
  }
  expect([...answers]).toEqual(['TransactionRefused', 'OutcomeUnknown', 'acknowledged'])
  expect((await chat.verify()).differences).toEqual([])
})

describe.each([
  ['session_replication_role = replica', 'post'],
  ["client_encoding = 'LATIN1'", 'grüße'],
])('a session with %s', (setting, body) => {
  test('is refused: its events would never be numbered, or its texts be others', async () => {
    await client.query(`begin; set local ${setting}`)
    expect(await reasonOf(post(body))).toMatchObject({ _tag: 'TransactionRefused' })
    await client.query('commit')
    expect(await commandsThere()).toEqual([])
  })
})

test('schemas whose names the server would cut to the same are two, or none', () => {
  const long = 'customer '.repeat(7)
  for (const schema of [`${long} a`, 'é'.repeat(32), '', 'a\ud800']) {
    expect(() => postgres({ connectionString: database.url, schema })).toThrow(TypeError)
  }
})

test.each(['a@b', '@tenant', '$1', "it's", 'a "b" \\', 'x'.repeat(63), 'colloquy_event', '漢'.repeat(21)])(
  'a schema may be called %s',
  async (schema) => {
    const other = await open(database.url, { schema })
    await other.as(poster).start({ id: 'c', type: 'internal' })
    await client.query('begin')
    await other.within(client).as(poster).post({ conversationId: 'c', body: 'said' })
    await client.query('commit')
    expect((await other.as(poster).timeline('c')).items).toHaveLength(1)
    expect((await other.verify()).differences).toEqual([])
    await other.close()
  },
)

test('processes hear of each other also where the name of the schema leaves no room', async () => {
  const schema = '漢'.repeat(21)
  const [here, there] = [0, 1].map(() => postgres({ connectionString: database.url, schema }))
  if (here === undefined || there === undefined) throw new Error('there are two')
  const other = await openConversations({ storage: there })
  const woken = new Promise<void>((resolve) => {
    let times = 0
    // The first is that it listens; then it hears.
    const stop = here.hint?.(() => {
      times += 1
      if (times === 1) void other.as(poster).start({ type: 'internal' })
      else {
        stop?.()
        resolve()
      }
    })
  })
  await woken
  await here.close()
  await other.close()
})

test('what was last talked in before 1970 is listed', async () => {
  const storage = postgres({ connectionString: database.url, schema: 'old' })
  let now = Date.parse('0001-01-01T00:00:00Z')
  const old = await openConversations({ storage, clock: () => now })
  for (const [id, year] of [
    ['first', '0001'],
    ['second', '1969'],
    ['third', '2026'],
  ] as const) {
    now = Date.parse(`${year}-11-30T23:10:00Z`)
    await old.as(staff('sue')).start({ id, type: 'internal' })
  }
  const { rows } = await old.as(staff('sue')).inbox({ view: 'all' })
  expect(rows.map(({ id }) => id)).toEqual(['third', 'second', 'first'])
  await old.close()
})
