import type { ConversationId, Recorded, Rows, Viewer } from '@colloquy/core/storage'
import type { Event, Taken } from '@colloquy/core/engine'
import { canSeeDirectly, conversationIn, sameWho, traitsOf } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { SharedQueries, Stored } from './SharedQueries.ts'

/**
 * A conversation that a viewer can't see any more. `taken`: the viewer's own way of seeing it was taken away, rather
 * than that it went its way at a busy desk: it was picked, queued, re-opened, or a later conversation was closed.
 */
export type Loss = { readonly conversation: ConversationId; readonly taken: boolean }

/** How an event may end a viewer's access to anything; null where it can't. */
export const mayEnd = (event: Event, viewer: Viewer): Taken['how'] | null => {
  const taken = traitsOf(event).takesAway(event)
  if (taken === null) return null
  const { from, how } = taken
  const isTheirs =
    typeof from === 'string' ? from === 'all' || from === viewer.side : sameWho(from, viewer.who)
  return isTheirs ? how : null
}

/**
 * What an event took from a viewer: those that they saw only because they could see this one, then the conversation
 * itself, where they saw it before and do not now.
 */
export const lossesBy = async (
  recorded: Recorded,
  ends: Taken['how'],
  viewer: Viewer,
  sees: boolean,
  queries: SharedQueries,
): Stored<ReadonlyArray<Loss>> => {
  const { conversation } = recorded
  const saw = ends !== 'earlier' && !sees ? await sawBefore(recorded, viewer, queries) : E.right(false)
  if (E.isLeft(saw)) return saw
  const earlier = await throughIt(recorded, viewer, queries)
  if (E.isLeft(earlier)) return earlier
  return E.right([
    ...earlier.right.map((each) => ({ conversation: each, taken: false })),
    ...(saw.right ? [{ conversation, taken: ends === 'taken' }] : []),
  ])
}

const sawBefore = async (recorded: Recorded, viewer: Viewer, queries: SharedQueries): Stored<boolean> => {
  const { event } = recorded
  if (event.type === 'conversation-assigned' && event.from === null && !viewer.customerHistory) {
    // Assignments are frequent, and the queue is enough to decide: the conversation's past is not read.
    if (viewer.queues.length === 0) return E.right(false)
    const header = await queries.header(recorded)
    if (E.isLeft(header)) return header
    const queue = header.right?.queue ?? null
    return E.right(queue !== null && viewer.queues.includes(queue))
  }
  const before = await queries.before(recorded)
  if (E.isLeft(before)) return before
  if (canSeeDirectly(viewer, before.right)) return E.right(true)
  return sawThroughLater(recorded, before.right, viewer, queries)
}

/** Whether they saw it by a later, open conversation of its customer. */
const sawThroughLater = async (
  recorded: Recorded,
  before: Rows,
  viewer: Viewer,
  queries: SharedQueries,
): Stored<boolean> => {
  const row = conversationIn(before)
  if (!viewer.customerHistory || row === null || row.customer === null || row.status === 'removed')
    return E.right(false)
  const open = await queries.ofCustomer(recorded, row.customer, { ...viewer, customerHistory: false })
  if (E.isLeft(open)) return open
  return E.right(open.right.some(({ status, createdAt }) => status === 'open' && createdAt > row.createdAt))
}

/** The earlier conversations of its customer that the viewer saw by this one, and sees by none now. */
const throughIt = async (
  recorded: Recorded,
  viewer: Viewer,
  queries: SharedQueries,
): Stored<ReadonlyArray<ConversationId>> => {
  if (!viewer.customerHistory || viewer.viewAll) return E.right([])
  const header = await queries.header(recorded)
  if (E.isLeft(header)) return header
  // Who it is of never changes; what was removed shows it only in its past.
  const known = header.right === null ? await queries.before(recorded) : null
  if (known !== null && E.isLeft(known)) return known
  const row = header.right ?? (known === null ? null : conversationIn(known.right))
  if (row === null || row.customer === null) return E.right([])
  const now = await queries.ofCustomer(recorded, row.customer, viewer)
  if (E.isLeft(now)) return now
  const all = await queries.ofCustomer(recorded, row.customer, null)
  if (E.isLeft(all)) return all
  const seen = new Set(now.right.map(({ conversation }) => conversation))
  const unseen = all.right.filter(
    ({ conversation, createdAt }) => createdAt < row.createdAt && !seen.has(conversation),
  )
  if (unseen.length === 0) return E.right([])
  const before = await queries.before(recorded)
  if (E.isLeft(before)) return before
  if (conversationIn(before.right)?.status !== 'open' || !canSeeDirectly(viewer, before.right))
    return E.right([])
  return E.right(unseen.map(({ conversation }) => conversation))
}
