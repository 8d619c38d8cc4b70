import assert from 'node:assert/strict'
import Database from 'better-sqlite3'
import type { Log, Stored } from './examine.ts'
import { examine } from './examine.ts'

/** Reads a file with a connection that knows nothing of the library. */
export const plainly = <A>(filename: string, read: (database: Database.Database) => A): A => {
  const database = new Database(filename)
  try {
    return read(database)
  } finally {
    database.close()
  }
}

const eventsOf = (database: Database.Database): ReadonlyArray<Stored> =>
  database
    .prepare<[], Stored>(
      `select n, tenant, position, conversation, reader, version, type, command, facts
       from colloquy_event order by n`,
    )
    .all()

/** Reads the log and fails unless positions are contiguous, versions gapless, and the file whole. */
export const readLog = (filename: string): Log =>
  plainly(filename, (database) => {
    const rows = <Row>(sql: string): ReadonlyArray<Row> => database.prepare<[], Row>(sql).raw().all()
    const log = examine({
      events: eventsOf(database),
      tenants: rows('select tenant, head from colloquy_tenant'),
      headers: rows('select tenant, conversation, version from colloquy_conversation'),
      receipts: rows('select command, count(*) from colloquy_ledger group by command'),
    })
    assert.equal(database.pragma('integrity_check', { simple: true }), 'ok')
    return log
  })
