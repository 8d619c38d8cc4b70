import type { RecordAnswer } from '../../src/conversation/Command.ts'
import { recordKey } from '../../src/conversation/Ids.ts'
import { unregistered } from '../../src/conversation/naming.ts'
import {
  conversationClosed,
  contextTypeUnsupported,
  forbidden,
  notLinked,
  recordUnknown,
} from '../../src/conversation/Rejection.ts'
import {
  anna,
  Anna,
  cleo,
  Cleo,
  closed,
  created,
  customer,
  decides,
  invalid,
  policies,
  record12,
  system,
  told,
  wants,
} from './given.ts'

const record = record12
const knowing = (some: Partial<RecordAnswer>) => ({
  records: new Map([[recordKey(record), { ...unregistered, ...some }]]),
})
const known = knowing({ supported: true, known: true })
const linked = (id: string, customerVisible = false) =>
  told(system, { type: 'context-linked', record: { type: 'order', id }, customerVisible })
const linker = anna('link')
const closedFast = { ...known, policies: policies({ changeWhenClosed: 'reject' }) }

decides({
  'link: whether customers see it is as the host says': {
    when: wants(
      linker,
      { _tag: 'LinkRecord', record },
      knowing({ supported: true, known: true, customerVisible: true }),
    ),
    comes: [{ type: 'context-linked', record, customerVisible: true }],
  },
  'link: twice': {
    given: [created(), linked('12')],
    when: wants(linker, { _tag: 'LinkRecord', record }, known),
    comes: [],
  },
  'link: a 201st': {
    given: [created(), ...Array.from({ length: 200 }, (_, at) => linked(`o${at}`))],
    when: wants(linker, { _tag: 'LinkRecord', record }, known),
    comes: invalid('record', 200),
  },
  'link: of a type that nobody registered': {
    when: wants(linker, { _tag: 'LinkRecord', record }),
    comes: contextTypeUnsupported,
  },
  'link: one that is not there': {
    when: wants(linker, { _tag: 'LinkRecord', record }, knowing({ supported: true })),
    comes: recordUnknown,
  },
  'link: the right is asked before the record': {
    when: wants(anna(), { _tag: 'LinkRecord', record }),
    comes: forbidden('link'),
  },
  'link: a closed one, where the policy refuses': {
    given: [created(), closed],
    when: wants(linker, { _tag: 'LinkRecord', record }, closedFast),
    comes: conversationClosed,
  },
  'unlink: what is linked, of any type': {
    given: [created(), linked('12', true)],
    when: wants(linker, { _tag: 'UnlinkRecord', record }),
    comes: [{ type: 'context-unlinked', record, customerVisible: true }],
  },
  'unlink: what is not': { when: wants(linker, { _tag: 'UnlinkRecord', record }), comes: notLinked },
  'unlink: a customer names only what they may': {
    given: [created(), linked('12')],
    when: wants(
      { ...customer('cleo'), capabilities: new Set(['link'] as const) },
      { _tag: 'UnlinkRecord', record },
    ),
    comes: recordUnknown,
  },
  'unlink: the right is asked before the record': {
    given: [created(), linked('12')],
    when: wants(customer('cleo'), { _tag: 'UnlinkRecord', record }),
    comes: forbidden('link'),
  },
  'followRecord: there need be no conversation': {
    given: [],
    when: wants(anna(), { _tag: 'FollowRecord', record }, known),
    comes: [{ type: 'record-followed', record, who: Anna }],
  },
  'followRecord: a customer does not learn which types there are': {
    given: [],
    when: wants(cleo, { _tag: 'FollowRecord', record }),
    comes: recordUnknown,
  },
  'followRecord: a customer, of what they are shown': {
    given: [],
    when: wants(cleo, { _tag: 'FollowRecord', record }, knowing({ supported: true, shown: true })),
    comes: [{ type: 'record-followed', record, who: Cleo }],
  },
  'unfollowRecord: who does not follow': {
    given: [],
    when: wants(anna(), { _tag: 'UnfollowRecord', record }, known),
    comes: [],
  },
})
