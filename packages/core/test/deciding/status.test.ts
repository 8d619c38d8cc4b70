import {
  conversationLocked,
  forbidden,
  mustBeClosed,
  notFound,
  notPicked,
} from '../../src/conversation/Rejection.ts'
import {
  anna,
  Anna,
  assigned,
  Bert,
  cleo,
  closed,
  created,
  customer,
  decides,
  joined,
  locked,
  policies,
  said,
  told,
  wants,
} from './given.ts'

const closing = wants(anna('close'), { _tag: 'Close' })
const needsAssignee = { policies: policies({ closeNeedsAssignee: true }) }
const closingOnes = wants(anna('close'), { _tag: 'Close' }, needsAssignee)
const deletes = { policies: policies({ delete: 'permission' }) }

decides({
  'close: an open conversation ends': { when: closing, comes: [{ type: 'conversation-closed' }] },
  'close: a closed one is closed': { given: [created(), closed], when: closing, comes: [] },
  'close: it needs the capability': { when: wants(anna(), { _tag: 'Close' }), comes: forbidden('close') },
  'close: what is nobody’s may need to be somebody’s': { when: closingOnes, comes: notPicked },
  'close: one’s own': {
    given: [created(), assigned(Anna)],
    when: closingOnes,
    comes: [{ type: 'conversation-closed' }],
  },
  'close: another’s needs assign': {
    given: [created(), assigned(Bert)],
    when: closingOnes,
    comes: forbidden('assign'),
  },
  'close: a customer does not learn whose it is': {
    given: [created(), assigned(Bert)],
    when: wants(customer('cleo', 'close'), { _tag: 'Close' }, needsAssignee),
    comes: forbidden('close'),
  },
  'close: a stranger finds nothing': {
    when: wants(customer('carl', 'close'), { _tag: 'Close' }),
    comes: notFound,
  },
  'reopen: by whose side is told': {
    given: [created(), closed],
    when: wants(anna('reopen'), { _tag: 'Reopen' }),
    comes: [{ type: 'conversation-reopened', cause: 'command', by: 'staff' }],
  },
  'reopen: an open one is open': { when: wants(anna('reopen'), { _tag: 'Reopen' }), comes: [] },
  'reopen: a locked one stays closed': {
    given: [created(), closed, locked],
    when: wants(anna('reopen'), { _tag: 'Reopen' }),
    comes: conversationLocked,
  },
  'reopen: it needs the capability, and is refused for that first': {
    given: [created(), closed, locked],
    when: wants(anna(), { _tag: 'Reopen' }),
    comes: forbidden('reopen'),
  },
  'lock: what is closed': {
    given: [created(), closed],
    when: wants(anna('lock'), { _tag: 'Lock' }),
    comes: [{ type: 'conversation-locked' }],
  },
  'lock: a locked one is locked': {
    given: [created(), closed, locked],
    when: wants(anna('lock'), { _tag: 'Lock' }),
    comes: [],
  },
  'lock: an open one can’t be': { when: wants(anna('lock'), { _tag: 'Lock' }), comes: mustBeClosed },
  'unlock: it stays closed': {
    given: [created(), closed, locked],
    when: wants(anna('unlock'), { _tag: 'Unlock' }),
    comes: [{ type: 'conversation-unlocked' }],
  },
  'unlock: what is not locked': { when: wants(anna('unlock'), { _tag: 'Unlock' }), comes: [] },
  'unlock: it needs the capability': {
    when: wants(anna('lock'), { _tag: 'Unlock' }),
    comes: forbidden('unlock'),
  },
  'markNoReplyNeeded: what waits is settled': {
    given: [created(), joined(cleo), said(cleo, 'm1')],
    when: wants(anna('noReplyNeeded'), { _tag: 'MarkNoReplyNeeded' }),
    comes: [{ type: 'no-reply-needed' }],
  },
  'markNoReplyNeeded: nobody waits': {
    when: wants(anna('noReplyNeeded'), { _tag: 'MarkNoReplyNeeded' }),
    comes: [],
  },
  'removeConversation: the policy and the capability': {
    when: wants(anna('conversation.remove'), { _tag: 'RemoveConversation' }, deletes),
    comes: [{ type: 'conversation-removed' }],
  },
  'removeConversation: the capability alone is not enough': {
    when: wants(anna('conversation.remove'), { _tag: 'RemoveConversation' }),
    comes: forbidden('conversation.remove'),
  },
  'removeConversation: nor is the policy': {
    when: wants(anna(), { _tag: 'RemoveConversation' }, deletes),
    comes: forbidden('conversation.remove'),
  },
  'removeConversation: what is removed is not there': {
    given: [created(), told(anna(), { type: 'conversation-removed' })],
    when: wants(anna('conversation.remove'), { _tag: 'RemoveConversation' }, deletes),
    comes: notFound,
  },
})
