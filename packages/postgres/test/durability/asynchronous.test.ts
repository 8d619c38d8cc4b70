import { newDatabase } from '@colloquy/test-support/databases'
import { type Postgres, startPostgres } from '@colloquy/test-support/postgres'
import { openConversations } from 'colloquy'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../../src/index.ts'
import { give } from '../../../colloquy/test/support/durability/giving.ts'
import { ask } from '../support/durability/asking.ts'
import { inject } from '../support/durability/Fault.ts'
import { readLog } from '../support/durability/Log.ts'
import { open, type Opened, poster } from '../support/durability/opening.ts'

// A commit that waits for nobody is written some time later, here much later: a server that is killed has lost it.
const settings = { synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB' }

let server: Postgres
beforeAll(async () => {
  server = await startPostgres({ fsync: true, settings })
})
afterAll(() => server.stop())

const post = (chat: Opened, command: string) =>
  give(chat.as(poster), command, { name: 'post', conversationId: 'c', body: command })

test.each(['of our own', 'of the host’s, pipelined', 'of the host’s'])(
  'where synchronous_commit is off, what was acknowledged over a pool %s survives a killed server',
  async (whose) => {
    const { url } = await newDatabase(server.url)
    const pool = new pg.Pool({ connectionString: url, pipeline: whose.endsWith('pipelined') })
    pool.on('error', () => undefined)
    const chat =
      whose === 'of our own' ? await open(url) : await openConversations({ storage: postgres({ pool }) })
    await give(chat.as(poster), 'begin', { name: 'start', conversationId: 'c', body: 'begin' })
    const commands = Array.from({ length: 20 }, (_, i) => `kept-${i}`)
    for (const command of commands) await post(chat, command)
    await server.kill('SIGKILL')
    await server.start()
    const { byCommand } = await readLog(url)
    expect(commands.filter((command) => !byCommand.has(command))).toEqual([])
    expect((await chat.verify()).differences).toEqual([])
    await chat.close()
    await pool.end()
  },
)

test.each([
  ['off', 'on'],
  ['local', 'local'],
  ['remote_write', 'remote_write'],
  ['remote_apply', 'remote_apply'],
])('our commits raise synchronous_commit = %s to %s, and change nothing outside', async (told, expected) => {
  const { url } = await newDatabase(server.url)
  const pool = new pg.Pool({ connectionString: url, max: 1, options: `-c synchronous_commit=${told}` })
  const chat = await openConversations({ storage: postgres({ pool }) })
  await give(chat.as(poster), 'begin', { name: 'start', conversationId: 'c', body: 'begin' })
  await ask(url, 'create table public.seen (value text)')
  await inject(url, {
    command: 'looked',
    when: 'committed',
    does: `insert into public.seen values (current_setting('synchronous_commit'));`,
  })
  await post(chat, 'looked')
  expect(await ask(url, 'select value from public.seen')).toEqual([[expected]])
  expect((await pool.query('show synchronous_commit')).rows).toEqual([{ synchronous_commit: told }])
  await chat.close()
  await pool.end()
})

test('opening says in log where transactions of the host’s would commit so', async () => {
  const { url } = await newDatabase(server.url)
  const said: Array<unknown> = []
  const log = (entry: unknown): void => void said.push(entry)
  await (await open(url, {}, { log })).close()
  expect(said).toEqual([
    { level: 'warn', what: 'storage', detail: expect.stringMatching(/synchronous_commit = off.*within/u) },
  ])
  const pool = new pg.Pool({ connectionString: url, options: '-c synchronous_commit=on' })
  await (await openConversations({ storage: postgres({ pool }), log })).close()
  expect(said).toHaveLength(1)
  await pool.end()
})
