import { rmSync } from 'node:fs'
import { newDatabase } from '@colloquy/test-support/databases'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { areGone, newTemporary, processesIn, startExample } from './support.ts'

let folder = ''
beforeAll(() => {
  folder = newTemporary()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const short = ['--conversations', '6', '--workers', '2']

describe('a cluster', () => {
  it('acknowledges, stores and delivers the same, though a worker and the server are killed', async () => {
    const example = startExample([...short, '--seed', '7', '--json'], { TMPDIR: folder })
    expect([await example.ended, example.err()]).toEqual([0, ''])
    const outcome = JSON.parse(example.out())
    console.log('cluster:', example.out())
    expect(outcome).toMatchObject({ seed: 7, conversations: 6, workers: 2, equal: true, differs: null })
    const { acknowledged, ofKilled, away, again, verified } = outcome
    expect(acknowledged).toBeGreaterThan(10)
    expect(outcome).toMatchObject({ stored: acknowledged, delivered: acknowledged })
    // The faults did happen, and amid the work.
    expect(ofKilled.acknowledged).toBeGreaterThan(0)
    expect(ofKilled.found).toBe(ofKilled.acknowledged)
    expect(ofKilled.inHands).toBeGreaterThan(0)
    expect(again).toMatchObject({ 'its worker died': ofKilled.inHands })
    expect(away).toEqual([expect.any(Number)])
    expect(verified).toMatchObject({ conversations: 6, differences: 0 })
    await areGone([], folder)
  })

  it.each(['SIGINT', 'SIGKILL'] as const)('leaves nothing behind when it is ended by %s', async (signal) => {
    const example = startExample(['--seed', '7'], { TMPDIR: folder })
    await example.printed(/kill -9 worker/)
    const pids = processesIn(example.out())
    expect(pids.length).toBe(1 + 4 + 1)
    example.kill(signal)
    expect(await example.ended).toBe(signal === 'SIGINT' ? 130 : null)
    if (signal === 'SIGINT') expect(example.err()).toBe('')
    await areGone(pids, folder)
  })

  it('uses the server that it is told, does not kill it, and leaves nothing in it', async () => {
    const database = await newDatabase(inject('postgresUrl'))
    const example = startExample(short, { DATABASE_URL: database.url, TMPDIR: folder })
    expect([await example.ended, example.err()]).toEqual([0, ''])
    expect(example.out()).toContain('it is not ours, so it is not killed')
    expect(example.out()).toMatch(/the server was away +0 times/)
    expect(example.out()).toContain('Equal: nothing is lost')
    expect(await schemasOf(database.url)).toEqual(['public'])
    await areGone(processesIn(example.out()), folder)
    await database.drop()
  })

  it('leaves nothing in the server that it is told when it is interrupted', async () => {
    const database = await newDatabase(inject('postgresUrl'))
    const example = startExample(['--workers', '2'], { DATABASE_URL: database.url, TMPDIR: folder })
    await example.printed(/kill -9 worker/)
    example.kill('SIGTERM')
    expect(await example.ended).toBe(143)
    expect(await schemasOf(database.url)).toEqual(['public'])
    await areGone(processesIn(example.out()), folder)
    await database.drop()
  })

  it('says what is wrong with its arguments, and ends with 2', async () => {
    const alone = startExample(['--workers', '1'], {})
    expect([await alone.ended, alone.out()]).toEqual([2, ''])
    expect(alone.err()).toContain('--workers takes a number from 2 to 16.')
    const unreachable = startExample(short, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
    expect([await unreachable.ended, unreachable.err().split('\n').length]).toEqual([2, 2])
  })
})

const schemasOf = async (url: string): Promise<ReadonlyArray<string>> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const found = await client.query<{ nspname: string }>(
    `select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  )
  await client.end()
  return found.rows.map(({ nspname }) => nspname)
}
