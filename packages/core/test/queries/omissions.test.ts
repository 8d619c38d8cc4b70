import { expect, test } from 'vitest'
import type { Samples } from '@colloquy/conformance/comparing/filtersOf'
import type { InquiryMakers } from '../../src/app/queries/inquiries.ts'
import type { FilterDecoders } from '../../src/app/queries/listing.ts'
import type { Answering } from '../../src/projections/seen/answer.ts'
import { askedBy, type FilterRules } from '../../src/projections/seen/filters.ts'
import { sorts } from '../../src/projections/seen/sorting.ts'
import { views } from '../../src/projections/seen/views.ts'

declare const rules: FilterRules<null, boolean>
declare const decoders: FilterDecoders
declare const samples: Samples
declare const answering: Answering
declare const makers: InquiryMakers

test('a filter that is forgotten does not compile', () => {
  const look = () => {
    const { unread: _r, ...unruled } = rules
    // @ts-expect-error: a storage has no rule for it
    askedBy({}, () => true, unruled, null)
    // @ts-expect-error: a rule takes what its own field holds
    askedBy({}, () => true, { ...rules, unread: rules.label }, null)
    const { status: _d, ...undecoded } = decoders
    // @ts-expect-error: nobody can give it
    const decode: FilterDecoders = undecoded
    const { channel: _s, ...unasked } = samples
    // @ts-expect-error: the contract never asks for it
    const ask: Samples = unasked
    return { decode, ask }
  }
  expect(look).toBeTypeOf('function')
})

test('a view or an order that is forgotten does not compile', () => {
  const look = () => {
    const { picklist: _v, ...others } = views
    // @ts-expect-error: picklist
    const lists: typeof views = others
    const { arrival: _s, ...left } = sorts
    // @ts-expect-error: arrival
    const orders: typeof sorts = left
    // @ts-expect-error: lists are sorted by what is a time
    const untimed: typeof sorts = { ...sorts, arrival: { ...sorts.arrival, staff: 'queue' } }
    return { lists, orders, untimed }
  }
  expect(look).toBeTypeOf('function')
})

test('a query that is forgotten does not compile', () => {
  const look = () => {
    const { Linked: _l, ...unanswered } = answering
    // @ts-expect-error: a storage does not answer it
    const answer: Answering = unanswered
    // @ts-expect-error: it is answered as another
    const other: Answering = { ...answering, Linked: answering.Counts }
    const { search: _s, ...uncalled } = makers
    // @ts-expect-error: sessions have no call for it
    const calls: InquiryMakers = uncalled
    // @ts-expect-error: the call is another's
    const mistaken: InquiryMakers = { ...makers, search: makers.inbox }
    return { answer, other, calls, mistaken }
  }
  expect(look).toBeTypeOf('function')
})
