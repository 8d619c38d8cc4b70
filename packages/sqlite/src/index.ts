/** Conversations kept in SQLite. */
export { sqlite } from './Storage.ts'
export type { SqliteOptions, SqliteStorage } from './Storage.ts'
