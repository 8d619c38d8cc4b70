import type { Migration } from '@colloquy/core/storage'
import { conversations } from './0001_conversations.ts'
import { held } from './0002_held.ts'

/** In order; the first makes version 1. */
export const migrations: ReadonlyArray<Migration> = [
  { sql: conversations, earlierWriters: 'stop' },
  { sql: held, earlierWriters: 'go on' },
]
