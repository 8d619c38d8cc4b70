import type pg from 'pg'

/** What the server's statistics keep of the rows of a schema, extended ones too, as text. */
export const statisticsOf = async (client: pg.Client, schema: string): Promise<ReadonlyArray<string>> => {
  const { rows } = await client.query<{ row: string }>(
    `select s::text as row from pg_stats s where schemaname = $1
     union all select s::text from pg_stats_ext s where schemaname = $1
     union all select s::text from pg_stats_ext_exprs s where schemaname = $1
     union all select s::text from pg_statistic s join pg_class c on c.oid = s.starelid
       where c.relnamespace = to_regnamespace($2)`,
    [schema, client.escapeIdentifier(schema)],
  )
  return rows.map(({ row }) => row)
}
