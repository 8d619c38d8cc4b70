import type { From, Query, Viewer } from '@colloquy/core/storage'
import { hasAccess } from '../access.ts'
import type { Message } from '../Message.ts'
import { isOwn, seenAt } from '../Message.ts'
import { keyOf } from '../Person.ts'
import { personOf, visibleTo } from '../readState.ts'
import type { Story } from '../Story.ts'
import { inOrder } from '../Story.ts'
import type { Telling } from '../tell.ts'
import { summaryOf } from './summaryOf.ts'

type Timeline = Extract<Query, { _tag: 'Timeline' }>

export const timelineOf = (query: Timeline, viewer: Viewer, telling: Telling) => {
  const story = telling.stories.get(query.conversation)
  if (story === undefined || !hasAccess(story, viewer, telling)) return null
  const visible = visibleTo(story, viewer.who)
  const asked = visible.filter(
    (message) => query.only === null || (message.published === null) === (query.only === 'internal'),
  )
  const { from } = query
  if (from !== 'end' && 'around' in from && !visible.some(({ id }) => id === from.around)) return null
  const page = pageOf(asked, query, inOrder(story, viewer.side))
  return {
    summary: summaryOf(story, viewer),
    messages: asked.slice(page.start, page.end).map((message) => shown(message, story, viewer)),
    older: page.start > 0,
    newer: page.end < asked.length,
    events: query.events ? eventsBeside(asked, page, story, viewer) : [],
  }
}

type Page = { readonly start: number; readonly end: number }

/** The range of the page among the filtered messages. Cursors count all messages of the side. */
const pageOf = (
  asked: ReadonlyArray<Message>,
  { from, limit }: { readonly from: From; readonly limit: number },
  all: ReadonlyArray<Message>,
): Page => {
  const upTo = (end: number): Page => ({ start: Math.max(0, end - limit), end })
  const startingAt = (start: number): Page => ({ start, end: Math.min(start + limit, asked.length) })
  const place = (message: Message): number => all.indexOf(message) + 1
  const before = (n: number): number => asked.filter((message) => place(message) < n).length
  if (from === 'end') return upTo(asked.length)
  if ('before' in from) return upTo(before(from.before))
  if ('after' in from) return startingAt(before(from.after + 1))
  const middle = before(all.findIndex(({ id }) => id === from.around) + 1)
  return startingAt(Math.max(0, Math.min(middle - Math.floor(limit / 2), asked.length - limit)))
}

const ofMessages = new Set(['message-posted', 'message-edited', 'message-removed', 'message-published'])

/** The other events between the page before and the page after. */
const eventsBeside = (asked: ReadonlyArray<Message>, page: Page, story: Story, viewer: Viewer) => {
  const { side } = viewer
  const at = (message: Message | undefined): number =>
    message === undefined ? 0 : (seenAt(message, side) ?? 0)
  const visible = visibleTo(story, viewer.who)
  const hidden = inOrder(story, side).filter((message) => !visible.includes(message))
  const since = Math.max(at(asked[page.start - 1]), ...hidden.map(at))
  const until = page.end < asked.length ? at(asked[page.end - 1]) : Number.POSITIVE_INFINITY
  return story.events
    .filter(
      ({ event, version, customerVersion }) =>
        !ofMessages.has(event.type) &&
        (side === 'staff' || customerVersion !== null) &&
        version > since &&
        version <= until,
    )
    .map(({ event, version }) => [event.type, version])
}

const shown = (message: Message, story: Story, viewer: Viewer) => {
  const quoted = visibleTo(story, viewer.who).find(({ id }) => id === message.replyTo)
  return {
    id: message.id,
    author: keyOf(message.author),
    actor: keyOf(message.actor),
    own: isOwn(message, viewer.who),
    visibility: message.published === null ? 'internal' : 'public',
    removed: message.removed,
    body: message.body,
    at: message.posted.at,
    publicAt: message.published?.at ?? null,
    editedAt: message.editedAt,
    publicEditedAt: message.publicEditedAt,
    authorName: personOf(story, message.author)?.contact?.name ?? null,
    replyTo: quoted?.id ?? null,
  }
}
