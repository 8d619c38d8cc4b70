import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storageContract } from '@colloquy/conformance'
import Database from 'better-sqlite3'
import { afterAll } from 'vitest'
import { sqlite } from '../src/Storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'colloquy-contract-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (place: string): string => join(folder, `${place}.db`)

storageContract({
  name: 'SQLite',
  capabilities: { transaction: 'sync', batch: 'store', durable: true, hintsAll: true },
  open: (place) => sqlite({ filename: file(place) }),
  hosted: (place) => {
    const database = new Database(file(place))
    return {
      storage: sqlite({ database }),
      transaction: (work) => database.transaction(() => work(database))(),
      close: () => database.close(),
    }
  },
  hints: true,
  // The database, its journal and whatever else lies beside it.
  bytes: async (place) => {
    const names = readdirSync(folder).filter((name) => name.startsWith(`${place}.db`))
    return Buffer.concat(names.map((name) => readFileSync(join(folder, name))))
  },
  tamper: (place) =>
    [
      'delete from colloquy_event',
      "delete from colloquy_event where conversation = 'order'",
      "update colloquy_event set facts = '{}'",
      "update colloquy_event set type = 'x', version = version + 1000",
      "update colloquy_event set personal = '{}' where personal is null",
      'update colloquy_event set position = position + 1',
      'update colloquy_event set position = null',
      'insert or replace into colloquy_event select * from colloquy_event',
    ].map((statement) => () => {
      const database = new Database(file(place))
      try {
        database.prepare(statement).run()
      } finally {
        database.close()
      }
    }),
})
