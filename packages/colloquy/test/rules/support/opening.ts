import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memory } from '@colloquy/core/memory'
import { sqlite } from '@colloquy/sqlite'
import { afterEach, describe } from 'vitest'
import { openConversations } from '../../../src/index.ts'
import type { Chat, Options } from '../../../src/index.ts'
import { isChosen } from '../../support/chosen.ts'
import { emptyPostgres } from '../../support/postgres.ts'

/** What a test opens: a chat whose clock moves on by a second whenever it is read, and further on demand. */
export type Opened = {
  readonly chat: Chat
  readonly pass: (milliseconds: number) => void
  readonly now: () => number
}
export type Open = (policies: Options['policies'], options?: Partial<Options>) => Promise<Opened>

type Kept = { readonly storage: Options['storage']; readonly dispose: () => void }

const inMemory = async (): Promise<Kept> => ({ storage: memory(), dispose: () => undefined })

const inSqlite = async (): Promise<Kept> => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-rules-'))
  return {
    storage: sqlite({ filename: join(folder, 'chat.db') }),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const inPostgres = async (): Promise<Kept> => ({
  storage: await emptyPostgres(),
  dispose: () => undefined,
})

const storages: ReadonlyArray<readonly [string, () => Promise<Kept>]> = [
  ['memory', inMemory],
  ['SQLite', inSqlite],
  ['Postgres', inPostgres],
]

/** A time of day at which nothing happens to change. */
export const noon = Date.parse('2026-11-20T12:00:00Z')

/** The same tests over each storage. */
export const overStorages = (title: string, tests: (open: Open) => void): void => {
  describe.each(storages.filter(([name]) => isChosen(name)))(`${title} over %s`, (_, make) => {
    const after: Array<() => Promise<void>> = []
    afterEach(async () => {
      for (const close of after.splice(0)) await close()
    })
    tests(async (policies, options = {}) => {
      let now = noon
      const kept = await make()
      const chat = await openConversations({
        storage: kept.storage,
        policies: policies ?? 'helpdesk',
        clock: () => (now += 1000),
        ...options,
      })
      after.push(async () => {
        await chat.close()
        kept.dispose()
      })
      return { chat, pass: (milliseconds) => void (now += milliseconds), now: () => now }
    })
  })
}
