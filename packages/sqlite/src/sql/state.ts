import { selected } from '@colloquy/core/storage'

/** A conversation's own row. */
export const header = `select ${selected('conversation', 'c')} from colloquy_conversation c
where c.tenant = ? and c.conversation = ?`

export const seat = `select ${selected('seat', 's')} from colloquy_seat s
where s.tenant = ? and s.conversation = ? and s.side = ? and s.actor = ?`

/** All seats, by side and id. */
export const seats = `select ${selected('seat', 's')} from colloquy_seat s
where s.tenant = ? and s.conversation = ? order by s.side, s.actor`

export const link = `select ${selected('link', 'l')} from colloquy_link l
where l.tenant = ? and l.type = ? and l.record = ? and l.conversation = ?`

// The planner estimates ten rows for a tenant, and would scan the primary key to avoid a sort.
export const linksOfConversation = 'colloquy_link l indexed by colloquy_link_conversation'

/** The links of a conversation, by type and id. */
export const links = `select ${selected('link', 'l')} from ${linksOfConversation}
where l.tenant = ? and l.conversation = ? order by l.type, l.record`

export const message = `select ${selected('message', 'm')} from colloquy_message m
where m.tenant = ? and m.conversation = ? and m.id = ?`

/** A message with the hash of its input, which is stored with its text. */
export const messageWithHash = `select ${selected('message', 'm')}, e.personal ->> '$.hash' from colloquy_message m
left join colloquy_event e
on e.tenant = m.tenant and e.conversation = m.conversation and e.reader = '' and e.version = m.version
where m.tenant = ? and m.conversation = ? and m.id = ?`

/** The first of the messages that pass a test, in some order. */
export const firstMessage = (
  test: string,
  order: string,
): string => `select ${selected('message', 'm')} from colloquy_message m
where m.tenant = @tenant and m.conversation = @conversation and ${test} order by ${order} limit 1`

/** A follower in a record's stream. */
export const recordFollower = `select version, following
from colloquy_record_follower indexed by colloquy_record_follower_stream
where tenant = ? and conversation = ? and side = ? and actor = ?`
