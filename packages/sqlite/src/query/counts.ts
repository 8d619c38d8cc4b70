import { type Answers, type Viewer, viewerValues } from '@colloquy/core/storage'
import type { RecordRef } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { ownSeat } from '../sql/dialect.ts'
import { accessTo, isUnread } from './conditions.ts'

/** Customers see none waiting, because what settles a conversation is visible to staff only. */
const unanswered = (viewer: Viewer): string => (viewer.side === 'staff' ? 'c.waiting_at is not null' : '0')
const shown = (viewer: Viewer): string => (viewer.side === 'customer' ? 'and l.customer_visible = 1' : '')

/** The numbers of conversations of each record that the viewer sees. */
export const counts = (
  connection: Connection,
  records: ReadonlyArray<RecordRef>,
  viewer: Viewer,
): Answers['Counts'] => {
  const sql = `select count(*), sum(c.status = 'open'), sum(coalesce(${isUnread(viewer)}, 0)), sum(${unanswered(viewer)})
from colloquy_link l
cross join colloquy_conversation c on c.tenant = l.tenant and c.conversation = l.conversation ${ownSeat}
where l.tenant = @tenant and l.type = @type and l.record = @record ${shown(viewer)} and ${accessTo(viewer)}`
  const values = viewerValues(viewer)
  return records.map(({ type, id }) => {
    const row = connection.raw(sql).get({ ...values, type, record: id })
    const [total, open, unread, waiting] = (row ?? []).map((value) => Number(value ?? 0))
    return { total: total ?? 0, open: open ?? 0, unread: unread ?? 0, unanswered: waiting ?? 0 }
  })
}

/** Records with an unanswered conversation that the viewer sees, by type and id. */
export const unansweredRecords = (
  connection: Connection,
  after: RecordRef | null,
  limit: number,
  viewer: Viewer,
): ReadonlyArray<RecordRef> => {
  if (viewer.side === 'customer') return []
  const sql = `select distinct l.type, l.record
from colloquy_conversation c indexed by colloquy_conversation_waiting ${ownSeat}
cross join colloquy_link l on l.tenant = c.tenant and l.conversation = c.conversation
where c.tenant = @tenant and c.waiting_at is not null and ${accessTo(viewer)}
${after === null ? '' : 'and (l.type, l.record) > (+@afterType, +@afterId)'}
order by l.type, l.record limit @limit`
  const from = after === null ? {} : { afterType: after.type, afterId: after.id }
  return connection
    .raw(sql)
    .all({ ...viewerValues(viewer), ...from, limit })
    .map(([type, id]) => ({ type: String(type), id: String(id) }))
}
