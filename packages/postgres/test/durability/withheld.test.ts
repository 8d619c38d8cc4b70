import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { type Proxy, startProxy } from '@colloquy/test-support/proxy'
import { openConversations } from 'colloquy'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { postgres } from '../../src/index.ts'
import { give } from '../../../colloquy/test/support/durability/giving.ts'
import { readLog } from '../support/durability/Log.ts'
import { open, type Opened, poster } from '../support/durability/opening.ts'

let database: TestDatabase
let proxy: Proxy
let others: Opened

beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
  proxy = await startProxy(database.url)
  others = await open(database.url)
  for (const conversationId of ['withheld', 'other'])
    await give(others.as(poster), conversationId, { name: 'start', conversationId, body: 'begin' })
})
afterEach(async () => {
  await others.close()
  await proxy.close()
  await database.drop()
})

const post = (by: Opened, conversationId: string, command: string) =>
  give(by.as(poster), command, { name: 'post', conversationId, body: command })

test.each([true, false])(
  'a commit that the network withholds stops nobody else of its tenant, and comes through when it arrives (pipeline: %s)',
  async (pipeline) => {
    const pool = new pg.Pool({ connectionString: proxy.url, max: 2, pipeline })
    const chat = await openConversations({ storage: postgres({ pool, statementTimeout: 60_000 }) })
    const withheld = proxy.withholdAt()
    const waiting = post(chat, 'withheld', 'waits')
    const release = await withheld
    // Nothing lets it pass before these are done.
    for (let i = 0; i < 3; i += 1) await post(others, 'other', `meanwhile-${i}`)
    release()
    await waiting
    expect((await readLog(database.url)).events.slice(-4).map(({ command }) => command)).toEqual([
      'meanwhile-0',
      'meanwhile-1',
      'meanwhile-2',
      'waits',
    ])
    expect((await others.verify()).differences).toEqual([])
    await chat.close()
    await pool.end()
  },
)

test('what a commit that never arrives holds, the server lets go of after the patience for a statement', async () => {
  const chat = await open(proxy.url, { statementTimeout: 300 })
  const withheld = proxy.withholdAt()
  const lost = post(chat, 'withheld', 'lost').catch(() => 'failed')
  await withheld
  await post(others, 'withheld', 'goes on')
  proxy.cut()
  await lost
  await chat.close()
  const commands = (await readLog(database.url)).events.map(({ command }) => command)
  expect(commands).toContain('goes on')
  expect((await others.verify()).differences).toEqual([])
})
