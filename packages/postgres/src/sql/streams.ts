const first = `select e.tenant, e.conversation from colloquy_event e`
const next = 'order by e.tenant, e.conversation limit 1'

/** Streams from some place on, by jumps in the index, not through all events. */
const jumps = (from: string): string => `with recursive stream (tenant, conversation) as (
  (${first} ${from} ${next})
  union all
  select n.tenant, n.conversation from stream s cross join lateral (
    ${first} where (e.tenant, e.conversation) > (s.tenant, s.conversation) ${next}) n
)
select json_build_array(s.tenant, s.conversation) as row from (select * from stream limit @limit) s`

export const firstStreams = jumps('')
export const streamsAfter = jumps('where (e.tenant, e.conversation) > (@tenant, @conversation)')
