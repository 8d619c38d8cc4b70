import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { customerInquiries, staffInquiries } from '../../src/app/queries/inquiries.ts'
import type { Listed } from '../../src/projections/seen/Query.ts'
import { carryOut, closedEvent, contextOf, listedOf, openSeal, positionOf } from './fixtures.ts'
import { presets } from '../../src/conversation/policies/presets.ts'

const staff = staffInquiries(contextOf('staff', ['view.fromCustomers']))
const customer = customerInquiries(contextOf('customer'))
const listed = ['a', 'b', 'c', 'd', 'e'].map((id, i) => listedOf(id, 100 - i))
const Head = () => positionOf(7)
const List = (query: {
  readonly after: { readonly id: string } | null
  readonly limit: number
}): ReadonlyArray<Listed> => {
  const start = listed.findIndex(({ key }) => key.id === query.after?.id) + 1
  return listed.slice(start, start + query.limit)
}
const right = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

test('a walk gives every row once and keeps the token of its first page', () => {
  const first = right(carryOut(staff.inbox({ view: 'all', limit: 2 }), { Head, List }).result)
  const second = right(carryOut(staff.inbox({ view: 'all', limit: 2, cursor: first.next }), { List }).result)
  const third = right(carryOut(staff.inbox({ view: 'all', limit: 2, cursor: second.next }), { List }).result)
  expect([first, second, third].map(({ rows }) => rows.map(({ id }) => id))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e'],
  ])
  expect(third.next).toBeNull()
  expect(second.changes).toBe(first.changes)
})

test('a row that moved since the first page is left to `changes`, and the page is still full', () => {
  const first = right(carryOut(staff.inbox({ view: 'all', limit: 2 }), { Head, List }).result)
  const changed = closedEvent({ conversation: 'c' as never, position: positionOf(8) })
  const second = right(
    carryOut(staff.inbox({ view: 'all', limit: 2, cursor: first.next }), { List }, [changed]).result,
  )
  expect(second.rows.map(({ id }) => id)).toEqual(['d', 'e'])
  const labelled = { ...changed, event: { type: 'conversation-labelled', label: 'x' } } as const
  const kept = right(
    carryOut(staff.inbox({ view: 'all', limit: 2, cursor: first.next }), { List }, [labelled]).result,
  )
  expect(kept.rows.map(({ id }) => id)).toEqual(['c', 'd'])
  expect(second.next).toBeNull()
})

test("a customer's cursor holds no position", () => {
  const first = right(carryOut(customer.inbox({ view: 'all', limit: 2 }), { Head, List }).result)
  expect(openSeal.open('cursor', first.next ?? '')?.slice(1)).toEqual([99, 'b'])
  const second = right(
    carryOut(customer.inbox({ view: 'all', limit: 2, cursor: first.next }), { List }).result,
  )
  expect(second.rows.map(({ id }) => id)).toEqual(['c', 'd'])
  expect(second.changes).toBeNull()
})

test('a cursor of another view, filter, sort or viewer is refused', () => {
  const { next } = right(carryOut(staff.inbox({ view: 'all', limit: 2 }), { Head, List }).result)
  const refused = { _tag: 'InvalidCursor' }
  const cursor = next
  for (const options of [
    { view: 'mine', cursor } as const,
    { view: 'all', cursor, filter: { status: 'open' } } as const,
    { view: 'all', cursor, sort: 'arrival' } as const,
    { view: 'all', cursor: 'nonsense' } as const,
    { view: 'all', changedSince: cursor } as const,
  ]) {
    expect(carryOut(staff.inbox(options)).result).toEqual(E.left(refused))
  }
  expect(carryOut(customer.inbox({ view: 'all', cursor })).result).toEqual(E.left(refused))
  expect(carryOut(staff.forRecord({ type: 'order', id: 'o1' }, { cursor })).result).toEqual(E.left(refused))
})

test('two ways to write a filter are one walk', () => {
  const filter = { status: 'open', queue: 'q' } as const
  const { next } = right(carryOut(staff.inbox({ view: 'all', limit: 2, filter }), { Head, List }).result)
  const again = { queue: 'q', status: 'open' } as const
  const second = carryOut(staff.inbox({ view: 'all', limit: 2, cursor: next, filter: again }), { List })
  expect(right(second.result).rows).toHaveLength(2)
})

test('`changedSince` takes the token of an earlier page', () => {
  const { changes } = right(carryOut(staff.inbox({ view: 'all' }), { Head, List }).result)
  const { asked } = carryOut(staff.inbox({ view: 'all', changedSince: changes }), { Head, List })
  expect(asked.at(-1)).toMatchObject({ _tag: 'List', changedAfter: 7 })
})

test('each view asks for its capability', () => {
  const without = staffInquiries(contextOf('staff'))
  const refusals = (['fromCustomers.open', 'fromCustomers.unanswered', 'teamInbox'] as const).map(
    (view) => carryOut(without.inbox({ view })).result,
  )
  expect(refusals).toEqual(
    ['view.fromCustomers', 'view.fromCustomers', 'view.team'].map((capability) =>
      E.left({ _tag: 'Forbidden', capability }),
    ),
  )
  const forbidden = E.left({ _tag: 'Forbidden', capability: null })
  expect(carryOut(customer.inbox({ view: 'assigned' })).result).toEqual(forbidden)
  expect(carryOut(customer.forCustomer('cleo')).result).toEqual(forbidden)
  expect(carryOut(customer.unansweredRecords()).result).toEqual(forbidden)
  expect(carryOut(customer.search({ phone: '12345' })).result).toEqual(forbidden)
})

test('wrong input names its field and its limit', () => {
  const said = (options: object) => {
    // What callers without types give.
    const { result } = carryOut(staff.inbox(options as never))
    return E.isLeft(result) ? result.left : null
  }
  for (const limit of [0, -1, 1.5, 1e9, Number.NaN, '5', 201]) {
    expect(said({ view: 'all', limit })).toMatchObject({ _tag: 'InvalidInput', field: 'limit', limit: 200 })
  }
  expect(said({})).toEqual({ _tag: 'FieldRequired', field: 'view' })
  expect(said({ view: 'everything' })).toMatchObject({ _tag: 'InvalidInput', field: 'view' })
  expect(said({ view: 'all', sort: 'rank' })).toMatchObject({ _tag: 'InvalidInput', field: 'sort' })
  expect(said({ view: 'all', filter: { colour: 'red' } })).toMatchObject({
    _tag: 'InvalidInput',
    field: 'filter.colour',
  })
  expect(said({ view: 'all', filter: { queue: '\uD800' } })).toMatchObject({
    _tag: 'InvalidInput',
    field: 'filter.queue',
  })
  expect(said({ view: 'all', 'drop table': 1 })).toMatchObject({ _tag: 'InvalidInput', field: 'options' })
  expect(said([])).toMatchObject({ _tag: 'InvalidInput', field: 'options' })
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  expect(said(hostile)).toMatchObject({ _tag: 'InvalidInput', field: 'options' })
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  expect(said(revoked.proxy)).toMatchObject({ _tag: 'InvalidInput', field: 'options' })
  for (const field of ['filter', 'sort', 'limit']) {
    expect(said({ view: 'all', [field]: revoked.proxy })).toMatchObject({ _tag: 'InvalidInput', field })
  }
  const ofStaff = carryOut(customer.inbox({ view: 'all', filter: { assignee: 'ben' } })).result
  expect(ofStaff).toMatchObject(E.left({ _tag: 'InvalidInput', field: 'filter.assignee' }))
  for (const by of ['activity', 'closedAt'] as const) {
    expect(carryOut(customer.inbox({ view: 'all', sort: { by, direction: 'asc' } })).result).toMatchObject(
      E.left({ _tag: 'InvalidInput', field: 'sort.direction' }),
    )
  }
  expect(carryOut(customer.inbox({ view: 'all', sort: 'waitingSince' })).result).toMatchObject(
    E.left({ _tag: 'InvalidInput', field: 'sort' }),
  )
})

test('what is searched for has words, and a number has four digits', () => {
  const said = (options: object) => carryOut(staff.search(options as never)).result
  expect(said({})).toMatchObject(E.left({ _tag: 'InvalidInput', field: 'text' }))
  for (const text of ['', ' \n'])
    expect(said({ text })).toMatchObject(E.left({ _tag: 'InvalidInput', field: 'text' }))
  for (const participant of ['', ' '])
    expect(said({ participant })).toMatchObject(E.left({ _tag: 'InvalidInput', field: 'participant' }))
  for (const text of [' -*" ', '%', '🙏', '👩‍👩‍👧', '…']) {
    expect(said({ text })).toEqual(E.right({ rows: [], next: null }))
    expect(said({ participant: text })).toEqual(E.right({ rows: [], next: null }))
    expect(said({ text: 'word', participant: text })).toEqual(E.right({ rows: [], next: null }))
    expect(said({ text, cursor: 'any' })).toEqual(E.left({ _tag: 'InvalidCursor' }))
    expect(said({ text, view: 'teamInbox' })).toEqual(E.left({ _tag: 'Forbidden', capability: 'view.team' }))
  }
  expect(said({ text: 'x'.repeat(1001) })).toMatchObject(
    E.left({ _tag: 'InvalidInput', field: 'text', limit: 1000 }),
  )
  expect(said({ phone: '0-12-3' })).toMatchObject(E.left({ _tag: 'InvalidInput', field: 'phone', limit: 4 }))
})

test('O1 a feature that is off answers nothing else', () => {
  const off = staffInquiries(contextOf('staff', [], { policies: { ...presets.helpdesk, enabled: false } }))
  const refused = E.left({ _tag: 'FeatureDisabled' })
  expect(carryOut(off.inbox({} as never)).result).toEqual(refused)
  expect(carryOut(off.conversation('')).result).toEqual(refused)
  expect(carryOut(off.indicator()).result).toEqual(refused)
})
