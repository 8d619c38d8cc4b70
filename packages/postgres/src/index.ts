/** Conversations kept in PostgreSQL. */
export { migrationStatements } from './migrate.ts'
export { postgres } from './Storage.ts'
export type { PostgresOptions, PostgresStorage } from './Storage.ts'
