import type { Side } from '../../conversation/Actor.ts'
import { sameWho } from '../../conversation/Actor.ts'
import type { RecordRef } from '../../conversation/Ids.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import { hiddenTo, ordinalOf } from '../../conversation/State.ts'
import type { Database, StoredStream } from '../rows/Database.ts'
import { followsRecord } from '../rows/Database.ts'
import type { ConversationRow, LinkRow, MessageRow, SeatRow } from '../rows/Tables.ts'
import { canSee, conversationIn, latestOpenIn, seatIn, seesLink } from './access.ts'
import type { Viewer } from './Viewer.ts'

/**
 * A conversation as seen by a viewer with access. Every definition of a query takes a `Sight`, so that nothing can be
 * counted, sorted or matched before its access check.
 */
export type Sight = {
  readonly viewer: Viewer
  readonly stream: StoredStream
  readonly row: ConversationRow
  /** The viewer's own seat. */
  readonly seat: SeatRow | null
  /** The links that the viewer sees, by type and id. */
  readonly links: ReadonlyArray<LinkRow>
  /** Whether the viewer follows a record. */
  readonly follows: (record: RecordRef) => boolean
}

/** Makes the sights of a viewer; null without access. */
export const sightsOf = (viewer: Viewer, database: Database): ((stream: StoredStream) => Sight | null) => {
  const latestOpen = latestOpenIn(viewer, database)
  return (stream) => {
    const row = conversationIn(stream.rows)
    if (row === null || !canSee(viewer, stream.rows, latestOpen)) return null
    return {
      viewer,
      stream,
      row,
      seat: seatIn(stream.rows, viewer),
      links: stream.rows.link.filter((link) => seesLink(link, viewer.side)),
      follows: (record) => followsRecord(database, viewer.tenant, record, viewer.who),
    }
  }
}

/** Whether the viewer sees a message, or the tombstone of a removed one. */
export const seesMessage = (message: MessageRow, sight: Sight): boolean => {
  const ordinal = ordinalOf(message, sight.viewer.side)
  return ordinal !== null && ordinal > hiddenTo(sight.seat)
}

/** The messages that a viewer sees, in the order of the viewer's side. */
export const messagesFor = (sight: Sight): ReadonlyArray<MessageRow> => {
  const seen = sight.stream.rows.message.filter((message) => seesMessage(message, sight))
  if (sight.viewer.side === 'staff') return seen
  return seen.toSorted((a, b) => (a.customerN ?? 0) - (b.customerN ?? 0))
}

/** An event's ordinal for a side: the version, or for customers the ordinal among what they may see. */
export const versionFor = (
  of: { readonly version: number; readonly customerVersion: number | null },
  side: Side,
): number | null => (side === 'staff' ? of.version : of.customerVersion)

/** Whether a viewer sees an event: of the conversation, or of their own reading. */
export const seesEvent = (event: Recorded, viewer: Viewer): boolean => {
  if (event.reader !== null) return event.reader.side === viewer.who.side && event.reader.id === viewer.who.id
  return versionFor(event, viewer.side) !== null
}

/**
 * The viewer began or ceased to follow the conversation: it changes their own row, though the event is visible to staff
 * only.
 */
export const isOwnFollowing = ({ event }: Recorded, { who }: Viewer): boolean =>
  (event.type === 'conversation-followed' || event.type === 'conversation-unfollowed') &&
  sameWho(event.who, who)

/** Whether the conversation is in the view `mine`: by membership, or by following a linked record. */
export const isMine = (sight: Sight): boolean => sight.seat?.member === true || followsLinked(sight)

/** Whether the viewer follows a linked record. */
export const followsLinked = (sight: Sight): boolean =>
  sight.links.some((link) => sight.follows({ type: link.type, id: link.record }))
