import pg from 'pg'

/** Something that fills a database by SQL. */
export type Filling = {
  readonly run: (sql: string, values: ReadonlyArray<unknown>) => Promise<void>
  /** The columns of one of the library's tables that are not computed. */
  readonly columns: (table: string) => Promise<ReadonlyArray<string>>
}

/** Indexes that are no key's: made anew when the rows are there, they take a fraction of the time. */
const furtherIndexes = `select format('drop index %s', i.indexrelid::regclass) as gone,
    pg_get_indexdef(i.indexrelid) as made
  from pg_index i join pg_class c on c.oid = i.indrelid
  where c.relnamespace = 'colloquy'::regnamespace and c.relname = any($1::text[]) and not i.indisprimary`

const columnsOf = `select column_name from information_schema.columns
  where table_schema = 'colloquy' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`

/**
 * Fills some of the library's tables by SQL, without the log's guards; then does what the server's autovacuum would have
 * done within a minute.
 */
export const filling = async (
  url: string,
  tables: ReadonlyArray<string>,
  fill: (filling: Filling) => Promise<void>,
): Promise<void> => {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=colloquy' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`set local session_replication_role = replica`)
    await client.query(`set local maintenance_work_mem = '256MB'`)
    const names = tables.map((table) => `colloquy_${table}`)
    const indexes = await client.query<{ gone: string; made: string }>(furtherIndexes, [names])
    for (const { gone } of indexes.rows) await client.query(gone)
    await fill({
      run: async (sql, values) => void (await client.query(sql, [...values])),
      columns: async (table) => {
        const { rows } = await client.query<{ column_name: string }>(columnsOf, [`colloquy_${table}`])
        return rows.map((row) => row.column_name)
      },
    })
    for (const { made } of indexes.rows) await client.query(made)
    await client.query('commit')
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}
