import pg from 'pg'

const inboxRows = (condition: string) => `
  select json_agg(json_build_array(row_to_json(c), s.unread, s.flag, s.follower, s.muted, s.version,
    topic.personal ->> 'subject', substr(last.personal ->> 'body', 1, 200), l.links)
    order by s.sort_at desc, s.conversation desc)::text as page
  from (select * from colloquy_seat where tenant = $1 and side = 'staff' and actor = $2 and ${condition}
    order by sort_hour desc, sort_at desc, conversation desc limit $3) s
  join colloquy_conversation c on c.tenant = s.tenant and c.conversation = s.conversation
  left join colloquy_event topic on topic.tenant = c.tenant and topic.conversation = c.conversation
    and topic.reader = '' and topic.version = c.subject_version
  left join colloquy_message m on m.tenant = c.tenant and m.conversation = c.conversation and m.id = c.last_staff_id
  left join colloquy_event last on last.tenant = m.tenant and last.conversation = m.conversation
    and last.reader = '' and last.version = m.body_version
  left join lateral (select json_agg(json_build_array(type, record)) as links from colloquy_link l
    where l.tenant = c.tenant and l.conversation = c.conversation) l on c.links > 0`

const statements = {
  inbox: inboxRows('member and not hidden and not big'),
  badge: `
    select json_build_array(
      (select json_build_array(count(*), count(nullif(unread, 0)), coalesce(sum(unread), 0))
       from colloquy_seat where tenant = $1 and side = 'staff' and actor = $2 and attention),
      (select page from (${inboxRows('attention')}) p))::text as page`,
  // Whether the agent may see it at all and what their screen is drawn from; then the messages.
  lastFive: `
    select json_build_array(
      (select json_build_array(c.type, c.status, c.queue, c.assignee, c.staff_n, s.member, s.was_assigned,
         s.hidden_n, s.version)
       from colloquy_conversation c
       left join colloquy_seat s on s.tenant = c.tenant and s.conversation = c.conversation and s.side = 'staff'
         and s.actor = $2
       where c.tenant = $1 and c.conversation = $3),
      (select json_agg(json_build_array(row_to_json(m), e.personal ->> 'body', a.personal ->> 'name') order by m.n)
       from (select * from colloquy_message where tenant = $1 and conversation = $3 and n > 0
         order by n desc limit 5) m
       join colloquy_event e on e.tenant = m.tenant and e.conversation = m.conversation and e.reader = ''
         and e.version = m.body_version
       left join colloquy_seat s on s.tenant = m.tenant and s.conversation = m.conversation
         and s.side = m.author_side and s.actor = m.author
       left join colloquy_event a on a.tenant = m.tenant and a.conversation = m.conversation and a.reader = ''
         and a.version = s.name_version))::text as page`,
}

/** The same lists as the library's, by hand, on its own tables: one statement each, answered as one JSON value. */
export const openListsByHand = async (url: string, tenant: string, agent: string) => {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=colloquy' })
  await client.connect()
  const ask = async (name: keyof typeof statements, more: ReadonlyArray<unknown>): Promise<unknown> => {
    const { rows } = await client.query({ name, text: statements[name], values: [tenant, agent, ...more] })
    return JSON.parse(rows[0]?.page)
  }
  return {
    inbox: () => ask('inbox', [50]),
    badge: () => ask('badge', [4]),
    lastFive: (conversation: string) => ask('lastFive', [conversation]),
    close: () => client.end(),
  }
}
