import { conversations } from './0001_conversations.ts'

/** In order: each brings the schema from one version to the next. */
export const migrations: ReadonlyArray<string> = [conversations]
