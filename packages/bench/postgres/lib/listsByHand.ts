import pg from 'pg'

const rows = (condition: string) => `
  select c.*, s.unread, s.flag, s.follower, s.muted, s.version as seat_version,
    topic.personal ->> 'subject' as subject, substr(last.personal ->> 'body', 1, 200) as preview, l.links
  from (select * from colloquy_seat where tenant = $1 and side = 'staff' and actor = $2 and ${condition}
    order by sort_hour desc, sort_at desc, conversation desc limit $3) s
  join colloquy_conversation c on c.tenant = s.tenant and c.conversation = s.conversation
  left join colloquy_event topic on topic.tenant = c.tenant and topic.conversation = c.conversation
    and topic.reader = '' and topic.version = c.subject_version
  left join colloquy_message m on m.tenant = c.tenant and m.conversation = c.conversation and m.id = c.last_staff_id
  left join colloquy_event last on last.tenant = m.tenant and last.conversation = m.conversation
    and last.reader = '' and last.version = m.body_version
  left join lateral (select json_agg(json_build_array(type, record)) as links from colloquy_link l
    where l.tenant = c.tenant and l.conversation = c.conversation) l on c.links > 0
  order by s.sort_at desc, s.conversation desc`

const statements = {
  inbox: rows('member and not hidden and not big'),
  latest: rows('attention'),
  badge: `
    select count(*) as conversations, count(nullif(unread, 0)) as with_new, coalesce(sum(unread), 0) as messages
    from colloquy_seat where tenant = $1 and side = 'staff' and actor = $2 and attention`,
  // Whether the agent may see it at all, and what their screen is drawn from.
  header: `
    select c.type, c.status, c.queue, c.assignee, c.staff_n, s.member, s.was_assigned, s.hidden_n, s.version
    from colloquy_conversation c left join colloquy_seat s on s.tenant = c.tenant
      and s.conversation = c.conversation and s.side = 'staff' and s.actor = $2
    where c.tenant = $1 and c.conversation = $3`,
  lastFive: `
    select m.*, e.personal ->> 'body' as body, a.personal ->> 'name' as name
    from (select * from colloquy_message where tenant = $1 and conversation = $2 and n > 0
      order by n desc limit 5) m
    join colloquy_event e on e.tenant = m.tenant and e.conversation = m.conversation
      and e.reader = '' and e.version = m.body_version
    left join colloquy_seat s on s.tenant = m.tenant and s.conversation = m.conversation
      and s.side = m.author_side and s.actor = m.author
    left join colloquy_event a on a.tenant = m.tenant and a.conversation = m.conversation
      and a.reader = '' and a.version = s.name_version
    order by m.n`,
}

/**
 * The same lists as the library's, by hand, on its own tables: prepared statements for exactly this question, and one
 * round trip where there are two.
 */
export const openListsByHand = async (url: string, tenant: string, agent: string) => {
  const options = '-c search_path=colloquy -c plan_cache_mode=force_generic_plan'
  const client = new pg.Client({ connectionString: url, options, pipeline: true })
  await client.connect()
  const ask = async (name: keyof typeof statements, values: Array<unknown>) => {
    const answer = await client.query<Array<unknown>>({
      name,
      text: statements[name],
      values,
      rowMode: 'array',
    })
    return answer.rows
  }
  return {
    inbox: () => ask('inbox', [tenant, agent, 50]),
    badge: () => Promise.all([ask('badge', [tenant, agent]), ask('latest', [tenant, agent, 4])]),
    lastFive: (conversation: string) =>
      Promise.all([ask('header', [tenant, agent, conversation]), ask('lastFive', [tenant, conversation])]),
    close: () => client.end(),
  }
}
