import { forbidden, notFound } from '../../src/conversation/Rejection.ts'
import { anna, Anna, cleo, created, decides, joined, message, said, system, told, wants } from './given.ts'

const imported = [created(), joined(cleo), joined(anna()), said(system, 'm1'), said(system, 'm2')]
const stretch = { first: message('m1'), last: message('m2') }
const added = { staff: stretch, customer: null }
const places = [
  { reader: Anna, place: { before: message('m1') } },
  { reader: Anna, place: { at: message('m2') } },
]

decides({
  'settling an import: it asks where the cursors would stand': {
    given: imported,
    when: wants(system, { _tag: 'SettleImport', added }),
    comes: { _tag: 'More', needs: { reaches: places } },
  },
  'settling an import: of nobody': {
    given: imported,
    when: wants(system, { _tag: 'SettleImport', added: { staff: null, customer: null } }),
    comes: [],
  },
  'settling an import: it needs the capability': {
    given: imported,
    when: wants(anna(), { _tag: 'SettleImport', added }),
    comes: forbidden('import'),
  },
  'erasing: the operator, of what is removed too': {
    given: [created(), told(system, { type: 'conversation-removed' })],
    when: wants(system, { _tag: 'EraseContent', of: { what: 'conversation' } }),
    comes: [{ type: 'content-erased', of: { what: 'conversation' } }],
  },
  'erasing: nobody else': {
    when: wants(anna('import'), { _tag: 'EraseContent', of: { what: 'conversation' } }),
    comes: forbidden(null),
  },
  'erasing: what never was': {
    given: [],
    when: wants(system, { _tag: 'EraseContent', of: { what: 'conversation' } }),
    comes: notFound,
  },
})
