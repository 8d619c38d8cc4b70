import type { Migration } from '@colloquy/core/storage'
import { conversations } from './0001_conversations.ts'
import { held } from './0002_held.ts'
import { withoutStatistics } from './0003_withoutStatistics.ts'

/** In order: each brings the schema from one version to the next. */
export const migrations: ReadonlyArray<Migration> = [
  { sql: conversations, earlierWriters: 'stop' },
  { sql: held, earlierWriters: 'go on' },
  { sql: withoutStatistics, earlierWriters: 'go on' },
]
