import type { ActorId, RecordRef, Time } from '../../conversation/Ids.ts'
import type { Database, StoredStream } from '../rows/Database.ts'
import type { ConversationRow, LinkRow, Rows, SeatRow } from '../rows/Tables.ts'
import type { Viewer } from './Viewer.ts'

/** The conversation's row; null for a record's stream, or where there is no conversation. */
export const conversationIn = (rows: Rows): ConversationRow | null => rows.conversation[0] ?? null

/** The viewer's own seat. */
export const seatIn = (rows: Rows, viewer: Viewer): SeatRow | null =>
  rows.seat.find((seat) => seat.side === viewer.who.side && seat.actor === viewer.who.id) ?? null

/** Whether a side sees a link: staff see all, customers those to records shown to customers. */
export const seesLink = (link: LinkRow, side: Viewer['side']): boolean =>
  side === 'staff' || link.customerVisible

export const isLinkTo = (link: LinkRow, record: RecordRef): boolean =>
  link.type === record.type && link.record === record.id

/** A record granted to the viewer is linked by a link that the viewer's side sees. */
const granted = (rows: Rows, viewer: Viewer): boolean =>
  rows.link.some(
    (link) => seesLink(link, viewer.side) && viewer.records.some((record) => isLinkTo(link, record)),
  )

const isWaiting = (row: ConversationRow): boolean =>
  row.status === 'open' && row.queue !== null && row.assignee === null

/** Access by every rule except `view.customerHistory`. */
export const canSeeDirectly = (viewer: Viewer, rows: Rows): boolean => {
  const row = conversationIn(rows)
  if (row === null || row.tenant !== viewer.tenant || row.status === 'removed') return false
  const seat = seatIn(rows, viewer)
  if (viewer.side === 'customer') {
    return row.type === 'customer' && (seat?.member === true || granted(rows, viewer))
  }
  const served = row.queue !== null && viewer.queues.includes(row.queue)
  return (
    viewer.viewAll ||
    seat?.member === true ||
    (served && (isWaiting(row) || row.status === 'closed')) ||
    (row.status === 'closed' && seat?.wasAssigned === true) ||
    (viewer.fromCustomers && row.type === 'customer') ||
    granted(rows, viewer)
  )
}

/**
 * Whether a viewer may see a conversation; without access it must look as if it did not exist. `latestOpen`: the
 * creation time of the newest open conversation of a customer that the viewer sees directly.
 */
export const canSee = (
  viewer: Viewer,
  rows: Rows,
  latestOpen: (customer: ActorId) => Time | null,
): boolean => {
  if (canSeeDirectly(viewer, rows)) return true
  const row = conversationIn(rows)
  if (row === null || row.tenant !== viewer.tenant || row.status === 'removed') return false
  if (viewer.side === 'customer' || !viewer.customerHistory || row.customer === null) return false
  const latest = latestOpen(row.customer)
  return latest !== null && latest > row.createdAt
}

/** The creation time of the newest open conversation of these that the viewer sees directly. */
export const latestOpenOf = (viewer: Viewer, streams: Iterable<StoredStream>): Time | null => {
  let latest: Time | null = null
  for (const { rows } of streams) {
    const row = conversationIn(rows)
    if (row === null || row.status !== 'open' || (latest !== null && row.createdAt <= latest)) continue
    if (canSeeDirectly(viewer, rows)) latest = row.createdAt
  }
  return latest
}

/** The third argument of `canSee` from a database, cached per customer. */
export const latestOpenIn = (viewer: Viewer, database: Database): ((customer: ActorId) => Time | null) => {
  const known = new Map<ActorId, Time | null>()
  return (customer) => {
    const before = known.get(customer)
    if (before !== undefined) return before
    const latest = latestOpenOf(viewer, database.ofCustomer(viewer.tenant, customer))
    known.set(customer, latest)
    return latest
  }
}
