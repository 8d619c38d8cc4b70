import type { Handle } from './openDatabase.ts'

/**
 * The same lists as the library's, by hand, on its own tables: one statement each, for exactly this question. The
 * plus before a parameter keeps SQLite 3.54 from planning a join anew whenever one is bound.
 */
export const openListsByHand = (database: Handle, tenant: string, agent: string) => {
  const rows = (index: string, condition: string) =>
    database.prepare(`
      select c.*, s.unread, s.flag, s.follower, s.muted, s.version as seat_version,
        topic.personal ->> '$.subject' as subject, substr(last.personal ->> '$.body', 1, 200) as preview
      from colloquy_seat s indexed by ${index}
      cross join colloquy_conversation c on c.tenant = s.tenant and c.conversation = s.conversation
      left join colloquy_event topic on topic.tenant = c.tenant and topic.conversation = c.conversation
        and topic.reader = '' and topic.version = c.subject_version
      left join colloquy_message m on m.tenant = c.tenant and m.conversation = c.conversation and m.n = c.last_staff_n
      left join colloquy_event last on last.tenant = m.tenant and last.conversation = m.conversation
        and last.reader = '' and last.version = m.body_version
      where s.tenant = +? and s.side = 'staff' and s.actor = +? and ${condition}
      order by s.sort_at desc, s.conversation desc limit +?`)
  const inbox = rows('colloquy_seat_list', 's.member = 1 and s.hidden = 0 and s.big = 0')
  const latest = rows('colloquy_seat_attention', 's.attention = 1')
  const links = database.prepare(
    'select type, record from colloquy_link where tenant = +? and conversation in (select value from json_each(?))',
  )
  const badge = database.prepare(`
    select count(*) as conversations, count(nullif(unread, 0)) as with_new, coalesce(sum(unread), 0) as messages
    from colloquy_seat indexed by colloquy_seat_attention
    where tenant = +? and side = 'staff' and actor = +? and attention = 1`)
  // Whether the agent may see it at all, and what their screen is drawn from.
  const header = database.prepare(`
    select c.type, c.status, c.queue, c.assignee, c.staff_n, s.member, s.was_assigned, s.hidden_n, s.version
    from colloquy_conversation c left join colloquy_seat s on s.tenant = c.tenant and s.conversation = c.conversation
      and s.side = 'staff' and s.actor = +?
    where c.tenant = +? and c.conversation = +?`)
  const lastFive = database.prepare(`
    select m.*, e.personal ->> '$.body' as body, n.personal ->> '$.name' as name
    from colloquy_message m
    join colloquy_event e on e.tenant = m.tenant and e.conversation = m.conversation
      and e.reader = '' and e.version = m.body_version
    left join colloquy_seat s on s.tenant = m.tenant and s.conversation = m.conversation
      and s.side = m.author_side and s.actor = m.author
    left join colloquy_event n on n.tenant = m.tenant and n.conversation = m.conversation
      and n.reader = '' and n.version = s.name_version
    where m.tenant = +? and m.conversation = +? order by m.n desc limit 5`)
  const isRow = (row: unknown): row is { readonly conversation: string } =>
    typeof row === 'object' && row !== null && 'conversation' in row
  return {
    inbox: () => {
      const page = inbox.all(tenant, agent, 50).filter(isRow)
      return { page, links: links.all(tenant, JSON.stringify(page.map(({ conversation }) => conversation))) }
    },
    badge: () => ({ counts: badge.get(tenant, agent), latest: latest.all(tenant, agent, 4) }),
    lastFive: (conversation: string) => ({
      header: header.get(agent, tenant, conversation),
      messages: lastFive.all(tenant, conversation).reverse(),
    }),
  }
}
