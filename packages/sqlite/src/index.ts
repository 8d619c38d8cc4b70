/** Conversations kept in SQLite. */
export { sqlite } from './Storage.ts'
export type { SqliteOptions } from './Storage.ts'
