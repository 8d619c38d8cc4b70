import { type Answers, remembered, type Viewer, viewerValues } from '@colloquy/core/storage'
import { type RecordRef } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { ownSeat } from '../sql/dialect.ts'
import { accessTo, isUnread } from './conditions.ts'
import { conversationOf, lateral, linksOf } from '../sql/fenced.ts'

/** Customers see none waiting, because what settles a conversation is visible to staff only. */
const unanswered = (viewer: Viewer): string =>
  viewer.side === 'staff' ? 'c.waiting_at is not null' : 'false'
const shown = (viewer: Viewer): string => (viewer.side === 'customer' ? 'and l.customer_visible' : '')

export const countsSql = remembered(
  (viewer) => `select json_build_array(t.total, t.open, t.unread, t.unanswered) as row
from rows from (json_to_recordset(@asked::json) as (type text collate "C", id text collate "C"))
  with ordinality as w(type, id, i)
cross join lateral (
  select count(*) as total, count(*) filter (where c.status = 'open') as open,
    count(*) filter (where ${isUnread(viewer)}) as unread, count(*) filter (where ${unanswered(viewer)}) as unanswered
  from ${linksOf('l', 'w.type', 'w.id')}
  cross join ${conversationOf('l')} ${ownSeat}
  where ${accessTo(viewer)} ${shown(viewer)}) t
order by w.i`,
)

/** The numbers of conversations of each record that the viewer sees. */
export const counts = async (
  connection: Connection,
  records: ReadonlyArray<RecordRef>,
  viewer: Viewer,
): Promise<Answers['Counts']> => {
  if (records.length === 0) return []
  const asked = JSON.stringify(records.map(({ type, id }) => ({ type, id })))
  const rows = await connection.ask(countsSql(viewer), { ...viewerValues(viewer), asked })
  return rows.map((row) => {
    const [total = 0, open = 0, unread = 0, waiting = 0] = row.map(Number)
    return { total, open, unread, unanswered: waiting }
  })
}

const unansweredFrom =
  (after: string) =>
  (viewer: Viewer): string =>
    `select json_build_array(u.type, u.record) as row from (
  select distinct l.type, l.record from (
    select * from colloquy_conversation c where c.tenant = @tenant and c.waiting_at is not null
    order by c.waiting_at offset 0) c ${ownSeat}
  cross join ${lateral('colloquy_link', 'l', 'l.tenant = @tenant and l.conversation = c.conversation')}
  where ${accessTo(viewer)} ${after}
  order by l.type, l.record limit @limit) u
order by u.type, u.record`

export const unansweredFirst = remembered(unansweredFrom(''))
export const unansweredAfter = remembered(unansweredFrom('and (l.type, l.record) > (@afterType, @afterId)'))

/** Records with an unanswered conversation that the viewer sees, by type and id. */
export const unansweredRecords = async (
  connection: Connection,
  after: RecordRef | null,
  limit: number,
  viewer: Viewer,
): Promise<ReadonlyArray<RecordRef>> => {
  if (viewer.side === 'customer') return []
  const values = { ...viewerValues(viewer), limit }
  const rows =
    after === null
      ? await connection.ask(unansweredFirst(viewer), values)
      : await connection.ask(unansweredAfter(viewer), { ...values, afterType: after.type, afterId: after.id })
  return rows.map(([type, id]) => ({ type: String(type), id: String(id) }))
}
