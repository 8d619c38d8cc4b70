import type { Answers, Viewer } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { isUnread, unreadCount } from './conditions.ts'

const ofSeats = (assigned: boolean): string => `select count(*), sum(unread > 0), sum(unread)
from colloquy_seat indexed by colloquy_seat_attention
where tenant = ? and side = ? and actor = ? and attention = 1 ${assigned ? 'and assigned = 1' : ''}`

/** Big conversations are not denormalized to their seats, so these few are joined. */
const ofBig = (viewer: Viewer, assigned: boolean): string => `
select count(*), sum(unread > 0), sum(unread) from (
  select ${unreadCount(viewer)} as unread from colloquy_seat s indexed by colloquy_seat_big
  cross join colloquy_conversation c on c.tenant = s.tenant and c.conversation = s.conversation
  where s.tenant = ? and s.side = ? and s.actor = ? and s.member = 1 and s.hidden = 0 and s.big = 1
  and s.muted = 0 ${assigned ? 'and s.assigned = 1' : ''} and ${isUnread(viewer)})`

/** The indicator: the size of the view `unread`, the conversations in it with new messages, and the sum of these. */
export const indicator = (connection: Connection, viewer: Viewer): Answers['Indicator'] => {
  const assigned = viewer.scope === 'assigned'
  if (assigned && viewer.side === 'customer') return { conversations: 0, withNewMessages: 0, messages: 0 }
  const who = [viewer.tenant, viewer.who.side, viewer.who.id]
  const sums = [ofSeats(assigned), ofBig(viewer, assigned)].map((sql) => connection.raw(sql).get(...who))
  const sum = (i: number): number => sums.reduce((all, row) => all + Number(row?.[i] ?? 0), 0)
  return { conversations: sum(0), withNewMessages: sum(1), messages: sum(2) }
}
