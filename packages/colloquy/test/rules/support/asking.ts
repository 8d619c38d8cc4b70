import type { Session } from '../../../src/index.ts'
import type { CommandName } from '../../../src/session/commands/commands.ts'

/** What somebody came to know of a conversation while they could read it. */
export type Known = {
  readonly conversationId: string
  readonly messageId: string
  readonly readToken: string
  readonly cursor: string | null
  readonly version: string
  readonly changes: string | null
  readonly watchFrom: string | null
}

type Record = { readonly type: string; readonly id: string }
export const ticket: Record = { type: 'ticket', id: '1' }

/**
 * What each command is given on a conversation that somebody lost; null: it names none. Each name must be here, or
 * this does not compile.
 */
export const commandInputs: {
  readonly [N in CommandName]: ((known: Known) => object) | null
} = {
  // They name no conversation that is there; an id of one's own for a new one is another matter.
  start: null,
  followRecord: null,
  unfollowRecord: null,
  post: ({ messageId }) => ({ body: 'again', replyTo: messageId, seenUpTo: messageId, confirmPublic: true }),
  edit: ({ messageId }) => ({ messageId, body: 'again' }),
  remove: ({ messageId }) => ({ messageId }),
  publish: ({ messageId }) => ({ messageId }),
  link: () => ({ record: ticket }),
  unlink: () => ({ record: ticket }),
  join: () => ({}),
  leave: () => ({}),
  follow: () => ({}),
  unfollow: () => ({}),
  mute: () => ({}),
  unmute: () => ({}),
  assign: () => ({ to: { staff: 'vic' } }),
  transfer: () => ({ to: { queue: 'sales' } }),
  setOwner: () => ({ to: 'vic' }),
  pick: () => ({}),
  release: () => ({}),
  close: () => ({}),
  reopen: () => ({}),
  lock: () => ({}),
  unlock: () => ({}),
  markNoReplyNeeded: () => ({}),
  rename: () => ({ subject: 'again' }),
  label: () => ({ label: 'again' }),
  unlabel: () => ({ label: 'again' }),
  setAttributes: () => ({ attributes: { again: true } }),
  setType: () => ({ type: 'customer' }),
  removeConversation: () => ({}),
  markRead: ({ messageId }) => ({ upTo: messageId }),
  markUnread: ({ messageId }) => ({ from: messageId }),
  markReadFor: ({ messageId }) => ({ participant: 'anna', confirm: true, upTo: messageId }),
  markUnreadFor: ({ messageId }) => ({ participant: 'anna', confirm: true, from: messageId }),
}

type QueryName = Exclude<keyof Session['try'], CommandName>
type Asked = Promise<unknown> | ReadonlyArray<Promise<unknown>>

/** Every query, by a conversation's id and by what was known of it, and how it is asked; each name must be here. */
export const queries: { readonly [N in QueryName]: (asking: Session['try'], known: Known) => Asked } = {
  conversation: (asking, { conversationId }) => [
    asking.conversation(conversationId),
    asking.conversation(conversationId, { asOf: 0 }),
  ],
  conversations: (asking, { conversationId }) => asking.conversations([conversationId]),
  timeline: (asking, { conversationId, messageId, cursor }) => [
    asking.timeline(conversationId, { events: true, limit: 200 }),
    asking.timeline(conversationId, { around: messageId }),
    asking.timeline(conversationId, { before: cursor }),
    asking.timeline(conversationId, { after: cursor }),
    asking.timeline(conversationId, { asOf: 0 }),
    asking.timeline(conversationId, { visibility: 'internal' }),
  ],
  inbox: (asking, { changes, watchFrom }) => [
    asking.inbox({ view: 'all', limit: 200 }),
    asking.inbox({ view: 'mine', limit: 200 }),
    asking.inbox({ view: 'unread', limit: 200 }),
    asking.inbox({ view: 'all', changedSince: changes }),
    asking.inbox({ view: 'all', changedSince: watchFrom }),
  ],
  indicator: (asking) => asking.indicator(),
  unread: (asking, { conversationId }) => asking.unread(conversationId),
  forRecord: (asking) => asking.forRecord(ticket),
  forCustomer: (asking) => asking.forCustomer('cleo'),
  countsFor: (asking) => asking.countsFor([ticket]),
  unansweredRecords: (asking) => asking.unansweredRecords(),
  search: (asking) => [asking.search({ text: 'walrus' }), asking.search({ participant: 'cleo' })],
  participants: (asking, { conversationId }) => asking.participants(conversationId),
  audit: (asking, { conversationId }) => asking.audit(conversationId),
  can: (asking, { conversationId }) => asking.can('post', conversationId),
}
