import {
  conversationClosed,
  forbidden,
  visibilityExceedsConversation,
} from '../../src/conversation/Rejection.ts'
import {
  anna,
  cleo,
  Cleo,
  closed,
  created,
  decides,
  invalid,
  policies,
  said,
  system,
  told,
  wants,
} from './given.ts'

const may = anna('update', 'setType')
const closedFast = { policies: policies({ changeWhenClosed: 'reject' }) }
const labelled = (label: string) => told(system, { type: 'conversation-labelled', label })
const attributed = (attributes: { readonly [key: string]: number }) =>
  told(system, { type: 'attributes-set', attributes })
const many = Object.fromEntries(Array.from({ length: 32 }, (_, at) => [`k${at}`, at]))

decides({
  'rename: the subject stands with whom it concerns': {
    when: wants(may, { _tag: 'Rename', subject: 'Order 13' }),
    comes: [{ type: 'conversation-renamed', concerns: Cleo, personal: { subject: 'Order 13' } }],
  },
  'rename: a closed one, where the policy refuses': {
    given: [created(), closed],
    when: wants(may, { _tag: 'Rename', subject: 'Order 13' }, closedFast),
    comes: conversationClosed,
  },
  'rename: it needs the capability': {
    when: wants(anna(), { _tag: 'Rename', subject: 'Order 13' }),
    comes: forbidden('update'),
  },
  'label: a new one, even of a closed conversation': {
    given: [created(), closed],
    when: wants(may, { _tag: 'Label', label: 'vip' }, closedFast),
    comes: [{ type: 'conversation-labelled', label: 'vip' }],
  },
  'label: one that it has': {
    given: [created(), labelled('vip')],
    when: wants(may, { _tag: 'Label', label: 'vip' }),
    comes: [],
  },
  'label: a 51st': {
    given: [created(), ...Array.from({ length: 50 }, (_, at) => labelled(`l${at}`))],
    when: wants(may, { _tag: 'Label', label: 'vip' }),
    comes: invalid('label', 50),
  },
  'unlabel: one of 50': {
    given: [created(), ...Array.from({ length: 50 }, (_, at) => labelled(`l${at}`))],
    when: wants(may, { _tag: 'Unlabel', label: 'l7' }),
    comes: [{ type: 'conversation-unlabelled', label: 'l7' }],
  },
  'unlabel: one that it has not': { when: wants(may, { _tag: 'Unlabel', label: 'vip' }), comes: [] },
  'setAttributes: only what is new': {
    given: [created(), attributed({ a: 1, b: 2 })],
    when: wants(may, { _tag: 'SetAttributes', attributes: { a: 1, b: 3, c: null } }),
    comes: [{ type: 'attributes-set', attributes: { b: 3 } }],
  },
  'setAttributes: a 33rd': {
    given: [created(), attributed(many)],
    when: wants(may, { _tag: 'SetAttributes', attributes: { more: 1 } }),
    comes: invalid('attributes', 32),
  },
  'setAttributes: one for another': {
    given: [created(), attributed(many)],
    when: wants(may, { _tag: 'SetAttributes', attributes: { k0: null, more: 1 } }),
    comes: [{ type: 'attributes-set', attributes: { k0: null, more: 1 } }],
  },
  'setAttributes: bytes count, not characters': {
    when: wants(may, { _tag: 'SetAttributes', attributes: { a: 'ö'.repeat(2048) } }),
    comes: invalid('attributes', 4096),
  },
  'setType: to internal, while nothing was public': {
    when: wants(may, { _tag: 'SetType', type: 'internal' }),
    comes: [{ type: 'conversation-type-set', conversationType: 'internal' }],
  },
  'setType: never once something was': {
    given: [created(), said(cleo, 'm1')],
    when: wants(may, { _tag: 'SetType', type: 'internal' }),
    comes: visibilityExceedsConversation,
  },
  'setType: as it is': { when: wants(may, { _tag: 'SetType', type: 'customer' }), comes: [] },
})
