import { expect, test } from 'vitest'
import type { RecordRef } from '../../src/conversation/Ids.ts'
import { remembered } from '../../src/projections/seen/remembered.ts'
import type { Viewer } from '../../src/projections/seen/Viewer.ts'
import { anna, cleo, staff, viewer } from './fixtures.ts'

const order = { type: 'order', id: 'o1' } as RecordRef
const plain = viewer(anna)

const built = () => {
  const viewers: Array<Viewer> = []
  const text = remembered((one) => `text ${viewers.push(one)}`)
  return { viewers, text }
}

test('a text is built once for viewers of one kind, whoever they are and whatever they hold', () => {
  const { viewers, text } = built()
  const first = viewer(anna, { queues: ['support'], records: [order] })
  const second = viewer(staff('bert'), { queues: ['sales', 'support'], records: [order, order] })
  expect(text(second)).toBe(text(first))
  expect(text({ ...first, tenant: 'zeta' as Viewer['tenant'] })).toBe(text(first))
  expect(viewers).toEqual([second])
})

test('viewers who may see other things never share a text', () => {
  const others: ReadonlyArray<Viewer> = [
    viewer(cleo),
    { ...plain, viewAll: !plain.viewAll },
    { ...plain, fromCustomers: !plain.fromCustomers },
    { ...plain, customerHistory: !plain.customerHistory },
    { ...plain, team: !plain.team },
    { ...plain, scope: plain.scope === 'mine' ? 'assigned' : 'mine' },
    { ...plain, queues: ['support'] },
    { ...plain, records: [order] },
  ]
  const { viewers, text } = built()
  expect(new Set([plain, ...others].map(text)).size).toBe(1 + others.length)
  expect(viewers).toEqual([plain, ...others])
})
