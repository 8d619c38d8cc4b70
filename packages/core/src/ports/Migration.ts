/** A migration of the schema to its next version. */
export type Migration = {
  /** SQL statements of the storage's database. */
  readonly sql: string
  /**
   * Whether code of earlier versions that still runs may write after this migration. `stop` is right unless every row
   * it writes is what the new code would write: from the migration's commit on its writes fail with `SchemaOutdated`.
   */
  readonly earlierWriters: 'go on' | 'stop'
}

/** The earliest version of the code that may write after these migrations. */
export const writersFrom = (migrations: ReadonlyArray<Migration>): number =>
  migrations.findLastIndex(({ earlierWriters }) => earlierWriters === 'stop') + 1
