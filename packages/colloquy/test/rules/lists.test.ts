import { expect, it } from 'vitest'
import type { Chat, FilterOptions } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, carl, cleo, customer, sue } from './support/people.ts'
import { ids, refused } from './support/reading.ts'

const ticket = { type: 'ticket', id: '1' }
const secret = { type: 'secret', id: '1' }
const records = { ticket: { customerVisible: true }, secret: {} }

/** Four conversations, each different from the others in everything one can filter by. */
const four = async (chat: Chat) => {
  const desk = chat.as(sue)
  await desk.start({
    type: 'customer',
    id: 'a',
    customer: 'cleo',
    channel: 'sms',
    queue: 'sales',
    attributes: { plan: 'gold', n: 1 },
  })
  await desk.start({ type: 'customer', id: 'b', customer: 'carl', owner: 'anna', contexts: [ticket, secret] })
  await desk.start({
    type: 'internal',
    id: 'c',
    participants: [{ id: 'anna', kind: 'staff' }],
    attributes: { plan: 'gold' },
  })
  await desk.start({ type: 'customer', id: 'd', customer: 'cleo', queue: 'billing' })
  await desk.label({ conversationId: 'a', label: 'late' })
  await desk.post({ conversationId: 'c', body: 'x' })
  await chat.as(cleo).post({ conversationId: 'a', body: 'x' })
  await desk.close({ conversationId: 'd' })
}

overStorages('Lists', (open) => {
  it('a list of one record or customer takes no second one in its filter', async () => {
    const { chat } = await open('helpdesk', { records })
    await four(chat)
    const desk = chat.as(sue)
    for (const record of [ticket, secret])
      expect(await desk.try.forRecord(ticket, { filter: { record } })).toEqual(
        refused('InvalidInput', { field: 'filter.record' }),
      )
    for (const other of ['cleo', 'carl'])
      expect(await desk.try.forCustomer('cleo', { filter: { customer: other } })).toEqual(
        refused('InvalidInput', { field: 'filter.customer' }),
      )
    expect(ids(await desk.forRecord(ticket, { filter: { customer: 'carl' } }))).toEqual(['b'])
    expect(ids(await desk.forCustomer('carl', { filter: { record: ticket } }))).toEqual(['b'])
  })

  it('by arrival customers see when conversations began: queueing one moves it for staff alone', async () => {
    const { chat } = await open('helpdesk', { records })
    await four(chat)
    await chat.as(sue).assign({ conversationId: 'a', to: { queue: 'billing' } })
    const sort = { by: 'arrival', direction: 'asc' } as const
    expect(ids(await chat.as(cleo).inbox({ view: 'all', sort }))).toEqual(['a', 'd'])
    const billing = { view: 'all', sort, filter: { customer: 'cleo' } } as const
    expect(ids(await chat.as(sue).inbox(billing))).toEqual(['d', 'a'])
  })

  it('filters: all that are given must hold', async () => {
    const { chat } = await open('helpdesk', { records })
    await four(chat)
    const filtered: ReadonlyArray<readonly [FilterOptions, ReadonlyArray<string>]> = [
      [{}, ['a', 'b', 'c', 'd']],
      [{ status: 'open' }, ['a', 'b', 'c']],
      [{ status: 'closed' }, ['d']],
      [{ type: 'internal' }, ['c']],
      [{ assignee: 'anna' }, ['b']],
      [{ assignee: null }, ['a', 'c', 'd']],
      [{ queue: 'sales' }, ['a']],
      [{ queue: null }, ['b', 'c']],
      [{ label: 'late' }, ['a']],
      [{ label: 'lat' }, []],
      [{ record: ticket }, ['b']],
      [{ customer: 'cleo' }, ['a', 'd']],
      [{ channel: 'sms' }, ['a']],
      [{ unanswered: true }, ['a']],
      [{ unanswered: false }, ['b', 'c', 'd']],
      [{ attributes: { plan: 'gold' } }, ['a', 'c']],
      [{ attributes: { plan: 'gold', n: 1 } }, ['a']],
      [{ attributes: { n: '1' } }, []],
      [{ customer: 'cleo', status: 'open' }, ['a']],
      [{ customer: 'carl', label: 'late' }, []],
    ]
    for (const [filter, expected] of filtered) {
      const found = ids(await chat.as(sue).inbox({ view: 'all', filter }))
      expect([filter, found.toSorted()]).toEqual([filter, expected])
    }
    expect(ids(await chat.as(anna).inbox({ view: 'all', filter: { unread: true } }))).toEqual(['c'])
    expect(await chat.as(anna).inbox({ view: 'all', filter: { unread: false } })).toMatchObject({
      rows: [{ id: 'a' }, { id: 'd' }, { id: 'b' }],
    })
  })

  it('filters: customers may name nothing that only staff see', async () => {
    const { chat } = await open('helpdesk', { records })
    await four(chat)
    const portal = chat.as(customer('cleo', { records: [ticket] }))
    const allowed: ReadonlyArray<FilterOptions> = [
      { status: 'closed' },
      { type: 'customer' },
      { record: ticket },
      { unread: true },
    ]
    for (const filter of allowed)
      expect(await portal.try.inbox({ view: 'all', filter })).toMatchObject({ ok: true })
    expect(ids(await portal.inbox({ view: 'all', filter: { record: ticket } }))).toEqual(['b'])
    expect(await portal.try.inbox({ view: 'all', filter: { record: secret } })).toEqual(
      refused('RecordUnknown'),
    )
    const staffs: ReadonlyArray<FilterOptions> = [
      { assignee: 'anna' },
      { queue: 'sales' },
      { label: 'late' },
      { customer: 'cleo' },
      { channel: 'sms' },
      { unanswered: true },
      { attributes: {} },
    ]
    for (const filter of staffs) {
      expect(await portal.try.inbox({ view: 'all', filter })).toEqual(
        refused('InvalidInput', { field: `filter.${Object.keys(filter)[0]}` }),
      )
    }
  })

  it('sorts: by activity, arrival, waitingSince and closedAt, either way, nulls last', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(sue)
    for (const id of ['a', 'b', 'c']) await desk.start({ type: 'customer', id, customer: 'cleo' })
    await chat.as(cleo).post({ conversationId: 'b', body: 'x' })
    await chat.as(cleo).post({ conversationId: 'a', body: 'x' })
    await desk.start({ type: 'customer', id: 'd', customer: 'cleo' })
    await desk.close({ conversationId: 'd' })
    await desk.close({ conversationId: 'c' })
    const sorted = async (
      by: 'activity' | 'arrival' | 'waitingSince' | 'closedAt',
      direction: 'asc' | 'desc',
    ) => ids(await desk.inbox({ view: 'all', sort: { by, direction } })).join('')
    expect(await sorted('activity', 'desc')).toBe('dabc')
    expect(await sorted('activity', 'asc')).toBe('cbad')
    expect(await sorted('arrival', 'asc')).toBe('abcd')
    expect(await sorted('arrival', 'desc')).toBe('dcba')
    expect(await sorted('waitingSince', 'asc')).toBe('bacd')
    expect(await sorted('waitingSince', 'desc')).toBe('abdc')
    expect(await sorted('closedAt', 'asc')).toBe('dcab')
    expect(await sorted('closedAt', 'desc')).toBe('cdba')
    // The page ends with the last that has a time.
    for (const [by, all] of [
      ['waitingSince', 'bacd'],
      ['closedAt', 'dcab'],
    ] as const) {
      const walk = { view: 'all', sort: { by, direction: 'asc' }, limit: 2 } as const
      const first = await desk.inbox(walk)
      const second = await desk.inbox({ ...walk, cursor: first.next })
      expect([...ids(first), ...ids(second)].join('')).toBe(all)
    }
  })

  it('timelines: the page before the last message goes on to it', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(sue)
    await desk.start({ type: 'internal', id: 'a' })
    for (const body of ['x', 'y', 'z']) await desk.post({ conversationId: 'a', body })
    const last = await desk.timeline('a', { limit: 1 })
    const before = await desk.timeline('a', { limit: 1, before: last.older ?? '' })
    if (before.newer === null) throw new Error('it ends early')
    expect((await desk.timeline('a', { limit: 1, after: before.newer })).items).toEqual(last.items)
  })

  it('timelines: an empty page after the last message goes back to it', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(sue)
    await desk.start({ type: 'internal', id: 'a' })
    for (const body of ['x', 'y']) await desk.post({ conversationId: 'a', body })
    const last = await desk.timeline('a', { limit: 1 })
    const empty = await desk.timeline('a', { limit: 1, after: last.head })
    expect(empty.items).toEqual([])
    if (empty.older === null) throw new Error('it ends early')
    expect((await desk.timeline('a', { limit: 1, before: empty.older })).items).toEqual(last.items)
  })

  it('timelines: a last page that is just full has what happened after its last message', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(sue)
    await desk.start({ type: 'internal', id: 'a' })
    for (const messageId of ['x', 'y', 'z']) await desk.post({ conversationId: 'a', messageId, body: 'x' })
    await desk.close({ conversationId: 'a' })
    const first = await desk.timeline('a', {
      limit: 2,
      before: (await desk.timeline('a', { limit: 1 })).older,
    })
    const last = await desk.timeline('a', { limit: 1, after: first.newer, events: true })
    expect(last.newer).toBeNull()
    expect(last.items.map((item) => (item.type === 'message' ? item.id : item.event))).toEqual([
      'z',
      'conversation-closed',
    ])
  })

  it('sorts: the id breaks ties by code point', async () => {
    const { chat } = await open('helpdesk', { clock: () => 1_800_000_000_000 })
    for (const id of ['é', 'Z', 'a', '10', '9', '😀', '～']) {
      await chat.as(anna).start({ type: 'customer', id, customer: 'cleo' })
    }
    const asc = { by: 'activity', direction: 'asc' } as const
    const expected = ['10', '9', 'Z', 'a', 'é', '～', '😀']
    expect(ids(await chat.as(anna).inbox({ view: 'all', sort: asc }))).toEqual(expected)
    expect(ids(await chat.as(anna).inbox({ view: 'all' }))).toEqual(expected.toReversed())
  })

  it('sorts: a customer’s order moves with what customers see alone', async () => {
    const { chat } = await open('helpdesk')
    for (const id of ['a', 'b']) await chat.as(anna).start({ type: 'customer', id, customer: 'cleo' })
    await chat.as(anna).post({ conversationId: 'a', body: 'note', visibility: 'internal' })
    expect(ids(await chat.as(cleo).inbox({ view: 'all' }))).toEqual(['b', 'a'])
    expect(ids(await chat.as(anna).inbox({ view: 'all' }))).toEqual(['a', 'b'])
    expect(await chat.as(cleo).try.inbox({ view: 'all', sort: 'waitingSince' })).toMatchObject({ ok: false })
  })

  it('pages: each row that did not change exactly once; `changes` has those that did', async () => {
    const { chat } = await open('helpdesk')
    const all = Array.from({ length: 7 }, (_, at) => `c${at}`)
    for (const id of all) await chat.as(anna).start({ type: 'customer', id, customer: 'cleo' })
    for (const viewer of [anna, cleo]) {
      const desk = chat.as(viewer)
      const first = await desk.inbox({ view: 'all', limit: 3 })
      const moved = ids(first)[0] === 'c6' ? 'c1' : 'c2'
      await chat.as(anna).post({ conversationId: moved, body: 'x' })
      const seen = [...ids(first)]
      for (let { next } = first; next !== null; ) {
        const page: Awaited<ReturnType<typeof desk.inbox>> = await desk.inbox({
          view: 'all',
          limit: 3,
          cursor: next,
        })
        seen.push(...ids(page))
        next = page.next
      }
      expect(new Set(seen).size).toBe(seen.length)
      const changed = ids(await desk.inbox({ view: 'all', changedSince: first.changes }))
      expect(changed).toEqual([moved])
      expect([...new Set([...seen, ...changed])].toSorted()).toEqual(all)
    }
  })

  it('pages: a row that moved down a list while it was walked is met once at most', async () => {
    const { chat } = await open('helpdesk')
    const all = ['a', 'b', 'c', 'd', 'e']
    for (const id of all) await chat.as(anna).start({ type: 'customer', id, customer: 'cleo' })
    const sort = { by: 'activity', direction: 'asc' } as const
    const desk = chat.as(anna)
    const first = await desk.inbox({ view: 'all', sort, limit: 2 })
    await chat.as(cleo).post({ conversationId: 'a', body: 'x' })
    const rest = await desk.inbox({ view: 'all', sort, limit: 10, cursor: first.next })
    expect([ids(first), ids(rest)]).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ])
    expect(ids(await desk.inbox({ view: 'all', changedSince: first.changes }))).toEqual(['a'])
  })

  it('pages: a cursor of another list, viewer or filter is invalid', async () => {
    const { chat } = await open('helpdesk')
    for (const id of ['a', 'b']) await chat.as(anna).start({ type: 'customer', id, customer: 'cleo' })
    const { next } = await chat.as(anna).inbox({ view: 'all', limit: 1 })
    const invalid = refused('InvalidCursor')
    expect(await chat.as(anna).try.inbox({ view: 'mine', cursor: next })).toEqual(invalid)
    expect(await chat.as(anna).try.inbox({ view: 'all', filter: { status: 'open' }, cursor: next })).toEqual(
      invalid,
    )
    expect(await chat.as(anna).try.inbox({ view: 'all', sort: 'arrival', cursor: next })).toEqual(invalid)
    expect(await chat.as(bert).try.inbox({ view: 'all', cursor: next })).toEqual(invalid)
    expect(await chat.as(anna).try.inbox({ view: 'all', cursor: `${next}x` })).toEqual(invalid)
  })

  it('timeline cursors: bound to conversation, viewer and filter; lost access is NotFound', async () => {
    const { chat } = await open('b2bPortal')
    const start = {
      type: 'customer',
      customer: 'cleo',
      subject: 's',
      participants: [{ id: 'bert', kind: 'staff' }],
    } as const
    for (const id of ['a', 'b']) {
      await chat.as(anna).start({ ...start, id })
      for (const body of ['1', '2', '3']) await chat.as(anna).post({ conversationId: id, body })
    }
    const { older } = await chat.as(bert).timeline('a', { limit: 1 })
    const invalid = refused('InvalidCursor')
    expect(await chat.as(bert).try.timeline('b', { before: older })).toEqual(invalid)
    expect(await chat.as(anna).try.timeline('a', { before: older })).toEqual(invalid)
    expect(await chat.as(bert).try.timeline('a', { before: older, visibility: 'public' })).toEqual(invalid)
    await chat.as(bert).leave({ conversationId: 'a' })
    expect(await chat.as(bert).try.timeline('a', { before: older })).toEqual(refused('NotFound'))
  })

  it('conversations: in the order asked; those one may not see are absent', async () => {
    const { chat } = await open('helpdesk')
    for (const id of ['a', 'b']) await chat.as(anna).start({ type: 'customer', id, customer: 'cleo' })
    await chat.as(anna).start({ type: 'customer', id: 'c', customer: 'carl' })
    const found = async (viewer: typeof cleo) =>
      (await chat.as(viewer).conversations(['c', 'never', 'b', 'a'])).map(({ id }) => id)
    expect(await found(cleo)).toEqual(['b', 'a'])
    expect(await found(carl)).toEqual(['c'])
  })
})
