import Database from 'better-sqlite3'
import { join } from 'node:path'

export type Handle = Database.Database

/** A database as durable as the library's own: what is measured against it pays for the same disk writes. */
export const openDatabase = (folder: string, name = 'bench.db'): Handle => {
  const database = new Database(join(folder, name))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('wal_autocheckpoint = 20000')
  return database
}
