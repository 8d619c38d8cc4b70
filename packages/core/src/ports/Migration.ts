/** What brings a schema from one version to the next. */
export type Migration = {
  /** Statements, as the storage's database takes them. */
  readonly sql: string
  /**
   * Whether code of earlier versions that still runs may write once this was done. `stop`, unless every row that it
   * writes is what the new code would have written: from the migration's commit on it is told `SchemaOutdated`.
   */
  readonly earlierWriters: 'go on' | 'stop'
}

/** The first version of the code that may write where all these were done. */
export const writersFrom = (migrations: ReadonlyArray<Migration>): number =>
  migrations.findLastIndex(({ earlierWriters }) => earlierWriters === 'stop') + 1
