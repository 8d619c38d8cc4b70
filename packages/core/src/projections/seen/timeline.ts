import { isMessageEvent } from '../../conversation/Event.ts'
import type { MessageId } from '../../conversation/Ids.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import { hiddenTo, ordinalOf } from '../../conversation/State.ts'
import { bodyAt, contactAt } from '../rows/Database.ts'
import type { MessageRow } from '../rows/Tables.ts'
import type { From, Message, Query, Timeline } from './Query.ts'
import { summary } from './summary.ts'
import { messagesFor, seesEvent, versionFor } from './visibility.ts'
import type { Sight } from './visibility.ts'

type TimelineQuery = Extract<Query, { _tag: 'Timeline' }>
/** A range of the messages that pass the filter; `end` is exclusive. */
type Page = { readonly start: number; readonly end: number }

/** The filter is applied before the limit, so that a page is short only where the messages end. */
const pageOf = (ordinals: ReadonlyArray<number>, from: From, anchor: number, limit: number): Page => {
  const all = ordinals.length
  const indexOf = (test: (ordinal: number) => boolean): number => {
    const index = ordinals.findIndex(test)
    return index === -1 ? all : index
  }
  if (from === 'end') return { start: Math.max(0, all - limit), end: all }
  if ('before' in from) {
    const end = indexOf((ordinal) => ordinal >= from.before)
    return { start: Math.max(0, end - limit), end }
  }
  if ('after' in from) {
    const start = indexOf((ordinal) => ordinal > from.after)
    return { start, end: Math.min(all, start + limit) }
  }
  const index = indexOf((ordinal) => ordinal >= anchor)
  const start = Math.max(0, Math.min(index - Math.floor(limit / 2), all - limit))
  return { start, end: Math.min(all, start + limit) }
}

/** A message with its texts, and with the quoted message if the viewer sees it. */
const messageOf = (row: MessageRow, seen: ReadonlySet<MessageId>, { stream }: Sight): Message => {
  const author = stream.rows.seat.find((seat) => seat.side === row.authorSide && seat.actor === row.author)
  return {
    row,
    body: bodyAt(stream, row.bodyVersion),
    authorName: contactAt(stream, author?.nameVersion ?? null)?.name ?? null,
    replyTo: row.replyTo !== null && seen.has(row.replyTo) ? row.replyTo : null,
  }
}

/**
 * The events of a page: after the message before it (or from the creation), up to its last message (or to the head). So
 * consecutive pages give each event once.
 */
const eventsOf = (
  all: ReadonlyArray<MessageRow>,
  { start, end }: Page,
  sight: Sight,
): ReadonlyArray<Recorded> => {
  const { viewer, stream, seat } = sight
  const { side } = viewer
  const place = (message: MessageRow | undefined): number =>
    message === undefined ? 0 : (versionFor(message, side) ?? 0)
  const hidden = stream.rows.message.findLast((message) => {
    const ordinal = ordinalOf(message, side)
    return ordinal !== null && ordinal === hiddenTo(seat)
  })
  const after = Math.max(place(all[start - 1]), place(hidden))
  const upTo = end < all.length ? place(all[end - 1]) : Number.POSITIVE_INFINITY
  return stream.log().filter((event) => {
    if (event.reader !== null || isMessageEvent(event.event) || !seesEvent(event, viewer)) return false
    const version = versionFor(event, side) ?? 0
    return version > after && version <= upTo
  })
}

/** A page of messages as the viewer sees them; null where it is around a message that the viewer does not see. */
export const timeline = (query: TimelineQuery, sight: Sight): Timeline | null => {
  const { from, only } = query
  const { side } = sight.viewer
  const seen = messagesFor(sight)
  const middle =
    from !== 'end' && 'around' in from ? seen.find((message) => message.id === from.around) : null
  if (middle === undefined) return null
  const all = only === null ? seen : seen.filter((message) => message.visibility === only)
  const anchor = middle === null ? 0 : (ordinalOf(middle, side) ?? 0)
  const page = pageOf(
    all.map((message) => ordinalOf(message, side) ?? 0),
    from,
    anchor,
    query.limit,
  )
  const known = new Set(seen.map((message) => message.id))
  return {
    summary: summary(sight),
    messages: all.slice(page.start, page.end).map((message) => messageOf(message, known, sight)),
    older: page.start > 0,
    newer: page.end < all.length,
    events: query.events ? eventsOf(all, page, sight) : [],
  }
}
