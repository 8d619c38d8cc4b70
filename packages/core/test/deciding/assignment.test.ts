import {
  alreadyAssigned,
  conversationClosed,
  forbidden,
  invalidTarget,
  notFound,
  notPicked,
} from '../../src/conversation/Rejection.ts'
import {
  anna,
  Anna,
  assigned,
  Bert,
  cleo,
  Cleo,
  closed,
  created,
  customer,
  decides,
  joined,
  policies,
  wants,
} from './given.ts'

const may = anna('assign', 'transfer', 'pick')
const closedFast = { policies: policies({ changeWhenClosed: 'reject' }) }
const flags = { policies: policies({ onAssign: 'flagUnread' }) }
const placed = { type: 'cursor-placed', cause: 'assign' } as const
const waiting = created({ queue: 'sales' })
const server = { ...anna('pick'), capabilities: new Set(['pick'] as const), queues: ['sales'] }

decides({
  'assign: to another, whose cursor is placed': {
    when: wants(may, { _tag: 'Assign', to: { staff: Bert.id } }),
    comes: [
      { type: 'conversation-assigned', to: Bert.id, from: null, cause: 'assign' },
      { ...placed, flag: false },
    ],
  },
  'assign: the policy may flag it as unread': {
    when: wants(may, { _tag: 'Assign', to: { staff: Bert.id } }, flags),
    comes: [{ type: 'conversation-assigned' }, { ...placed, flag: true }],
  },
  'assign: to whom has it': {
    given: [created(), assigned(Bert)],
    when: wants(may, { _tag: 'Assign', to: { staff: Bert.id } }),
    comes: [],
  },
  'assign: to a queue': {
    given: [created(), assigned(Bert)],
    when: wants(may, { _tag: 'Assign', to: { queue: 'sales' } }),
    comes: [
      { type: 'conversation-released', from: Bert.id, cause: 'transfer' },
      { type: 'conversation-queued', queue: 'sales' },
    ],
  },
  'assign: to nobody': {
    given: [created(), assigned(Bert)],
    when: wants(may, { _tag: 'Assign', to: null }),
    comes: [{ type: 'conversation-released', from: Bert.id, cause: 'release' }],
  },
  'assign: to a customer': {
    given: [created(), joined(cleo)],
    when: wants(may, { _tag: 'Assign', to: { staff: Cleo.id } }),
    comes: invalidTarget,
  },
  'assign: a closed one, where the policy refuses': {
    given: [created(), closed],
    when: wants(may, { _tag: 'Assign', to: null }, closedFast),
    comes: conversationClosed,
  },
  'transfer: what is one’s own': {
    given: [created(), assigned(Anna)],
    when: wants(anna('transfer'), { _tag: 'Transfer', to: { staff: Bert.id } }),
    comes: [{ type: 'conversation-assigned', to: Bert.id, from: Anna.id, cause: 'transfer' }, placed],
  },
  'transfer: what is nobody’s': {
    when: wants(anna('transfer'), { _tag: 'Transfer', to: { staff: Bert.id } }),
    comes: notPicked,
  },
  'transfer: what is another’s': {
    given: [created(), assigned(Bert)],
    when: wants(anna('transfer'), { _tag: 'Transfer', to: { staff: Anna.id } }),
    comes: forbidden('assign'),
  },
  'pick: what is nobody’s': {
    when: wants(anna('pick'), { _tag: 'Pick' }),
    comes: [{ type: 'conversation-assigned', to: Anna.id, from: null, cause: 'pick' }, placed],
  },
  'pick: one’s own again': {
    given: [created(), assigned(Anna)],
    when: wants(anna('pick'), { _tag: 'Pick' }),
    comes: [],
  },
  'pick: the second is refused': {
    given: [created(), assigned(Bert)],
    when: wants(anna('pick'), { _tag: 'Pick' }),
    comes: alreadyAssigned,
  },
  'pick: a closed one is refused for that first': {
    given: [created(), assigned(Bert), closed],
    when: wants(anna('pick'), { _tag: 'Pick' }),
    comes: conversationClosed,
  },
  'pick: who saw it wait in a queue of theirs is told': {
    given: [waiting, assigned(Bert)],
    when: wants(server, { _tag: 'Pick' }),
    comes: alreadyAssigned,
  },
  'pick: who serves another queue is not': {
    given: [waiting, assigned(Bert)],
    when: wants({ ...server, queues: ['support'] }, { _tag: 'Pick' }),
    comes: notFound,
  },
  'release: nobody else is told': {
    given: [waiting, assigned(Bert)],
    when: wants(server, { _tag: 'Release' }),
    comes: notFound,
  },
  'release: one’s own': {
    given: [created(), assigned(Anna)],
    when: wants(anna('pick'), { _tag: 'Release' }),
    comes: [{ type: 'conversation-released', from: Anna.id, cause: 'release' }],
  },
  'release: another’s needs assign': {
    given: [created(), assigned(Bert)],
    when: wants(anna('pick'), { _tag: 'Release' }),
    comes: forbidden('assign'),
  },
  'release: what is nobody’s': { when: wants(anna('pick'), { _tag: 'Release' }), comes: [] },
  'release: no customer': {
    given: [created(), assigned({ side: 'staff', id: Cleo.id })],
    when: wants(customer('cleo'), { _tag: 'Release' }),
    comes: forbidden('pick'),
  },
})
