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
 * A conversation before the eyes of somebody who may see it. Every definition of what a query answers takes
 * one, so that nothing can be counted, sorted or matched before it is known to be theirs to see.
 */
export type Sight = {
  readonly viewer: Viewer
  readonly stream: StoredStream
  readonly row: ConversationRow
  /** The viewer's own seat. */
  readonly seat: SeatRow | null
  /** The links the viewer sees, by type and id. */
  readonly links: ReadonlyArray<LinkRow>
  /** Whether the viewer follows a record. */
  readonly follows: (record: RecordRef) => boolean
}

/** Shows a viewer's conversations of a database; null for what they may not see. */
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

/** Whether the viewer sees a message's place; of a removed one that is all they see. */
export const seesMessage = (message: MessageRow, sight: Sight): boolean => {
  const ordinal = ordinalOf(message, sight.viewer.side)
  return ordinal !== null && ordinal > hiddenTo(sight.seat)
}

/** The messages a viewer sees, ascending as they see them. */
export const messagesFor = (sight: Sight): ReadonlyArray<MessageRow> => {
  const seen = sight.stream.rows.message.filter((message) => seesMessage(message, sight))
  if (sight.viewer.side === 'staff') return seen
  return seen.toSorted((a, b) => (a.customerN ?? 0) - (b.customerN ?? 0))
}

/** An event's place as a side counts: versions, or for customers the ordinals of what they may see. */
export const versionFor = (
  of: { readonly version: number; readonly customerVersion: number | null },
  side: Side,
): number | null => (side === 'staff' ? of.version : of.customerVersion)

/** Whether a viewer sees that something happened: in the conversation, or in their own reading. */
export const seesEvent = (event: Recorded, viewer: Viewer): boolean => {
  if (event.reader !== null) return event.reader.side === viewer.who.side && event.reader.id === viewer.who.id
  return versionFor(event, viewer.side) !== null
}

/** Somebody began or ceased to follow the conversation: their own row tells it, though the event is staff's to see. */
export const isOwnFollowing = ({ event }: Recorded, { who }: Viewer): boolean =>
  (event.type === 'conversation-followed' || event.type === 'conversation-unfollowed') &&
  sameWho(event.who, who)

/** By anybody's own doing in it, or because they follow a record linked to it. */
export const isMine = (sight: Sight): boolean => sight.seat?.member === true || followsLinked(sight)

/** Whether the viewer follows a record linked to it. */
export const followsLinked = (sight: Sight): boolean =>
  sight.links.some((link) => sight.follows({ type: link.type, id: link.record }))
