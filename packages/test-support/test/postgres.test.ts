import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from '@colloquy/test-support/postgres'
import pg from 'pg'
import { expect, test } from 'vitest'
import { query } from './support/query.ts'

const order =
  "select string_agg(word, '' order by word) as words from (values ('b'), ('B'), ('a'), ('A')) as v(word)"

const servers = [
  { version: 16, locale: 'en-US', words: 'aAbB' },
  { version: 18, locale: 'C', words: 'ABab' },
] as const

for (const { version, locale, words } of servers) {
  test(`version ${version} starts, sorts as ${locale} does, and keeps its rows when it is killed`, async () => {
    const server = await startPostgres({ version, locale, settings: { work_mem: '5MB' } })
    try {
      expect(
        await query(server.url, "select current_setting('server_version')::float::int as version"),
      ).toEqual([{ version }])
      expect(await query(server.url, 'show work_mem')).toEqual([{ work_mem: '5MB' }])
      expect(await query(server.url, order)).toEqual([{ words }])
      await query(server.url, 'create table kept as select 7 as number')
      const before = server.pid()
      await server.kill('SIGKILL')
      expect(server.pid()).toBeUndefined()
      await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
      await server.start()
      expect(server.pid()).not.toBe(before)
      expect(await query(server.url, 'select number from kept')).toEqual([{ number: 7 }])
    } finally {
      await server.stop()
    }
    expect(existsSync(server.folder)).toBe(false)
  })
}

test('a killed server starts again while its last processes still work', async () => {
  const server = await startPostgres()
  try {
    const client = new pg.Client({ connectionString: server.url })
    client.on('error', () => undefined)
    await client.connect()
    // A busy backend notices the server's death only after its query.
    const ended = Promise.allSettled([client.query('select count(*) from generate_series(1, 3000000)')])
    const busy = "select 1 from pg_stat_activity where query like '%series(1%' and pid <> pg_backend_pid()"
    await expect.poll(() => query(server.url, busy)).toHaveLength(1)
    await server.kill('SIGKILL')
    await server.start()
    expect(readFileSync(join(server.folder, 'log'), 'utf8')).toContain('still in use')
    expect(await query(server.url, 'select 1 as number')).toEqual([{ number: 1 }])
    await ended
  } finally {
    await server.stop()
  }
})

test('a server that can not start says why', async () => {
  await expect(startPostgres({ settings: { shared_buffers: 'much' } })).rejects.toThrow(
    /did not start:[^]*shared_buffers/,
  )
  await expect(startPostgres({ locale: 'xx_nowhere' })).rejects.toThrow(/initdb failed:[^]*xx_nowhere/)
})
