import { readFileSync } from 'node:fs'
import { writersFrom } from '@colloquy/core/storage'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import * as colloquy from 'colloquy'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import {
  besidesCommands,
  type Change,
  type Code,
  goesOn,
  harmless,
  isRight,
  renaming,
  startedOn,
  tomorrow as tomorrowWith,
  writeInTurns,
} from '../../colloquy/test/support/tomorrow.ts'
import { functions as functionsOfToday } from '../src/functions.ts'
import { migrationStatements, postgres } from '../src/index.ts'
import { migrations } from '../src/migrations/migrations.ts'
import { needed } from '../src/schema.ts'
import { ask, plainly } from './support/durability/asking.ts'
import { reasonOf } from '../../colloquy/test/support/reasonOf.ts'
import { statisticsOf } from './support/statistics.ts'

/** A database as version 1 of the schema left it, with a few conversations. */
const stored = readFileSync(new URL('support/version-1.sql', import.meta.url), 'utf8')

let database: TestDatabase
beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
  await plainly(database.url, (client) => client.query(stored))
})
afterEach(() => database.drop())

const tomorrow = (...changes: ReadonlyArray<Change>) =>
  tomorrowWith(
    () => import('../src/migrations/migrations.ts'),
    async () => ({ ...(await import('../src/index.ts')), ...(await import('../src/functions.ts')) }),
    changes,
  )

const today = { postgres, ...colloquy }

const started = ({ postgres: storage, ...code }: Code & { readonly postgres: typeof postgres }) =>
  startedOn(storage({ connectionString: database.url }), code)

const functions = async (): Promise<ReadonlyArray<string>> =>
  (
    await ask<readonly [string]>(
      database.url,
      `select proname from pg_proc where pronamespace = 'colloquy'::regnamespace
       and proname ~ '^colloquy_(load|append|last)' order by 1`,
    )
  ).map(([name]) => name)

test('a stored database of version 1 is brought up: all that it holds is there, is right, and goes on', async () => {
  const now = await started(today)
  await goesOn(now)
  await now.chat.close()
})

test('statistics that were made before keep nothing of what can be erased either', async () => {
  const held = () =>
    plainly(database.url, async (client) =>
      (await statisticsOf(client, 'colloquy')).join(' ').includes('parcel'),
    )
  await plainly(database.url, (client) => client.query('analyze'))
  expect(await held()).toBe(true)
  await (await started(today)).chat.close()
  expect(await held()).toBe(false)
})

/** Whether code of version 1 that still runs may write: only then are its functions left to it. */
const firstWrites = writersFrom(migrations) <= 1

test('code of version 1 finds its functions as they were, as long as it may write', async () => {
  const text = `select string_agg(md5(prosrc), ' ' order by proname) from pg_proc
    where proname in ('colloquy_load', 'colloquy_append')`
  const before = await ask(database.url, text)
  await (await started(today)).chat.close()
  expect(await ask(database.url, text)).toEqual(firstWrites ? before : [[null]])
})

test('after a migration that lets them, processes of two versions write in turns, and every row is right', async () => {
  const old = await started(today)
  const code = await tomorrow(harmless)
  const writing = Array.from({ length: 20 }, (_, i) =>
    old.cleo.post({ conversationId: i % 2 === 0 ? 'order-7' : 'waiting', body: `meanwhile ${i}` }),
  )
  const young = await started(code)
  await Promise.all(writing)
  await writeInTurns(old, young)
  for (const { chat } of [old, young]) await chat.close()
})

test('after a migration that does not, whoever writes by the old code is told SchemaOutdated, and no row is wrong', async () => {
  const old = await started(today)
  const code = await tomorrow(renaming)
  const acknowledged: Array<string> = []
  const told: Array<unknown> = []
  const posting = Array.from({ length: 6 }, async (_, hand) => {
    for (let i = 0; ; i += 1) {
      const body = `meanwhile ${hand} ${i}`
      try {
        await old.cleo.post({ conversationId: hand % 2 === 0 ? 'order-7' : 'waiting', body })
        acknowledged.push(body)
      } catch (error) {
        if (!(error instanceof colloquy.ConversationError)) throw error
        if (error.reason._tag === 'Unavailable' || error.reason._tag === 'Conflict') continue
        told.push(error.reason)
        return
      }
    }
  })
  const young = await started(code)
  await Promise.all(posting)
  const outdated = { _tag: 'SchemaOutdated', found: needed + 1, needed }
  expect(told).toEqual(told.map(() => outdated))
  expect(await reasonOf(old.anna.markNoReplyNeeded({ conversationId: 'waiting' }))).toEqual(outdated)
  expect(await reasonOf(old.chat.rebuild())).toEqual(outdated)
  await young.anna.markNoReplyNeeded({ conversationId: 'order-7' })
  await isRight(young)
  const log = await ask<readonly [string]>(
    database.url,
    `select personal ->> 'body' from colloquy.colloquy_event where personal ->> 'body' like 'meanwhile%'`,
  )
  expect(log.map(([body]) => body).toSorted()).toEqual(acknowledged.toSorted())
  for (const { chat } of [old, young]) await chat.close()
})

test('nor does the old code write anything else then: what subscriptions note, what is mended or forgotten', async () => {
  await (await started(today)).chat.close()
  const storage = postgres({ connectionString: database.url })
  const write = await besidesCommands(storage)
  for (const written of await write()) expect(E.isRight(written)).toBe(true)
  const young = await started(await tomorrow(renaming))
  const outdated = E.left({ _tag: 'SchemaOutdated', found: needed + 1, needed })
  expect(await write()).toEqual(Array.from({ length: 8 }, () => outdated))
  // What it holds it may give back: the code of tomorrow goes on with it.
  expect(await storage.checkpoints.release('mails', 'old')()).toEqual(E.right(undefined))
  await young.chat.close()
  await storage.close()
})

test('functions of earlier code stay for one version, or go at once where it may not write', async () => {
  await (await started(today)).chat.close()
  const ofToday = functionsOfToday.map(({ name }) => name)
  const ofFirstVersion = firstWrites ? ['colloquy_append', 'colloquy_load'] : []
  expect(await functions()).toEqual([...ofFirstVersion, ...ofToday].toSorted())
  const first = await tomorrow(harmless)
  await (await started(first)).chat.close()
  const ofFirst = first.functions.map(({ name }) => name)
  expect(await functions()).toEqual([...ofToday, ...ofFirst].toSorted())
  const second = await tomorrow(harmless, renaming)
  await (await started(second)).chat.close()
  expect(await functions()).toEqual(second.functions.map(({ name }) => name).toSorted())
})

test('functions that are missing are said where nothing may be made, and printed for whom may', async () => {
  const role = `upgraded_${new URL(database.url).pathname.slice(-12)}`
  const url = Object.assign(new URL(database.url), { username: role }).href
  await plainly(database.url, async (client) => {
    await client.query(`create role ${role} login`)
    await client.query(migrationStatements({ from: 1, grantTo: role }))
    for (const { name } of functionsOfToday) await client.query(`drop function colloquy.${name}`)
  })
  const open = (migrate: boolean) =>
    colloquy.openConversations({ storage: postgres({ connectionString: url }), migrate })
  expect(await reasonOf(open(false))).toMatchObject({
    detail: expect.stringContaining('migrationStatements'),
  })
  expect(await reasonOf(open(true))).toMatchObject({ detail: expect.stringContaining('42501') })
  await plainly(database.url, (client) => client.query(migrationStatements({ from: needed, grantTo: role })))
  for (const migrate of [true, false]) {
    const chat = await open(migrate)
    const cleo = colloquy.actor({
      tenant: 'acme',
      id: 'cleo',
      kind: 'customer',
      can: colloquy.roles.customer,
    })
    await chat.as(cleo).post({ conversationId: 'order-7', body: 'granted' })
    await chat.close()
  }
  await plainly(database.url, (client) => client.query(`drop owned by ${role}; drop role ${role}`))
})

test('whom only some roles may call, the new functions too only those may', async () => {
  const role = `caller_${new URL(database.url).pathname.slice(-12)}`
  await plainly(database.url, async (client) => {
    await client.query(`create role ${role}; grant execute on function colloquy.colloquy_load to ${role}`)
  })
  await (await started(today)).chat.close()
  const granted = await ask<readonly [string]>(
    database.url,
    `select p.proname::text from pg_proc p cross join lateral aclexplode(p.proacl) a
     where p.pronamespace = 'colloquy'::regnamespace and a.grantee = $1::regrole and p.proname <> 'colloquy_load' order by 1`,
    [role],
  )
  expect(granted.map(([name]) => name)).toEqual(functionsOfToday.map(({ name }) => name).toSorted())
  await plainly(database.url, (client) => client.query(`drop owned by ${role}; drop role ${role}`))
})

test('a function of ours that answers otherwise is not believed', async () => {
  const now = await started(today)
  const [load = ''] = functionsOfToday.map(({ name }) => name)
  await plainly(database.url, async (client: pg.Client) => {
    const { rows } = await client.query<{ text: string }>(
      `select pg_get_functiondef(oid) as text from pg_proc where proname = $1`,
      [load],
    )
    await client.query(
      String(rows[0]?.text).replace('return array_to_json(answers_)', 'return array_to_json(answers_[2:])'),
    )
  })
  expect(await reasonOf(now.cleo.post({ conversationId: 'order-7', body: 'x' }))).toMatchObject({
    _tag: 'Corrupt',
  })
  await now.chat.close()
})
