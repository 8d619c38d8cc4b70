import { whoIs } from '../../src/conversation/Actor.ts'
import {
  customerInInternal,
  forbidden,
  invalidTarget,
  isCustomer,
  stillAssigned,
} from '../../src/conversation/Rejection.ts'
import {
  anna,
  Anna,
  assigned,
  Bert,
  cleo,
  Cleo,
  created,
  customer,
  decides,
  joined,
  told,
  wants,
} from './given.ts'

const manager = anna('participants.manage')
const carl = customer('carl')
const joins = (who: typeof Anna) =>
  ({ _tag: 'Join', participant: who, kind: who.side, contact: null }) as const
const nobodyKnown = { directory: new Map() }
const internal = created({ conversationType: 'internal', initiator: Anna, customer: null, concerns: Anna })

decides({
  'join: oneself needs only access': {
    when: wants(anna(), joins(Anna)),
    comes: [{ type: 'participant-joined', who: Anna, cause: 'join' }],
  },
  'join: whoever takes part takes part': {
    given: [created(), joined(anna())],
    when: wants(anna(), joins(Anna)),
    comes: [],
  },
  'join: another needs the capability': {
    when: wants(anna(), joins(Bert)),
    comes: forbidden('participants.manage'),
  },
  'join: another, with it': {
    when: wants(manager, joins(Bert)),
    comes: [{ type: 'participant-joined', who: Bert }],
  },
  'join: somebody unknown to the directory': {
    when: wants(manager, joins(Bert), nobodyKnown),
    comes: invalidTarget,
  },
  'join: customers name no staff': {
    when: wants(customer('cleo', 'participants.manage'), joins(Bert)),
    comes: forbidden('participants.manage'),
  },
  'join: no customer into what is internal': {
    given: [internal],
    when: wants(manager, joins(whoIs(carl))),
    comes: customerInInternal,
  },
  'leave: whoever takes part': {
    given: [created(), joined(anna())],
    when: wants(anna(), { _tag: 'Leave', participant: Anna }),
    comes: [{ type: 'participant-left', who: Anna }],
  },
  'leave: who is not in it': { when: wants(anna(), { _tag: 'Leave', participant: Anna }), comes: [] },
  'leave: whoever handles it stays': {
    given: [created(), joined(anna()), assigned(Anna)],
    when: wants(anna(), { _tag: 'Leave', participant: Anna }),
    comes: stillAssigned,
  },
  'leave: whom it is with stays': {
    given: [created(), joined(cleo)],
    when: wants(cleo, { _tag: 'Leave', participant: Cleo }),
    comes: isCustomer,
  },
  'follow: oneself': {
    when: wants(anna(), { _tag: 'Follow', participant: Anna, kind: 'staff' }),
    comes: [{ type: 'conversation-followed', who: Anna, kind: 'staff' }],
  },
  'follow: twice': {
    given: [created(), told(anna(), { type: 'conversation-followed', who: Anna, kind: 'staff' })],
    when: wants(anna(), { _tag: 'Follow', participant: Anna, kind: 'staff' }),
    comes: [],
  },
  'unfollow: who follows': {
    given: [created(), told(anna(), { type: 'conversation-followed', who: Anna, kind: 'staff' })],
    when: wants(anna(), { _tag: 'Unfollow', participant: Anna }),
    comes: [{ type: 'conversation-unfollowed', who: Anna }],
  },
  'unfollow: who does not': { when: wants(anna(), { _tag: 'Unfollow', participant: Anna }), comes: [] },
  'mute: a member': {
    given: [created(), joined(anna())],
    when: wants(anna(), { _tag: 'Mute', participant: Anna }),
    comes: [{ type: 'conversation-muted' }],
  },
  'mute: whoever is no member has nothing to mute': {
    when: wants(anna(), { _tag: 'Mute', participant: Anna }),
    comes: [],
  },
  'mute: never another’s, whatever one may': {
    when: wants(manager, { _tag: 'Mute', participant: Bert }),
    comes: forbidden(null),
  },
  'unmute: what is muted': {
    given: [created(), joined(anna()), told(anna(), { type: 'conversation-muted' }, Anna)],
    when: wants(anna(), { _tag: 'Unmute', participant: Anna }),
    comes: [{ type: 'conversation-unmuted' }],
  },
})
