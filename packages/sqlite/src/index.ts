/** Conversations kept in SQLite. */
export { sqlite } from './Storage.ts'
export type { SqliteOptions } from './options.ts'
export type { SqliteStorage } from './Storage.ts'
