import { expect, it } from 'vitest'
import type { Chat, InboxOptions } from '../../src/index.ts'
import { roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { anna, cleo, customer, staff, sue } from './support/people.ts'
import { ids } from './support/reading.ts'

const order = (id: string) => ({ type: 'order', id })
const records = { order: { customerVisible: true }, ticket: {} }
const six = ['a', 'b', 'c', 'd', 'e', 'f']

/** Six conversations of a customer, each linked to these records. */
const linked = async (
  chat: Chat,
  contexts: ReadonlyArray<{ readonly type: string; readonly id: string }>,
  queue: string | null = null,
) => {
  for (const id of six) {
    await chat.as(sue).start({
      type: 'customer',
      id,
      customer: 'cleo',
      contexts,
      ...(queue === null ? {} : { queue }),
    })
  }
}

type ListPage = { readonly rows: ReadonlyArray<{ readonly id: string }>; readonly next: string | null }
/** Staff or customer. */
type Paging = { readonly inbox: (options: InboxOptions) => Promise<ListPage> }

/** All pages of a list, one after the other; between two of them something may happen. */
const pagesOf = async (session: Paging, list: InboxOptions, meanwhile?: (page: number) => Promise<void>) => {
  const pages: Array<ReadonlyArray<string>> = []
  let cursor: string | null = null
  do {
    const page: ListPage = await session.inbox({
      ...list,
      ...(cursor === null ? {} : { cursor }),
    })
    pages.push(ids(page))
    cursor = page.next
    if (cursor !== null) await meanwhile?.(pages.length)
  } while (cursor !== null && pages.length < 20)
  return pages
}

overStorages('Pages', (open) => {
  it('whoever follows two records of the same conversations meets each once', async () => {
    const { chat } = await open('helpdesk', { records })
    await linked(chat, [order('1'), order('2')])
    const desk = chat.as(anna)
    await desk.followRecord({ record: order('1') })
    await desk.followRecord({ record: order('2') })
    const pages = [
      ['f', 'e'],
      ['d', 'c'],
      ['b', 'a'],
    ]
    expect(await pagesOf(desk, { view: 'mine', limit: 2 })).toEqual(pages)
    expect(await pagesOf(desk, { view: 'customerReplies', limit: 2 })).toEqual(pages)
  })

  it('whoever was granted two records of the same conversations meets each once', async () => {
    const { chat } = await open('helpdesk', { records })
    await linked(chat, [order('1'), order('2')])
    const grants = [order('1'), order('2'), order('1')]
    for (const session of [
      chat.as(staff('gil', { can: [], records: grants })),
      chat.as(customer('carl', { records: grants })),
    ]) {
      expect((await pagesOf(session, { view: 'all', limit: 2 })).flat()).toEqual(six.toReversed())
    }
  })

  it('a link that a customer does not see changes none of their pages', async () => {
    const { chat } = await open('helpdesk', { records })
    const ticket = { type: 'ticket', id: '1' }
    await linked(chat, [order('1')])
    const portal = chat.as(customer('carl', { records: [order('1'), ticket] }))
    const before = await pagesOf(portal, { view: 'all', limit: 2 })
    for (const id of six) await chat.as(sue).link({ conversationId: id, record: ticket })
    expect(before.flat()).toHaveLength(six.length)
    expect(await pagesOf(portal, { view: 'all', limit: 2 })).toEqual(before)
  })

  it('following a record changes a customer’s rows by the links that they see alone', async () => {
    const { chat } = await open('helpdesk', { records })
    const ticket = { type: 'ticket', id: '1' }
    await linked(chat, [order('1'), ticket])
    const portal = chat.as(customer('carl', { records: [order('1'), ticket] }))
    const { changes: changedSince } = await portal.inbox({ view: 'all' })
    await portal.followRecord({ record: ticket })
    expect(ids(await portal.inbox({ view: 'all', changedSince }))).toEqual([])
    await portal.followRecord({ record: order('1') })
    expect(ids(await portal.inbox({ view: 'all', changedSince })).toSorted()).toEqual(six)
  })

  it('a queue that is named twice shows its conversations once', async () => {
    const { chat } = await open('helpdesk')
    await linked(chat, [], 'support')
    const desk = chat.as(staff('gil', { can: ['pick'], queues: ['support', 'sales', 'support'] }))
    for (const view of ['picklist', 'all', 'unassigned'] as const) {
      expect((await pagesOf(desk, { view, limit: 2 })).flat().toSorted(), view).toEqual(six)
    }
  })

  it('a row that moved is left out of a page, which goes on where exactly as many follow', async () => {
    const { chat } = await open('helpdesk')
    await linked(chat, [])
    const desk = chat.as(sue)
    const post = async (conversationId: string) => {
      await chat.as(cleo).post({ conversationId, body: 'x' })
    }
    for (const id of six) await post(id)
    // The first of six moves down by the removal of its latest message, to where the next page begins.
    const walkedWhile = async (limit: number) => {
      const last = await chat.as(cleo).post({ conversationId: 'd', body: 'gone soon' })
      return pagesOf(desk, { view: 'all', sort: 'activity', limit }, async (page) => {
        if (page === 1) await removing.remove({ conversationId: 'd', messageId: String(last.messageId) })
      })
    }
    const removing = chat.as(customer('cleo', { can: [...roles.customer, 'message.removeOwn'] }))
    expect(await walkedWhile(2)).toEqual([
      ['d', 'f'],
      ['e', 'c'],
      ['b', 'a'],
    ])
    expect(await walkedWhile(3)).toEqual([
      ['d', 'f', 'e'],
      ['c', 'b', 'a'],
    ])
  })

  it('lists by arrival, by waiting and by closing give each row once, whatever moves meanwhile', async () => {
    const { chat } = await open('helpdesk')
    await linked(chat, [], 'support')
    const desk = chat.as(sue)
    for (const id of six) await chat.as(cleo).post({ conversationId: id, body: 'x' })
    const waiting = await pagesOf(
      desk,
      { view: 'fromCustomers.unanswered', sort: { by: 'waitingSince', direction: 'asc' }, limit: 2 },
      async (page) => {
        if (page > 1) return
        await desk.post({ conversationId: 'b', body: 'answered' })
        await chat.as(cleo).post({ conversationId: 'b', body: 'and asked again' })
      },
    )
    expect(waiting).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ])
    const arrived = await pagesOf(desk, { view: 'picklist', limit: 2 }, async (page) => {
      if (page > 1) return
      await desk.pick({ conversationId: 'a' })
      await desk.release({ conversationId: 'a' })
    })
    expect(arrived.flat().filter((id) => id === 'a')).toHaveLength(1)
    expect(arrived.flat().toSorted()).toEqual(six)
    const queued = await pagesOf(desk, { view: 'picklist', limit: 2 }, async (page) => {
      if (page === 1) await desk.assign({ conversationId: 'b', to: { queue: 'sales' } })
    })
    expect(queued.flat().filter((id) => id === 'b')).toHaveLength(1)
    expect(queued.flat().toSorted()).toEqual(six)
    for (const id of six) await desk.close({ conversationId: id })
    const closed = await pagesOf(
      desk,
      { view: 'closed', sort: { by: 'closedAt', direction: 'asc' }, limit: 2 },
      async (page) => {
        if (page > 1) return
        await desk.reopen({ conversationId: 'a' })
        await desk.close({ conversationId: 'a' })
      },
    )
    expect(closed).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ])
  })
})
