import { describe, expect, test } from 'vitest'
import type { ActorId, ConversationId } from '../../src/conversation/Ids.ts'
import { answer } from '../../src/projections/seen/answer.ts'
import type { StoredStream } from '../../src/projections/rows/Database.ts'
import type { Key, Listed, Query } from '../../src/projections/seen/Query.ts'
import type { Viewer } from '../../src/projections/seen/Viewer.ts'
import { anna, cleo, database, message, seat, staff, stream, time, viewer } from './fixtures.ts'

type ListQuery = Extract<Query, { _tag: 'List' }>
const list = (
  who: Viewer,
  streams: ReadonlyArray<StoredStream>,
  some: Partial<ListQuery>,
): ReadonlyArray<Listed> =>
  answer(
    {
      _tag: 'List',
      view: 'all',
      filter: {},
      sort: { by: 'activity', direction: 'desc' },
      after: null,
      limit: 50,
      match: null,
      changedAfter: null,
      ...some,
    },
    who,
    database(...streams),
  )

const idsOf = (rows: ReadonlyArray<Listed>) => rows.map(({ key }) => key.id)
const inView = (view: ListQuery['view'], who: Viewer, of: StoredStream) =>
  list(who, [of], { view }).length === 1

const agent = viewer(anna, { fromCustomers: true, queues: ['sales'] })
const bo = 'bo' as ActorId
const mine = [seat(anna)]
const open = { staffN: 2, customerN: 2 }

describe('views', () => {
  test('O25 my conversations: initiated by me or involving me', () => {
    expect(inView('mine', agent, stream({ seats: mine }))).toBe(true)
    const initiator = seat(anna, { participant: false, follower: false, initiator: true })
    expect(inView('mine', agent, stream({ seats: [initiator] }))).toBe(true)
    expect(inView('mine', agent, stream())).toBe(false)
  })

  test('O26 clearing the filter adds no access', () => {
    expect(inView('all', viewer(anna), stream())).toBe(false)
    expect(inView('all', viewer(anna, { viewAll: true }), stream())).toBe(true)
  })

  test('O23 unread: mine or assigned to me by policy, not muted', () => {
    expect(inView('unread', agent, stream({ header: open, seats: mine }))).toBe(true)
    expect(inView('unread', agent, stream({ header: open, seats: [seat(anna, { muted: true })] }))).toBe(
      false,
    )
    const assigned = { ...agent, scope: 'assigned' as const }
    expect(inView('unread', assigned, stream({ header: open, seats: mine }))).toBe(false)
    expect(inView('unread', assigned, stream({ header: { ...open, assignee: anna.id }, seats: mine }))).toBe(
      true,
    )
  })

  test('D22 from customers: open, unanswered, closed', () => {
    const run = { id: message(1).id, n: 1, staffN: 1, at: time(101) }
    const waiting = stream({ header: { run } })
    expect(inView('fromCustomers.open', agent, waiting)).toBe(true)
    expect(inView('fromCustomers.unanswered', agent, waiting)).toBe(true)
    expect(inView('fromCustomers.closed', agent, waiting)).toBe(false)
    expect(inView('fromCustomers.unanswered', agent, stream())).toBe(false)
    expect(inView('fromCustomers.closed', agent, stream({ header: { status: 'closed' } }))).toBe(true)
    const reopened = stream({ header: { reopened: { at: time(120), n: 3 }, answeredN: 3 } })
    expect(inView('fromCustomers.unanswered', agent, reopened)).toBe(true)
  })

  test('D23 without the capability that section is empty', () => {
    expect(inView('fromCustomers.open', viewer(anna), stream({ seats: mine }))).toBe(false)
  })

  test('D25 customer replies, internal inbox, internal sent, all closed', () => {
    expect(inView('customerReplies', agent, stream({ seats: mine }))).toBe(true)
    expect(inView('customerReplies', agent, stream({ seats: [seat(anna, { follower: false })] }))).toBe(false)
    const internal = (author = anna, some = {}) =>
      stream({
        header: { type: 'internal', staffN: 1 },
        seats: mine,
        messages: [message(1, { author, customerN: null, ...some })],
      })
    expect(inView('internalInbox', agent, internal(staff('bo')))).toBe(true)
    expect(inView('internalInbox', agent, internal())).toBe(false)
    expect(inView('internalInbox', agent, internal(staff('bo'), { removed: true }))).toBe(false)
    expect(inView('internalSent', agent, internal())).toBe(true)
    expect(inView('internalSent', agent, internal(staff('bo')))).toBe(false)
    expect(inView('allClosed', agent, stream({ header: { status: 'closed' }, seats: mine }))).toBe(true)
  })

  test('V2 my inbox, sent messages, team inbox', () => {
    expect(inView('assigned', agent, stream({ header: { assignee: anna.id } }))).toBe(true)
    expect(inView('assigned', agent, stream({ header: { assignee: anna.id, status: 'closed' } }))).toBe(false)
    const sent = (some = {}) => stream({ seats: mine, messages: [message(1, { author: anna, ...some })] })
    expect(inView('sent', agent, sent())).toBe(true)
    expect(inView('sent', agent, sent({ removed: true }))).toBe(false)
    expect(inView('sent', agent, sent({ customerN: null }))).toBe(false)
    const team = { ...agent, team: true }
    expect(inView('teamInbox', team, stream({ header: { assignee: bo } }))).toBe(true)
    expect(inView('teamInbox', team, stream({ header: { assignee: anna.id } }))).toBe(false)
    expect(inView('teamInbox', agent, stream({ header: { assignee: bo } }))).toBe(false)
  })

  test('H24 three lists: picklist, conversations, history', () => {
    const queued = stream({ header: { queue: 'sales' } })
    expect(inView('picklist', agent, queued)).toBe(true)
    expect(inView('picklist', viewer(anna, { fromCustomers: true }), queued)).toBe(false)
    expect(inView('picklist', agent, stream({ header: { queue: 'sales', assignee: bo } }))).toBe(false)
    expect(inView('history', agent, stream({ header: { queue: 'sales', status: 'closed' } }))).toBe(true)
    const handled = [seat(anna, { wasAssigned: true })]
    expect(inView('history', agent, stream({ header: { status: 'closed' }, seats: handled }))).toBe(true)
    expect(inView('history', agent, stream({ header: { status: 'closed' }, seats: mine }))).toBe(false)
  })

  test('customers have all, mine and unread only', () => {
    const theirs = stream({ header: open, seats: [seat(cleo)] })
    const views = ['all', 'mine', 'unread', 'unassigned', 'closed', 'sent'] as const
    expect(views.filter((view) => inView(view, viewer(cleo), theirs))).toEqual(['all', 'mine', 'unread'])
  })
})

describe('filters', () => {
  const order = { type: 'order', id: '7' }
  const rich = stream({
    header: { ...open, queue: 'sales', labels: ['vip'], attributes: { size: 3, note: null }, assignee: bo },
    seats: [seat(anna), seat(cleo)],
    links: [{ record: order, customerVisible: false }],
  })
  test.each<[ListQuery['filter'], boolean]>([
    [{}, true],
    [{ status: 'open', type: 'customer', queue: 'sales', label: 'vip', channel: 'web', unread: true }, true],
    [{ status: 'closed' }, false],
    [{ assignee: bo }, true],
    [{ assignee: null }, false],
    [{ queue: null }, false],
    [{ label: 'vi' }, false],
    [{ record: order }, true],
    [{ record: { ...order, id: '8' } }, false],
    [{ unread: false }, false],
    [{ unanswered: true }, false],
    [{ attributes: { size: 3, note: null } }, true],
    [{ attributes: { size: 3, other: null } }, false],
    [{ attributes: { size: '3' } }, false],
  ])('%j', (filter, passes) => {
    expect(list(agent, [rich], { filter }).length).toBe(passes ? 1 : 0)
  })

  test('O16 a record lists what is linked to it, for customers by links they see', () => {
    expect(list(viewer(cleo), [rich], { filter: { record: order } })).toEqual([])
  })
})

describe('the order of lists', () => {
  const named = (id: string, closedAt: number | null) =>
    stream({
      header: { id: id as ConversationId, closedAt: closedAt === null ? null : time(closedAt) },
      seats: mine,
    })
  const streams = [
    named('b', 2),
    named('a', 2),
    named('d', null),
    named('\u{1f600}', null),
    named('\uff5e', null),
    named('c', 1),
  ]

  test('H8 nulls last both ways, ties by id by code point in the same direction', () => {
    const sorted = (direction: 'asc' | 'desc') =>
      idsOf(list(agent, streams, { sort: { by: 'closedAt', direction } }))
    expect(sorted('asc')).toEqual(['c', 'a', 'b', 'd', '\uff5e', '\u{1f600}'])
    expect(sorted('desc')).toEqual(['b', 'a', 'c', '\u{1f600}', '\uff5e', 'd'])
  })

  test('walking gives each row once', () => {
    for (const direction of ['asc', 'desc'] as const) {
      const sort = { by: 'closedAt', direction } as const
      const seen: Array<ConversationId> = []
      for (let after: Key | null = null, next = true; next; ) {
        const rows: ReadonlyArray<Listed> = list(agent, streams, { sort, after, limit: 2 })
        seen.push(...idsOf(rows))
        after = rows.at(-1)?.key ?? null
        next = rows.length === 2
      }
      expect(seen).toEqual(idsOf(list(agent, streams, { sort })))
    }
  })

  test('customers are sorted by what they see', () => {
    const at = (id: string, staffAt: number, customerAt: number) => {
      const ref = (n: number) => ({ id: message(1).id, n: 1, at: time(n) })
      return stream({
        header: {
          id: id as ConversationId,
          lastStaff: ref(staffAt),
          lastCustomer: ref(customerAt),
          queuedAt: time(staffAt),
        },
        seats: [seat(anna), seat(cleo)],
      })
    }
    const two = [at('x', 300, 200), at('y', 250, 250)]
    expect(idsOf(list(agent, two, {}))).toEqual(['x', 'y'])
    expect(idsOf(list(viewer(cleo), two, {}))).toEqual(['y', 'x'])
    const keys = (by: 'arrival' | 'waitingSince') =>
      list(viewer(cleo), two, { sort: { by, direction: 'asc' } }).map(({ key }) => key.value)
    expect(keys('arrival')).toEqual([100, 100])
    expect(keys('waitingSince')).toEqual([null, null])
  })
})

describe('numbers', () => {
  const many = [
    stream({ header: { ...open, id: 'a' as ConversationId }, seats: mine }),
    stream({ header: { id: 'b' as ConversationId }, seats: [seat(anna, { flag: true })] }),
    stream({ header: { ...open, id: 'c' as ConversationId }, seats: [seat(anna, { muted: true })] }),
    stream({ header: { id: 'd' as ConversationId }, seats: mine }),
  ]

  test('O23 the indicator counts the whole view unread', () => {
    expect(answer({ _tag: 'Indicator' }, agent, database(...many))).toEqual({
      conversations: 2,
      withNewMessages: 1,
      messages: 2,
    })
    expect(list(agent, many, { view: 'unread' }).length).toBe(2)
  })

  test('D26 counts and unanswered records of what the viewer sees', () => {
    const order = { type: 'order', id: '7' }
    const run = { id: message(1).id, n: 1, staffN: 1, at: time(101) }
    const links = [{ record: order, customerVisible: true }]
    const streams = [
      stream({ header: { ...open, run }, seats: [seat(anna), seat(cleo)], links }),
      stream({ header: { id: 'b' as ConversationId, status: 'closed' }, links }),
      stream({ header: { id: 'z' as ConversationId, type: 'internal' }, links }),
    ]
    const counts = (who: Viewer) => answer({ _tag: 'Counts', records: [order] }, who, database(...streams))
    expect(counts(agent)).toEqual([{ total: 2, open: 1, unread: 1, unanswered: 1 }])
    expect(counts(viewer(cleo))).toEqual([{ total: 1, open: 1, unread: 1, unanswered: 0 }])
    const records = (after: typeof order | null) =>
      answer({ _tag: 'UnansweredRecords', after, limit: 5 }, agent, database(...streams))
    expect(records(null)).toEqual([order])
    expect(records(order)).toEqual([])
  })
})
