import { type Answers, remembered, type Viewer } from '@colloquy/core/storage'
import type { StatementQuery } from './StatementQuery.ts'
import { isUnread, unreadCount } from './conditions.ts'
import { conversationOf } from '../sql/fenced.ts'

const onSeat = 's.tenant = @tenant and s.side = @side and s.actor = @actor'
const assigned = (viewer: Viewer): string => (viewer.scope === 'assigned' ? 'and s.assigned' : '')

/** Big conversations are not denormalized to their seats, so these few are joined. */
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

/** The indicator: the size of the view `unread`, the conversations in it with new messages, and the sum of these. */
export const indicator = (viewer: Viewer): StatementQuery<Answers['Indicator']> => ({
  sql: viewer.scope === 'assigned' && viewer.side === 'customer' ? null : indicatorSql(viewer),
  values: { tenant: viewer.tenant, side: viewer.who.side, actor: viewer.who.id },
  answer: ([row]) => {
    const [conversations = 0, withNewMessages = 0, messages = 0] = (row ?? []).map(Number)
    return { conversations, withNewMessages, messages }
  },
})
