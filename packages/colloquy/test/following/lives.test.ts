import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { newDatabase } from '@colloquy/test-support/databases'
import { describe, expect, inject, test } from 'vitest'
import { inFolder } from '../support/durability/folder.ts'

const worker = fileURLToPath(new URL('../support/durability/workers/living.ts', import.meta.url))

type Ended = { readonly code: number | null; readonly said: string; readonly erred: string }

/** Runs a process that does one thing, until it ends by itself. */
const live = (what: string, mode: string, place: string): Promise<Ended> =>
  new Promise((resolve) => {
    const given = ['--conditions=@colloquy/source', worker, what, mode, place]
    const child = execFile(process.execPath, given, (error, said, erred) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ code, said: said.trim().split('\n').join(' · '), erred })
    })
    child.stdin?.end()
  })

/** What a process says that does nothing else, and lives until it is done. */
const says: { readonly [what: string]: string } = {
  follows: 'handled · stopped · end',
  unheld: 'posted · end',
  waits: 'waited, retried · end',
  closes: 'closed, 64 parts free · end',
  stops: 'stopped, handled · end',
  leaves: 'a handler still runs 50 ms after stop: its event comes again · stopped, 64 parts free · end',
  within: 'went on · end',
  watches: 'message-posted · end',
  rebuilds: 'rebuilt 1, 0 different · end',
  operates: 'operated · end',
}

/** Every way in which a storage is opened, and what of each depends on that. `LIVES=all`: everything in each. */
const sample: { readonly [mode: string]: ReadonlyArray<string> } = {
  memory: Object.keys(says),
  file: ['follows', 'closes', 'operates'],
  handle: ['follows', 'rebuilds'],
  url: ['unheld', 'waits', 'closes', 'watches', 'rebuilds'],
  pool: ['follows', 'closes'],
}
const chosen = (mode: string): ReadonlyArray<string> =>
  process.env['LIVES'] === 'all' ? Object.keys(says) : (sample[mode] ?? [])

/** Somewhere new for each process. */
const inPlace = async (mode: string, run: (place: string) => Promise<void>): Promise<void> => {
  if (mode !== 'url' && mode !== 'pool') return inFolder((folder) => run(join(folder, 'chat.db')))
  const database = await newDatabase(inject('postgresUrl'))
  try {
    await run(database.url)
  } finally {
    await database.drop()
  }
}

describe.each(Object.keys(sample))('%s', (mode) => {
  test.each(chosen(mode))(
    'a process that only %s lives until that is done, and ends then',
    async (what) => {
      await inPlace(mode, async (place) => {
        const ended = await live(what, mode, place)
        expect({ ...ended, erred: ended.erred.trim() }).toEqual({ code: 0, said: says[what], erred: '' })
      })
    },
    240_000,
  )
})
