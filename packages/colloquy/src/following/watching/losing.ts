import type { ConversationId, Recorded, Rows, Viewer } from '@colloquy/core/storage'
import type { Event, Taken } from '@colloquy/core/engine'
import { canSeeDirectly, conversationIn, traitsOf, sameWho } from '@colloquy/core/engine'
import type { Glance } from './Glance.ts'

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
  glance: Glance,
): Promise<ReadonlyArray<Loss>> => {
  const { conversation } = recorded
  const itself = ends !== 'earlier' && !sees && (await sawBefore(recorded, viewer, glance))
  const earlier = await throughIt(recorded, viewer, glance)
  return [
    ...earlier.map((each) => ({ conversation: each, taken: false })),
    ...(itself ? [{ conversation, taken: ends === 'taken' }] : []),
  ]
}

const sawBefore = async (recorded: Recorded, viewer: Viewer, glance: Glance): Promise<boolean> => {
  const { event } = recorded
  if (event.type === 'conversation-assigned' && event.from === null && !viewer.customerHistory) {
    // All day long, and the queue tells: its whole past need not be read.
    if (viewer.queues.length === 0) return false
    const queue = (await glance.header(recorded))?.queue ?? null
    return queue !== null && viewer.queues.includes(queue)
  }
  const before = await glance.before(recorded)
  return canSeeDirectly(viewer, before) || (await sawThroughLater(recorded, before, viewer, glance))
}

/** Whether they saw it by a later, open conversation of its customer. */
const sawThroughLater = async (
  recorded: Recorded,
  before: Rows,
  viewer: Viewer,
  glance: Glance,
): Promise<boolean> => {
  const row = conversationIn(before)
  if (!viewer.customerHistory || row === null || row.customer === null || row.status === 'removed')
    return false
  const open = await glance.ofCustomer(recorded, row.customer, { ...viewer, customerHistory: false })
  return open.some(({ status, createdAt }) => status === 'open' && createdAt > row.createdAt)
}

/** The earlier conversations of its customer that the viewer saw by this one, and sees by none now. */
const throughIt = async (
  recorded: Recorded,
  viewer: Viewer,
  glance: Glance,
): Promise<ReadonlyArray<ConversationId>> => {
  if (!viewer.customerHistory || viewer.viewAll) return []
  const now = await glance.header(recorded)
  // Who it is of never changes; what was removed shows it only in its past.
  const row = now ?? conversationIn(await glance.before(recorded))
  if (row === null || row.customer === null) return []
  const seen = new Set(
    (await glance.ofCustomer(recorded, row.customer, viewer)).map(({ conversation }) => conversation),
  )
  const unseen = (await glance.ofCustomer(recorded, row.customer, null)).filter(
    ({ conversation, createdAt }) => createdAt < row.createdAt && !seen.has(conversation),
  )
  if (unseen.length === 0) return []
  const before = await glance.before(recorded)
  if (conversationIn(before)?.status !== 'open' || !canSeeDirectly(viewer, before)) return []
  return unseen.map(({ conversation }) => conversation)
}
