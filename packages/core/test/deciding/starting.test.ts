import type { StartConversation } from '../../src/conversation/Command.ts'
import type { Context } from '../../src/conversation/Command.ts'
import {
  contextTypeUnsupported,
  creationNotAllowed,
  customerInInternal,
  duplicateId,
  featureDisabled,
  fieldRequired,
  forbidden,
  invalidTarget,
} from '../../src/conversation/Rejection.ts'
import { presets } from '../../src/conversation/policies/presets.ts'
import type { Actor } from '../../src/conversation/Actor.ts'
import {
  anna,
  Anna,
  Bert,
  cleo,
  Cleo,
  contextOf,
  conversationId,
  created,
  decides,
  draft,
  invalid,
  policies,
  record12,
  system,
} from './given.ts'

const starts = (
  by: Actor,
  other: Partial<StartConversation> = {},
  around: Partial<Context> = {},
): StartConversation => ({
  _tag: 'StartConversation',
  beganBy: null,
  conversationId,
  type: 'customer',
  subject: null,
  customer: null,
  participants: [],
  assignee: null,
  source: null,
  contexts: [],
  channel: 'web',
  queue: null,
  message: null,
  attributes: {},
  context: contextOf(by, around),
  ...other,
})
const starter = anna('start.customer', 'start.internal', 'post.public')
const withCleo = { who: Cleo, kind: 'customer', contact: null } as const

decides({
  'start: a customer is its customer': {
    given: [],
    when: starts(cleo, { message: draft('m1') }),
    comes: [
      { type: 'conversation-created', initiator: Cleo, customer: Cleo.id },
      { type: 'participant-joined', who: Cleo, cause: 'start' },
      { type: 'message-posted', author: Cleo, visibility: 'public' },
    ],
  },
  'start: a customer gives no assignee': {
    given: [],
    when: starts(cleo, { assignee: Bert.id }),
    comes: invalid('owner'),
  },
  'start: the same again, by the same': { when: starts(cleo), comes: [] },
  'start: another under its id': { when: starts(cleo, {}, { hash: 'other' }), comes: duplicateId },
  'start: the same by another': { when: starts(starter), comes: duplicateId },
  'start: it needs the capability': { given: [], when: starts(anna()), comes: forbidden('start.customer') },
  'start: the right is asked before the id': { when: starts(anna()), comes: forbidden('start.customer') },
  'start: nowhere while the tenant’s switch is off': {
    given: [],
    when: starts(cleo, {}, { policies: { ...presets.helpdesk, enabled: false } }),
    comes: featureDisabled,
  },
  'start: the side may be none that begins': {
    given: [],
    when: starts(cleo, {}, { policies: policies({ creation: { sides: ['staff'], requireInbound: false } }) }),
    comes: creationNotAllowed,
  },
  'start: the policy asks for a subject': {
    given: [],
    when: starts(cleo, {}, { policies: policies({ require: ['subject'] }) }),
    comes: fieldRequired('subject'),
  },
  'start: for another needs assign': {
    given: [],
    when: starts(starter, { assignee: Bert.id }),
    comes: forbidden('assign'),
  },
  'start: assigned to its creator, by policy': {
    given: [],
    when: starts(starter, {}, { policies: policies({ defaultAssignee: 'creator' }) }),
    comes: [{ type: 'conversation-created' }, { type: 'conversation-assigned', to: Anna.id, cause: 'start' }],
  },
  'start: with somebody the directory does not know': {
    given: [],
    when: starts(starter, { customer: withCleo }, { directory: new Map() }),
    comes: invalidTarget,
  },
  'start: no customer into what is internal': {
    given: [],
    when: starts(starter, { type: 'internal', participants: [withCleo] }),
    comes: customerInInternal,
  },
  'start: from a record of a type that nobody registered': {
    given: [],
    when: starts(starter, { source: record12 }),
    comes: contextTypeUnsupported,
  },
  'start: only an import tells who else began it': {
    given: [],
    when: starts(starter, { beganBy: Cleo }),
    comes: forbidden('import'),
  },
  'start: and an import does': {
    given: [],
    when: starts(system, { beganBy: Cleo }),
    comes: [{ type: 'conversation-created', initiator: Cleo }],
  },
  'start: what an import gives again': {
    given: [created()],
    when: starts(system, { beganBy: Cleo }),
    comes: [],
  },
})
