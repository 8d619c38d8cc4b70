import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import { openConversations } from 'colloquy'
import { afterAll, expect, it } from 'vitest'
import { start } from '../../packages/colloquy/test/support/durability/Child.ts'
import { root } from './fences.ts'
import { programs } from './programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'colloquy-backup-'))
/** Where the program finds the packages. */
const programFolder = join(root, 'docs', 'node_modules', '.backup')
afterAll(() => {
  for (const each of [folder, programFolder]) rmSync(each, { recursive: true, force: true })
})

/** A table of the host's in the same file, so that copying takes longer than a few commits. */
const makeLong = (file: string): void => {
  const database = new Database(file)
  database.exec('create table pictures (bytes blob)')
  const insert = database.prepare('insert into pictures values (zeroblob(1000000))')
  for (let n = 0; n < 40; n++) insert.run()
  database.close()
}

const eventsIn = (name: string, upTo: number): ReadonlyArray<unknown> => {
  const database = new Database(join(folder, name), { readonly: true })
  try {
    return database
      .prepare('select * from colloquy_event where position <= ? order by tenant, position')
      .raw()
      .all(upTo)
  } finally {
    database.close()
  }
}

it('a backup as the page makes it ends while another process writes all the time, and is whole', async () => {
  const page = programs().find(({ title }) => title === 'docs/how-to/backup-and-restore.md')
  if (page === undefined) throw new Error('there is no page on backups')
  mkdirSync(programFolder, { recursive: true })
  const program = join(programFolder, 'backup.mjs')
  writeFileSync(program, page.code)
  makeLong(join(folder, 'chat.db'))
  const writer = start('posting', [join(folder, 'chat.db'), 'writer', 2, 7, 4])
  await writer.hears('ready')
  const acknowledged = () => writer.said.filter(({ say }) => say === 'acknowledged').length
  const before = acknowledged()
  await promisify(execFile)(process.execPath, ['--conditions=@colloquy/source', program], { cwd: folder })
  const after = acknowledged()
  writer.kill()
  await writer.ended
  expect(after, 'others wrote meanwhile').toBeGreaterThan(before)

  const copy = await openConversations({ storage: sqlite({ filename: join(folder, 'copy.db') }) })
  const { conversations, differences } = await copy.verify()
  await copy.close()
  expect(conversations).toBeGreaterThan(0)
  expect(differences).toEqual([])
  const copied = eventsIn('copy.db', Number.MAX_SAFE_INTEGER)
  expect(copied.length).toBeGreaterThanOrEqual(before)
  expect(copied).toEqual(eventsIn('chat.db', copied.length))
})
