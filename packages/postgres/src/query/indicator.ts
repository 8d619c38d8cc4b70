import { type Answers, remembered, type Viewer } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { isUnread, unreadCount } from './conditions.ts'
import { conversationOf } from './fenced.ts'

const onSeat = 's.tenant = @tenant and s.side = @side and s.actor = @actor'
const assigned = (viewer: Viewer): string => (viewer.scope === 'assigned' ? 'and s.assigned' : '')

/** Big conversations copy nothing to their seats, so these few are joined. */
export const indicatorSql = remembered(
  (
    viewer,
  ) => `select json_build_array(count(*), count(*) filter (where u.unread > 0), coalesce(sum(u.unread), 0)) as row
from (
  select s.unread from colloquy_seat s where ${onSeat} and s.attention ${assigned(viewer)}
  union all
  select ${unreadCount(viewer)} from (
    select * from colloquy_seat s where ${onSeat} and s.member and not s.hidden and s.big
    order by s.conversation offset 0) s
  cross join ${conversationOf('s')}
  where not s.muted ${assigned(viewer)} and ${isUnread(viewer)}) u`,
)

/** What the indicator shows: the whole view `unread`, those of it with new messages, and these added up. */
export const indicator = async (connection: Connection, viewer: Viewer): Promise<Answers['Indicator']> => {
  const none = { conversations: 0, withNewMessages: 0, messages: 0 }
  if (viewer.scope === 'assigned' && viewer.side === 'customer') return none
  const { tenant, who } = viewer
  const [row] = await connection.ask(indicatorSql(viewer), { tenant, side: who.side, actor: who.id })
  const [conversations = 0, withNewMessages = 0, messages = 0] = (row ?? []).map(Number)
  return { conversations, withNewMessages, messages }
}
