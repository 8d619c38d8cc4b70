import {
  type ConversationId,
  isUnread,
  type LinkRow,
  type SeatRow,
  type Summary,
  unread,
  unreadFromCustomer,
  type Viewer,
} from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { rawRow, rowAt, selected, tableColumns } from '../rows.ts'
import { links as linksSql } from '../sql/links.ts'
import { seat as seatSql } from '../sql/seats.ts'
import { accessTo, ownSeat, viewerValues } from './access.ts'
import { hiddenTo } from './conditions.ts'

const seatFrom = tableColumns.conversation.length
const textFrom = seatFrom + tableColumns.seat.length

/** A conversation with the viewer's own seat, its subject line and the text of the last message they see. */
const summarySql = (viewer: Viewer, test: string): string => {
  const [n, last] = viewer.side === 'staff' ? ['n', 'c.last_staff_n'] : ['customer_n', 'c.last_customer_n']
  return `select ${selected('conversation', 'c')}, ${selected('seat', 's')},
  (select se.personal ->> '$.subject' from colloquy_event se where se.tenant = c.tenant
    and se.conversation = c.conversation and se.reader = '' and se.version = c.subject_version),
  (select be.personal ->> '$.body' from colloquy_message lm cross join colloquy_event be
    on be.tenant = lm.tenant and be.conversation = lm.conversation and be.reader = '' and be.version = lm.body_version
    where lm.tenant = c.tenant and lm.conversation = c.conversation and lm.${n} = ${last} and ${last} > ${hiddenTo})
from colloquy_conversation c ${ownSeat}
where c.tenant = @tenant and c.conversation = @conversation ${test}`
}

/** What is shown of a conversation that the viewer is known to see; null where there is none. */
export const summaryOf = (
  connection: Connection,
  viewer: Viewer,
  conversation: ConversationId,
): Summary | null => {
  const values = { tenant: viewer.tenant, side: viewer.who.side, actor: viewer.who.id, conversation }
  return summaryAt(connection, viewer, rawRow(connection.raw(summarySql(viewer, '')).get(values)))
}

/** The same of any conversation; null where the viewer may not see it. */
export const visibleSummary = (
  connection: Connection,
  viewer: Viewer,
  conversation: ConversationId,
): Summary | null => {
  const sql = summarySql(viewer, `and ${accessTo(viewer)}`)
  return summaryAt(
    connection,
    viewer,
    rawRow(connection.raw(sql).get({ ...viewerValues(viewer), conversation })),
  )
}

const summaryAt = (
  connection: Connection,
  viewer: Viewer,
  row: ReadonlyArray<unknown> | null,
): Summary | null => {
  if (row === null) return null
  const conversation = rowAt('conversation', row)
  const seat = row[seatFrom] === null ? null : rowAt('seat', row, seatFrom)
  return {
    conversation,
    subject: textOrNull(row[textFrom]),
    links: conversation.links === 0 ? [] : linksFor(connection, viewer, conversation.conversation),
    seat,
    unread: unread(conversation, seat),
    unreadFromCustomer: unreadFromCustomer(conversation, seat),
    isUnread: isUnread(conversation, seat),
    preview: textOrNull(row[textFrom + 1]),
    assigneeUnread: unread(conversation, assigneeSeat(connection, viewer, conversation, seat)),
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const linksFor = (
  connection: Connection,
  viewer: Viewer,
  conversation: ConversationId,
): ReadonlyArray<LinkRow> =>
  connection
    .raw(linksSql)
    .all(viewer.tenant, conversation)
    .map((row) => rowAt('link', rawRow(row) ?? []))
    .filter((link) => viewer.side === 'staff' || link.customerVisible)

/** The assignee's seat; nothing for customers, who may not know of one. */
const assigneeSeat = (
  connection: Connection,
  viewer: Viewer,
  row: Summary['conversation'],
  own: SeatRow | null,
): SeatRow | null => {
  if (viewer.side === 'customer' || row.assignee === null) return null
  if (row.assignee === viewer.who.id) return own
  const seat = rawRow(connection.raw(seatSql).get(viewer.tenant, row.conversation, 'staff', row.assignee))
  return seat === null ? null : rowAt('seat', seat)
}
