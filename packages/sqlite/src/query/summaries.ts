import {
  briefColumns,
  type ConversationId,
  type LinkRow,
  type Parameters,
  remembered,
  type SeatBrief,
  selected,
  selectedBriefly,
  type Summary,
  summaryOf,
  unread,
  type Viewer,
  viewerValues,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { briefAt, rowAt } from '../rows.ts'
import { linksOfConversation } from '../sql/state.ts'
import { ownSeat } from '../sql/dialect.ts'
import { accessTo, hiddenTo } from './conditions.ts'

const seatFrom = briefColumns.conversation.length
const textFrom = seatFrom + briefColumns.seat.length

const oneOf = 'colloquy_conversation c'
const someOf = `json_each(@conversations) j
cross join colloquy_conversation c on c.tenant = @tenant and c.conversation = j.value`

/** Conversations with the viewer's own seat, the subject line and the text of the last message that the viewer sees. */
const summarySql = (viewer: Viewer, from: string, test: string): string => {
  const [n, last] = viewer.side === 'staff' ? ['n', 'c.last_staff_n'] : ['customer_n', 'c.last_customer_n']
  return `select ${selectedBriefly('conversation', 'c')}, ${selectedBriefly('seat', 's')},
  (select se.personal ->> '$.subject' from colloquy_event se where se.tenant = c.tenant
    and se.conversation = c.conversation and se.reader = '' and se.version = c.subject_version),
  (select be.personal ->> '$.body' from colloquy_message lm cross join colloquy_event be
    on be.tenant = lm.tenant and be.conversation = lm.conversation and be.reader = '' and be.version = lm.body_version
    where lm.tenant = c.tenant and lm.conversation = c.conversation and lm.${n} = ${last} and ${last} > ${hiddenTo})
from ${from} ${ownSeat}
where ${test}`
}

const ofOne = remembered((viewer: Viewer) =>
  summarySql(viewer, oneOf, `c.tenant = @tenant and c.conversation = @conversation and ${accessTo(viewer)}`),
)
const ofSome = remembered((viewer: Viewer) => summarySql(viewer, someOf, accessTo(viewer)))
const ofKnown = remembered((viewer: Viewer) => summarySql(viewer, someOf, 'true'))

/** Summaries of conversations by id; the caller has checked access. */
export const summariesOf = (
  connection: Connection,
  viewer: Viewer,
  ids: ReadonlyArray<ConversationId>,
): ReadonlyMap<ConversationId, Summary> => {
  if (ids.length === 0) return new Map()
  const { tenant, who } = viewer
  const values = { tenant, side: who.side, actor: who.id, conversations: JSON.stringify(ids) }
  return summariesIn(connection, viewer, ofKnown(viewer), values)
}

/** Summaries of conversations by id, without those the viewer may not see. */
export const visibleSummaries = (
  connection: Connection,
  viewer: Viewer,
  ids: ReadonlyArray<ConversationId>,
): ReadonlyMap<ConversationId, Summary> => {
  const [id, ...others] = ids
  if (id === undefined) return new Map()
  const [sql, which] =
    others.length === 0
      ? [ofOne(viewer), { conversation: id }]
      : [ofSome(viewer), { conversations: JSON.stringify(ids) }]
  return summariesIn(connection, viewer, sql, { ...viewerValues(viewer), ...which })
}

/** One statement for a whole page: one for each row took six times as long. */
const summariesIn = (
  connection: Connection,
  viewer: Viewer,
  sql: string,
  values: Parameters,
): ReadonlyMap<ConversationId, Summary> => {
  const found = connection
    .raw(sql)
    .all(values)
    .map((row) => ({
      conversation: briefAt('conversation', row),
      seat: row[seatFrom] === null ? null : briefAt('seat', row, seatFrom),
      subject: textOrNull(row[textFrom]),
      preview: textOrNull(row[textFrom + 1]),
    }))
  const rows = found.map(({ conversation }) => conversation)
  const links = linksFor(connection, viewer, rows)
  const assignees = assigneeSeats(connection, viewer, rows)
  return new Map(
    found.map(({ conversation, seat, subject, preview }) => {
      const id = conversation.conversation
      const assignee =
        viewer.side === 'staff' && conversation.assignee === viewer.who.id ? seat : assignees.get(id)
      return [
        id,
        summaryOf({
          conversation,
          subject,
          links: links.get(id) ?? [],
          seat,
          preview,
          assigneeUnread: unread(conversation, assignee ?? null),
        }),
      ]
    }),
  )
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

type Row = Summary['conversation']

/** The links of some conversations, by type and id; parameters: their ids as JSON, and the tenant. */
const linksAmong = `select ${selected('link', 'l')} from json_each(?) j
cross join ${linksOfConversation} on l.tenant = ? and l.conversation = j.value order by l.type, l.record`

const linksFor = (
  connection: Connection,
  viewer: Viewer,
  rows: ReadonlyArray<Row>,
): ReadonlyMap<ConversationId, ReadonlyArray<LinkRow>> => {
  const found = new Map<ConversationId, Array<LinkRow>>()
  const linked = rows.filter(({ links }) => links > 0).map(({ conversation }) => conversation)
  if (linked.length === 0) return found
  for (const row of connection.raw(linksAmong).all(JSON.stringify(linked), viewer.tenant)) {
    const link = rowAt('link', row)
    if (viewer.side === 'customer' && !link.customerVisible) continue
    const own = found.get(link.conversation)
    if (own === undefined) found.set(link.conversation, [link])
    else own.push(link)
  }
  return found
}

/** The seats of staff; parameters: pairs of conversation and staff id as JSON, and the tenant. */
const assigneesAmong = `select ${selectedBriefly('seat', 's')} from json_each(?) j
cross join colloquy_seat s on s.tenant = ? and s.conversation = j.value ->> 0 and s.side = 'staff' and s.actor = j.value ->> 1`

/** The seats of other assignees; none for customers, who may not see whether there is an assignee. */
const assigneeSeats = (
  connection: Connection,
  viewer: Viewer,
  rows: ReadonlyArray<Row>,
): ReadonlyMap<ConversationId, SeatBrief> => {
  if (viewer.side === 'customer') return new Map()
  const others = rows.flatMap(({ conversation, assignee }) =>
    assignee === null || assignee === viewer.who.id ? [] : [[conversation, assignee]],
  )
  if (others.length === 0) return new Map()
  return new Map(
    connection
      .raw(assigneesAmong)
      .all(JSON.stringify(others), viewer.tenant)
      .map((row) => {
        const seat = briefAt('seat', row)
        return [seat.conversation, seat]
      }),
  )
}
