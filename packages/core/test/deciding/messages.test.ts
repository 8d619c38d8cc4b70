import type { ConversationId, Time } from '../../src/conversation/Ids.ts'
import {
  confirmationRequired,
  conversationClosed,
  conversationLocked,
  duplicateId,
  forbidden,
  notFound,
  postAsForbidden,
  visibilityExceedsConversation,
} from '../../src/conversation/Rejection.ts'
import {
  anna,
  Anna,
  Bert,
  cleo,
  Cleo,
  closed,
  created,
  decides,
  draft,
  invalid,
  joined,
  locked,
  message,
  policies,
  said,
  system,
  told,
  wants,
} from './given.ts'

const forkId = 'c2' as ConversationId
const posts = (id: string, other: Parameters<typeof draft>[1] = {}) =>
  ({ _tag: 'PostMessage', forkId, ...draft(id, other) }) as const
const writer = anna('post.public', 'post.internal')
const talk = [created(), joined(cleo), said(cleo, 'm1')]
const note = said(anna(), 'n1', { visibility: 'internal' })
const internal = created({ conversationType: 'internal', initiator: Anna, customer: null, concerns: Anna })
const replies = (reply: 'reject' | 'fork') => ({
  policies: policies({ replyToClosed: { customer: reply, staff: reply } }),
})
const forked = told(system, { type: 'conversation-forked', to: forkId })
const edits = (by: typeof cleo, id: string, mentions: ReadonlyArray<typeof Bert.id> = []) =>
  wants(by, { _tag: 'EditMessage', messageId: message(id), body: 'other', mentions, confirmPublic: false })
const editor = anna('message.editOwn', 'post.public')
const closedFast = { policies: policies({ changeWhenClosed: 'reject' }) }

decides({
  'post: its author joins with the first': {
    given: talk,
    when: wants(writer, posts('m2')),
    comes: [
      { type: 'participant-joined', who: Anna, cause: 'post' },
      { type: 'message-posted', author: Anna, visibility: 'public', answers: true },
    ],
  },
  'post: it is the same message again, even of a locked conversation': {
    given: [...talk, closed, locked],
    when: wants(cleo, posts('m1')),
    comes: [],
  },
  'post: other content under its id': {
    given: talk,
    when: wants(cleo, posts('m1'), { hash: 'other' }),
    comes: duplicateId,
  },
  'post: the same content of another author': {
    given: talk,
    when: wants(writer, posts('m1')),
    comes: duplicateId,
  },
  'post: who may not write a note does not learn whether there is one': {
    given: [...talk, note],
    when: wants(anna('post.public'), posts('n1', { visibility: 'internal' })),
    comes: forbidden('post.internal'),
  },
  'post: nothing public into what is internal': {
    given: [internal],
    when: wants(writer, posts('m1', { visibility: 'public' })),
    comes: visibilityExceedsConversation,
  },
  'post: as somebody else': {
    given: talk,
    when: wants(writer, posts('m2', { as: Cleo })),
    comes: postAsForbidden,
  },
  'post: as the customer, with the capability': {
    given: talk,
    when: wants(anna('post.public', 'postAs.customer'), posts('m2', { as: Cleo })),
    comes: [{ type: 'message-posted', author: Cleo, answers: false }],
  },
  'post: a reply to what its author does not see': {
    given: [...talk, note],
    when: wants(cleo, posts('m2', { replyTo: message('n1') })),
    comes: invalid('replyTo'),
  },
  'post: in public after a note, staff confirm': {
    given: [...talk, note],
    when: wants(writer, posts('m2')),
    comes: confirmationRequired,
  },
  'post: and do so': {
    given: [...talk, joined(anna()), note],
    when: wants(writer, posts('m2', { confirmPublic: true })),
    comes: [{ type: 'message-posted' }],
  },
  'post: how far its author had seen': {
    given: [...talk, joined(anna()), said(cleo, 'm2')],
    when: wants(writer, posts('m3', { seenUpTo: message('m2') })),
    comes: [{ type: 'message-posted' }, { type: 'read-up-to', messageId: message('m2') }],
  },
  'post: and what they can’t have seen': {
    given: talk,
    when: wants(writer, posts('m2', { seenUpTo: message('other') })),
    comes: invalid('seenUpTo'),
  },
  'post: a locked conversation takes nothing': {
    given: [...talk, closed, locked],
    when: wants(cleo, posts('m2')),
    comes: conversationLocked,
  },
  'post: a reply opens a closed one again': {
    given: [...talk, closed],
    when: wants(cleo, posts('m2')),
    comes: [{ type: 'conversation-reopened', cause: 'reply', by: 'customer' }, { type: 'message-posted' }],
  },
  'post: or is refused, by policy': {
    given: [...talk, closed],
    when: wants(cleo, posts('m2'), replies('reject')),
    comes: conversationClosed,
  },
  'post: a note goes on': {
    given: [...talk, joined(anna()), closed],
    when: wants(writer, posts('n2', { visibility: 'internal' })),
    comes: [{ type: 'message-posted', visibility: 'internal' }],
  },
  'post: what is to begin another asks to see who is in it': {
    given: [...talk, closed],
    when: wants(cleo, posts('m2'), replies('fork')),
    comes: { _tag: 'More', needs: { seats: 'all', links: 'all', personal: true } },
  },
  'post: where another was begun it is sent on': {
    given: [...talk, closed, forked],
    when: wants(cleo, posts('m2'), replies('fork')),
    comes: { _tag: 'Redirect', to: forkId },
  },
  'post: but not with a quote of what is not there': {
    given: [...talk, closed, forked],
    when: wants(cleo, posts('m2', { replyTo: message('other') }), replies('fork')),
    comes: invalid('replyTo'),
  },
  'post: an import says when, not before the last event': {
    given: talk,
    when: wants(system, posts('m2'), { backdated: 999 as Time }),
    comes: invalid('at'),
  },
  'post: what is there already keeps its old time': {
    given: [created(), joined(cleo), said(system, 'm1', { author: Cleo })],
    when: wants(system, posts('m1', { as: Cleo }), { backdated: 999 as Time }),
    comes: [],
  },
  'edit: one’s own': {
    given: [...talk, said(anna(), 'm2')],
    when: edits(editor, 'm2'),
    comes: [{ type: 'message-edited', messageId: message('m2'), author: Anna, personal: { body: 'other' } }],
  },
  'edit: another’s needs another capability': {
    given: talk,
    when: edits(editor, 'm1'),
    comes: forbidden('message.editAny'),
  },
  'edit: the right is asked before the message': {
    given: talk,
    when: edits(anna(), 'other'),
    comes: forbidden('message.editOwn'),
  },
  'edit: what is not there': { given: talk, when: edits(editor, 'other'), comes: notFound },
  'edit: what is removed': {
    given: [...talk, said(anna(), 'm2'), told(anna(), { type: 'message-removed', messageId: message('m2') })],
    when: edits(editor, 'm2'),
    comes: notFound,
  },
  'edit: a colleague newly named in public is confirmed': {
    given: [...talk, joined({ ...anna(), id: Bert.id }), said(anna(), 'm2')],
    when: edits(editor, 'm2', [Bert.id]),
    comes: confirmationRequired,
  },
  'edit: of a locked conversation': {
    given: [...talk, said(anna(), 'm2'), closed, locked],
    when: edits(editor, 'm2'),
    comes: conversationLocked,
  },
  'remove: one’s own, even of a locked conversation': {
    given: [...talk, said(anna(), 'm2'), closed, locked],
    when: wants(anna('message.removeOwn'), { _tag: 'RemoveMessage', messageId: message('m2') }),
    comes: [{ type: 'message-removed', messageId: message('m2') }],
  },
  'remove: twice': {
    given: [...talk, told(system, { type: 'message-removed', messageId: message('m1') })],
    when: wants(anna('message.removeAny'), { _tag: 'RemoveMessage', messageId: message('m1') }),
    comes: [],
  },
  'remove: a customer finds no note': {
    given: [...talk, note],
    when: wants(
      { ...cleo, capabilities: new Set(['message.removeOwn'] as const) },
      {
        _tag: 'RemoveMessage',
        messageId: message('n1'),
      },
    ),
    comes: notFound,
  },
  'publish: a note': {
    given: [...talk, note],
    when: wants(anna('message.publish'), { _tag: 'PublishMessage', messageId: message('n1') }),
    comes: [{ type: 'message-published', messageId: message('n1') }],
  },
  'publish: what is public': {
    given: talk,
    when: wants(anna('message.publish'), { _tag: 'PublishMessage', messageId: message('m1') }),
    comes: [],
  },
  'publish: never of what is internal': {
    given: [internal, note],
    when: wants(anna('message.publish'), { _tag: 'PublishMessage', messageId: message('n1') }),
    comes: visibilityExceedsConversation,
  },
  'publish: of a closed one, where the policy refuses': {
    given: [...talk, note, closed],
    when: wants(anna('message.publish'), { _tag: 'PublishMessage', messageId: message('n1') }, closedFast),
    comes: conversationClosed,
  },
})
