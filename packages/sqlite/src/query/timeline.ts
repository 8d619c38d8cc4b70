import {
  hiddenTo,
  type Message,
  ordinalColumn,
  type Query,
  type Recorded,
  recordedAt,
  tableColumns,
  type Timeline,
  type Viewer,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { rowAt } from '../rows.ts'
import { eventsBetween, messagesFrom, ordinalOf, placeNear, placeOf } from '../sql/timeline.ts'
import { visibleSummaries } from './summaries.ts'

type TimelineQuery = Extract<Query, { _tag: 'Timeline' }>
/** Who looks at what, as the statements need it. */
type TimelineContext = {
  readonly connection: Connection
  readonly query: TimelineQuery
  readonly viewer: Viewer
  readonly n: 'n' | 'customer_n'
  readonly values: { readonly [name: string]: string | number | null }
}
type Page = { readonly messages: ReadonlyArray<Message>; readonly older: boolean; readonly newer: boolean }

/**
 * A page of messages as the viewer sees them; null without access, or around a message that the viewer does not see.
 */
export const timeline = (connection: Connection, query: TimelineQuery, viewer: Viewer): Timeline | null => {
  const ids = [query.conversation]
  const summary = visibleSummaries(connection, viewer, ids).get(query.conversation)
  if (summary === undefined) return null
  const values = {
    tenant: viewer.tenant,
    conversation: query.conversation,
    hidden: hiddenTo(summary.seat),
    only: query.only,
  }
  const context: TimelineContext = { connection, query, viewer, n: ordinalColumn(viewer), values }
  const page = pageOf(context)
  if (page === null) return null
  return { summary, ...page, events: query.events ? eventsOf(context, page) : [] }
}

const pageOf = (context: TimelineContext): Page | null => {
  const { from, limit } = context.query
  if (from === 'end') {
    const found = messages(context, '<', Number.MAX_SAFE_INTEGER, limit + 1)
    return { messages: found.slice(0, limit).reverse(), older: found.length > limit, newer: false }
  }
  if ('before' in from) {
    const found = messages(context, '<', from.before, limit + 1)
    const newer = near(context, '>=', from.before) !== null
    return { messages: found.slice(0, limit).reverse(), older: found.length > limit, newer }
  }
  if ('after' in from) {
    const found = messages(context, '>', from.after, limit + 1)
    const older = near(context, '<=', from.after) !== null
    return { messages: found.slice(0, limit), older, newer: found.length > limit }
  }
  const anchor = around(context, from.around)
  if (anchor === null) return null
  const before = messages(context, '<', anchor, limit + 1)
  const since = messages(context, '>=', anchor, limit + 1)
  // Half of the page before; more where there are not enough messages after.
  const taken = Math.min(before.length, limit, Math.max(Math.floor(limit / 2), limit - since.length))
  const left = limit - taken
  return {
    messages: [...before.slice(0, taken).reverse(), ...since.slice(0, left)],
    older: before.length > taken,
    newer: since.length > left,
  }
}

const around = ({ connection, n, values }: TimelineContext, id: string): number | null => {
  const row = connection.raw(ordinalOf(n)).get({ ...values, id })
  return typeof row?.[0] === 'number' ? row[0] : null
}

const messages = (
  { connection, n, query, values }: TimelineContext,
  beyond: '<' | '>' | '>=',
  from: number,
  limit: number,
): Array<Message> => {
  const sql = messagesFrom(n, beyond, query.only !== null)
  return connection
    .raw(sql)
    .all({ ...values, from, limit })
    .map(messageAt)
}

const textFrom = tableColumns.message.length

const messageAt = (values: ReadonlyArray<unknown>): Message => {
  const row = rowAt('message', values)
  const [body, name, quotes] = values.slice(textFrom)
  return {
    row,
    body: typeof body === 'string' ? body : null,
    authorName: typeof name === 'string' ? name : null,
    replyTo: quotes === 1 ? row.replyTo : null,
  }
}

/** The version, for the viewer's side, of the nearest message on one side of an ordinal; null without one. */
const near = (
  { connection, n, query, values }: TimelineContext,
  beyond: '<' | '<=' | '>' | '>=',
  from: number,
): number | null => {
  const row = connection.raw(placeNear(n, beyond, query.only !== null)).get({ ...values, from })
  return typeof row?.[0] === 'number' ? row[0] : null
}

/**
 * The events of a page: after the message before it (or from the creation), up to its last message (or to the head). So
 * consecutive pages give each event once.
 */
const eventsOf = (context: TimelineContext, page: Page): ReadonlyArray<Recorded> => {
  const { connection, viewer, n, values, query } = context
  const { from } = query
  const staff = viewer.side === 'staff'
  const first = page.messages[0]
  const last = page.messages.at(-1)
  const ordinal = (message: Message): number => (staff ? message.row.n : (message.row.customerN ?? 0))
  const place = (message: Message): number =>
    staff ? message.row.version : (message.row.customerVersion ?? 0)
  const before =
    first !== undefined
      ? near(context, '<', ordinal(first))
      : from !== 'end' && 'after' in from
        ? near(context, '<=', from.after)
        : null
  const hidden = connection.raw(placeOf(n)).get(values)
  const after = Math.max(before ?? 0, Number(hidden?.[0] ?? 0))
  const upTo = page.newer ? (last === undefined ? 0 : place(last)) : Number.MAX_SAFE_INTEGER
  return connection
    .raw(eventsBetween(staff ? 'staff' : 'customer'))
    .all({ ...values, after, upTo })
    .map(recordedAt)
}
