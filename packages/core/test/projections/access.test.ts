import { describe, expect, test } from 'vitest'
import { sightsOf } from '../../src/projections/seen/visibility.ts'
import type { Viewer } from '../../src/projections/seen/Viewer.ts'
import { anna, cleo, customer, database, seat, staff, stream, time, viewer } from './fixtures.ts'
import type { StoredStream } from '../../src/projections/rows/Database.ts'
import type { ActorId, ConversationId } from '../../src/conversation/Ids.ts'

const sees = (who: Viewer, of: StoredStream, ...others: ReadonlyArray<StoredStream>): boolean =>
  sightsOf(who, database(of, ...others))(of) !== null

const order = { type: 'order', id: '7' }
const away = { participant: false, follower: false }

describe('access of staff', () => {
  test('nobody sees a conversation they have nothing to do with', () => {
    expect(sees(viewer(anna), stream())).toBe(false)
  })

  test.each(['participant', 'follower', 'initiator', 'assigned'] as const)('by being %s', (what) => {
    expect(sees(viewer(anna), stream({ seats: [seat(anna, { ...away, [what]: true })] }))).toBe(true)
  })

  test('a customer of the same id gives a colleague nothing', () => {
    expect(sees(viewer(staff('cleo')), stream({ seats: [seat(cleo)] }))).toBe(false)
  })

  test('H15 by the queue it waits in, before picking and after the end', () => {
    const serving = viewer(anna, { queues: ['sales'] })
    expect(sees(serving, stream({ header: { queue: 'sales' } }))).toBe(true)
    expect(sees(serving, stream({ header: { queue: 'sales', assignee: 'bo' as ActorId } }))).toBe(false)
    expect(
      sees(serving, stream({ header: { queue: 'sales', assignee: 'bo' as ActorId, status: 'closed' } })),
    ).toBe(true)
    expect(sees(serving, stream({ header: { queue: 'support' } }))).toBe(false)
  })

  test('by having handled it, once closed', () => {
    const handled = [seat(anna, { ...away, wasAssigned: true })]
    expect(sees(viewer(anna), stream({ seats: handled }))).toBe(false)
    expect(sees(viewer(anna), stream({ seats: handled, header: { status: 'closed' } }))).toBe(true)
  })

  test('by a grant on a linked record', () => {
    const granted = viewer(anna, { records: [order] })
    expect(sees(granted, stream({ links: [{ record: order, customerVisible: false }] }))).toBe(true)
    expect(sees(granted, stream({ links: [{ record: { ...order, id: '8' }, customerVisible: true }] }))).toBe(
      false,
    )
  })

  test('by capabilities', () => {
    expect(sees(viewer(anna, { viewAll: true }), stream({ header: { type: 'internal' } }))).toBe(true)
    expect(sees(viewer(anna, { fromCustomers: true }), stream())).toBe(true)
    expect(sees(viewer(anna, { fromCustomers: true }), stream({ header: { type: 'internal' } }))).toBe(false)
  })

  test("H6 whoever reads a customer's open conversation reads the earlier ones", () => {
    const reader = viewer(anna, { customerHistory: true })
    const earlier = stream({ header: { status: 'closed' } })
    const id = 'c2' as ConversationId
    const open = (some: object) =>
      stream({ header: { id, createdAt: time(200), ...some }, seats: [seat(anna)] })
    expect(sees(reader, earlier, open({}))).toBe(true)
    expect(sees(viewer(anna), earlier, open({}))).toBe(false)
    expect(sees(reader, earlier, open({ status: 'closed' }))).toBe(false)
    expect(sees(reader, earlier, open({ createdAt: time(50) }))).toBe(false)
    expect(sees(reader, earlier, open({ customer: 'dan' as ActorId }))).toBe(false)
  })

  test('a removed conversation is there for nobody', () => {
    const removed = stream({ header: { status: 'removed' }, seats: [seat(anna), seat(cleo)] })
    expect(sees(viewer(anna, { viewAll: true }), removed)).toBe(false)
    expect(sees(viewer(cleo), removed)).toBe(false)
  })

  test('another tenant sees nothing', () => {
    const other = { ...viewer(anna, { viewAll: true }), tenant: 'other' as Viewer['tenant'] }
    expect(sees(other, stream({ seats: [seat(anna)] }))).toBe(false)
  })
})

describe('access of customers', () => {
  test('D15 a conversation of customer type is visible to the customers in it', () => {
    expect(sees(viewer(cleo), stream({ seats: [seat(cleo)] }))).toBe(true)
    expect(sees(viewer(customer('dan')), stream({ seats: [seat(cleo)] }))).toBe(false)
  })

  test('D13 an internal conversation is visible to no customer, linked or once a participant', () => {
    const internal = stream({
      header: { type: 'internal' },
      seats: [seat(cleo)],
      links: [{ record: order, customerVisible: true }],
    })
    expect(sees(viewer(cleo, { records: [order] }), internal)).toBe(false)
  })

  test('a granted record counts only where customers see the link', () => {
    const granted = viewer(cleo, { records: [order] })
    expect(sees(granted, stream({ links: [{ record: order, customerVisible: true }] }))).toBe(true)
    expect(sees(granted, stream({ links: [{ record: order, customerVisible: false }] }))).toBe(false)
  })

  test('no capability of staff helps them', () => {
    const all = viewer(customer('dan'), { viewAll: true, fromCustomers: true, customerHistory: true })
    expect(sees(all, stream())).toBe(false)
  })
})
