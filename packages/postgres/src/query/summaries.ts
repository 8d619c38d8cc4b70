import {
  briefColumns,
  type ConversationId,
  type LinkRow,
  personalIn,
  remembered,
  selected,
  selectedBriefly,
  type Summary,
  summaryOf,
  textIn,
  unread,
  type Viewer,
  viewerValues,
} from '@colloquy/core/storage'
import type { Row } from '../Connection.ts'
import { briefAt, rowAt } from '../rows.ts'
import { ownSeat } from '../sql/dialect.ts'
import { accessTo, hiddenTo, unreadOf } from './conditions.ts'
import type { StatementQuery } from './StatementQuery.ts'
import { conversationOf } from '../sql/fenced.ts'

const seatFrom = briefColumns.conversation.length
const textFrom = seatFrom + briefColumns.seat.length
/** The number of columns of a summary. */
export const summaryLength = textFrom + 4

/**
 * The columns of a conversation `c` with the viewer's own seat `s`, the subject line, the text of the last message that
 * the viewer sees, the links they see, and another assignee's unread count. Personal content is sent as stored JSON,
 * because extracting a text takes the server longer than sending all.
 */
export const summaryColumns = (viewer: Viewer): string => {
  const staff = viewer.side === 'staff'
  const [n, last] = staff ? ['n', 'c.last_staff_n'] : ['customer_n', 'c.last_customer_n']
  return `${selectedBriefly('conversation', 'c')}, ${selectedBriefly('seat', 's')},
  (select se.personal from colloquy_event se where se.tenant = @tenant
    and se.conversation = c.conversation and se.reader = '' and se.version = c.subject_version),
  case when ${last} > ${hiddenTo} then (
    select (select be.personal from colloquy_event be
      where be.tenant = @tenant and be.conversation = c.conversation and be.reader = '' and be.version = lm.body_version)
    from colloquy_message lm where lm.tenant = @tenant and lm.conversation = c.conversation and lm.${n} > 0 and lm.${n} = ${last}) end,
  case when c.links > 0 then (
    select json_agg(json_build_array(${selected('link', 'l')}) order by l.type, l.record) from colloquy_link l
    where l.tenant = @tenant and l.conversation = c.conversation ${staff ? '' : 'and l.customer_visible'}) end,
  ${staff ? assigneeUnread : 'null'}`
}

const assigneeUnread = `case when c.assignee <> @actor then (
    select ${unreadOf('a', 'c.staff_n')} from colloquy_seat a
    where a.tenant = @tenant and a.conversation = c.conversation and a.side = 'staff' and a.actor = c.assignee
    and a.member) end`

/** Reads a summary from the beginning of a row. */
export const summaryAt = (row: Row, viewer: Viewer): Summary => {
  const conversation = briefAt('conversation', row)
  const seat = row[seatFrom] === null ? null : briefAt('seat', row, seatFrom)
  const [subject, preview, links, other] = row.slice(textFrom, summaryLength)
  const isAssignee = viewer.side === 'staff' && conversation.assignee === viewer.who.id
  return summaryOf({
    conversation,
    subject: textIn(personalIn(subject), 'subject'),
    links: linksIn(links),
    seat,
    preview: textIn(personalIn(preview), 'body'),
    assigneeUnread: isAssignee ? unread(conversation, seat) : typeof other === 'number' ? other : 0,
  })
}

const linksIn = (value: unknown): ReadonlyArray<LinkRow> =>
  Array.isArray(value) ? value.map((link: Row) => rowAt('link', link)) : []

/** One conversation `c`, if the viewer may see it. */
export const visibleOne = (viewer: Viewer): string => `colloquy_conversation c ${ownSeat}
where c.tenant = @tenant and c.conversation = @conversation and ${accessTo(viewer)}`

export const ofOne = remembered(
  (viewer) => `select json_build_array(${summaryColumns(viewer)}) as row from ${visibleOne(viewer)}`,
)
export const ofSome = remembered(
  (viewer) => `select json_build_array(${summaryColumns(viewer)}) as row
from json_array_elements_text(@conversations::json) with ordinality as w(conversation, i)
cross join ${conversationOf('w')} ${ownSeat} where ${accessTo(viewer)} order by w.i`,
)

/** Summaries of conversations, in the order named, without those the viewer may not see. */
export const visibleSummaries = (
  ids: ReadonlyArray<ConversationId>,
  viewer: Viewer,
): StatementQuery<ReadonlyArray<Summary>> => ({
  ...naming(ids, viewer),
  answer: (rows) => rows.map((row) => summaryAt(row, viewer)),
})

const naming = ([id, ...others]: ReadonlyArray<ConversationId>, viewer: Viewer) => {
  if (id === undefined) return { sql: null, values: {} }
  const values = viewerValues(viewer)
  return others.length === 0
    ? { sql: ofOne(viewer), values: { ...values, conversation: id } }
    : { sql: ofSome(viewer), values: { ...values, conversations: JSON.stringify([id, ...others]) } }
}
