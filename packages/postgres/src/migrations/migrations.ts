import { conversations } from './0001_conversations.ts'
import { held } from './0002_held.ts'
import { functions } from './functions.ts'

/** In order: each brings the schema from one version to the next. */
export const migrations: ReadonlyArray<string> = [`${conversations}\n${functions}`, held]
