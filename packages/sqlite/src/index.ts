/** The SQLite storage. */
import '@colloquy/core/node'
export { sqlite } from './Storage.ts'
export type { SqliteOptions } from './options.ts'
export type { SqliteStorage } from './Storage.ts'
