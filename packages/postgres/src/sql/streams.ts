import { rowTables, tableName } from '@colloquy/core/storage'

const tables = ['colloquy_event', ...rowTables.map(tableName), 'colloquy_term']

/** The first stream of each table by its primary key, and of these the first: by index seeks, without a scan. */
const firstOf = (from: string): string => `select f.tenant, f.conversation from (
${tables
  .map(
    (table) =>
      `(select t.tenant, t.conversation from ${table} t ${from} order by t.tenant, t.conversation limit 1)`,
  )
  .join(' union all\n')}) f order by f.tenant, f.conversation limit 1`

/** Streams from a key on, by index seeks. */
const jumps = (from: string): string => `with recursive stream (tenant, conversation) as (
  (${firstOf(from)})
  union all
  select n.tenant, n.conversation from stream s cross join lateral (
    ${firstOf('where (t.tenant, t.conversation) > (s.tenant, s.conversation)')}) n
)
select json_build_array(s.tenant, s.conversation) as row from (select * from stream limit @limit) s`

export const firstStreams = jumps('')
export const streamsAfter = jumps('where (t.tenant, t.conversation) > (@tenant, @conversation)')
