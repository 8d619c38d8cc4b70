import pg from 'pg'

/** Something that fills a database by SQL. */
export type Filling = {
  readonly run: (sql: string, values: ReadonlyArray<unknown>) => Promise<void>
  /** The columns of one of the library's tables that are not computed. */
  readonly columns: (table: string) => Promise<ReadonlyArray<string>>
}

/**
 * Fills a database by SQL, without the log's guards and without waiting for the disk; then does what the server's
 * autovacuum would have done within a minute.
 */
export const filling = async (url: string, fill: (filling: Filling) => Promise<void>): Promise<void> => {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=colloquy' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await fill({
      run: async (sql, values) => void (await client.query(sql, [...values])),
      columns: async (table) => {
        const { rows } = await client.query<{ column_name: string }>(
          `select column_name from information_schema.columns
           where table_schema = 'colloquy' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
          [`colloquy_${table}`],
        )
        return rows.map((row) => row.column_name)
      },
    })
    await client.query('commit')
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}
