import type { ConversationId, EventType, Facts, Recorded, Rows, Viewer, Who } from '@colloquy/core'
import { canSeeDirectly, conversationIn, sameWho } from '@colloquy/core'
import type { Glance } from './Glance.ts'

/**
 * A conversation that a viewer can't see any more. `taken`: the viewer's own way of seeing it was taken away, rather
 * than that it went its way at a busy desk: it was picked, queued, re-opened, or a later conversation was closed.
 */
export type Loss = { readonly conversation: ConversationId; readonly taken: boolean }

/** `earlier`: only what was seen by this one. */
type Ends = 'no' | 'taken' | 'goes its way' | 'earlier'
type Ending = (viewer: Viewer) => Ends
type Fact<T> = Extract<Facts, { readonly type: T }>

const never = (): Ending => () => 'no'
const always = (): Ending => () => 'taken'
const takenFrom =
  (who: Who): Ending =>
  (viewer) =>
    sameWho(who, viewer.who) ? 'taken' : 'no'
const fromStaff = (id: Who['id']): Ending => takenFrom({ side: 'staff', id })
const forStaff =
  (ends: Ends): Ending =>
  (viewer) =>
    viewer.side === 'staff' ? ends : 'no'

/**
 * Whose access an event may end, and how; whether it did is looked at. Each way of having access (`canSee`) ends by
 * one of these: a seat by leaving, unfollowing, releasing and assigning; a queue by picking and queueing; having
 * handled it by re-opening; a granted record by unlinking; the type by setting it; a later conversation by closing it,
 * or by whatever ends the access to that; all of them by removal.
 */
const endings: { readonly [T in EventType]: (fact: Fact<T>) => Ending } = {
  'participant-left': ({ who }) => takenFrom(who),
  'conversation-unfollowed': ({ who }) => takenFrom(who),
  'conversation-released': ({ from }) => fromStaff(from),
  'conversation-assigned': ({ from }) => (from === null ? forStaff('goes its way') : fromStaff(from)),
  'conversation-queued': () => forStaff('goes its way'),
  'conversation-reopened': () => forStaff('goes its way'),
  'conversation-closed': () => forStaff('earlier'),
  'conversation-removed': always,
  'conversation-type-set': ({ conversationType }) => (conversationType === 'internal' ? always() : never()),
  'context-unlinked': ({ customerVisible }) => (customerVisible ? always() : forStaff('taken')),
  'conversation-created': never,
  'participant-joined': never,
  'conversation-followed': never,
  'message-posted': never,
  'message-edited': never,
  'message-removed': never,
  'message-published': never,
  'context-linked': never,
  'conversation-labelled': never,
  'conversation-unlabelled': never,
  'conversation-locked': never,
  'conversation-unlocked': never,
  'conversation-renamed': never,
  'attributes-set': never,
  'no-reply-needed': never,
  'conversation-forked': never,
  'content-erased': never,
  'read-up-to': never,
  'unread-flag-cleared': never,
  'marked-unread': never,
  'cursor-placed': never,
  'conversation-muted': never,
  'conversation-unmuted': never,
  'record-followed': never,
  'record-unfollowed': never,
}

/** Whether and how an event may end a viewer's access to anything. */
export const mayEnd = (event: Facts, viewer: Viewer): Ends => {
  // Which of the functions fits is known by the type; the compiler can't follow a union that far.
  const ending = endings[event.type] as (fact: Facts) => Ending
  return ending(event)(viewer)
}

/**
 * What an event took from a viewer: those that they saw only because they could see this one, then the conversation
 * itself, where they saw it before and do not now.
 */
export const lossesBy = async (
  recorded: Recorded,
  ends: Exclude<Ends, 'no'>,
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
