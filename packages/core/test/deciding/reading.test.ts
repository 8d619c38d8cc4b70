import { confirmationRequired, forbidden } from '../../src/conversation/Rejection.ts'
import {
  anna,
  Anna,
  Bert,
  cleo,
  Cleo,
  created,
  decides,
  invalid,
  joined,
  message,
  said,
  told,
  wants,
} from './given.ts'

const mine = { for: Anna, confirm: false }
const bert = { ...anna(), id: Bert.id }
const three = [created(), joined(cleo), joined(anna()), said(cleo, 'm1'), said(cleo, 'm2'), said(cleo, 'm3')]
const reading = (upTo: string | null, token: number | 'foreign' | null = null) =>
  wants(anna(), { _tag: 'MarkRead', ...mine, upTo: upTo === null ? null : message(upTo), token })
const flagged = [...three, told(anna(), { type: 'marked-unread', to: reachOf(0) }, Anna)]
const readTo2 = [
  ...three,
  told(anna(), { type: 'read-up-to', messageId: message('m2'), to: reachOf(2) }, Anna),
]

function reachOf(read: number) {
  const tally = { read, own: 0, removedAfter: 0 }
  return { ...tally, customer: tally }
}

decides({
  'markRead: forward to a message': {
    given: three,
    when: reading('m2'),
    comes: [{ type: 'read-up-to', messageId: message('m2'), to: reachOf(2) }],
  },
  'markRead: never back': { given: readTo2, when: reading('m1'), comes: [] },
  'markRead: without a message it clears the flag': {
    given: flagged,
    when: reading(null),
    comes: [{ type: 'unread-flag-cleared' }],
  },
  'markRead: of a page older than the flag': { given: flagged, when: reading('m3', 0), comes: [] },
  'markRead: with somebody else’s token': {
    given: three,
    when: reading('m1', 'foreign'),
    comes: invalid('readToken'),
  },
  'markRead: a message of elsewhere': { given: three, when: reading('other'), comes: invalid('upTo') },
  'markRead: whoever is no member has nothing to read': {
    given: [created(), joined(cleo), said(cleo, 'm1')],
    when: reading('m1'),
    comes: [],
  },
  'markRead: a customer sees no note': {
    given: [created(), joined(cleo), joined(anna()), said(anna(), 'n1', { visibility: 'internal' })],
    when: wants(cleo, { _tag: 'MarkRead', for: Cleo, confirm: false, upTo: message('n1'), token: null }),
    comes: invalid('upTo'),
  },
  'markRead: for another needs the capability': {
    given: [...three, joined(bert)],
    when: wants(anna(), { _tag: 'MarkRead', for: Bert, confirm: true, upTo: null, token: null }),
    comes: forbidden('read.manageOthers'),
  },
  'markRead: and a confirmation': {
    given: [...three, joined(bert)],
    when: wants(anna('read.manageOthers'), {
      _tag: 'MarkRead',
      for: Bert,
      confirm: false,
      upTo: null,
      token: null,
    }),
    comes: confirmationRequired,
  },
  'markRead: for another, with both': {
    given: [created(), joined(bert), ...three.slice(1)],
    when: wants(anna('read.manageOthers'), {
      _tag: 'MarkRead',
      for: Bert,
      confirm: true,
      upTo: message('m3'),
      token: null,
    }),
    comes: [{ type: 'read-up-to', messageId: message('m3') }],
  },
  'markUnread: before the last that counts': {
    given: readTo2,
    when: wants(anna(), { _tag: 'MarkUnread', ...mine, from: null }),
    comes: [{ type: 'marked-unread', to: reachOf(2) }],
  },
  'markUnread: back before a message': {
    given: readTo2,
    when: wants(anna(), { _tag: 'MarkUnread', ...mine, from: message('m1') }),
    comes: [{ type: 'marked-unread', to: reachOf(0) }],
  },
  'markUnread: never forward': {
    given: flagged,
    when: wants(anna(), { _tag: 'MarkUnread', ...mine, from: message('m3') }),
    comes: [],
  },
  'markUnread: a message of elsewhere': {
    given: three,
    when: wants(anna(), { _tag: 'MarkUnread', ...mine, from: message('other') }),
    comes: invalid('from'),
  },
})
