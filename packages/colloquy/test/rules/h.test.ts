import { expect, it } from 'vitest'
import type { Chat } from '../../src/index.ts'
import { extend, presets } from '../../src/index.ts'
import { idOf } from '../support/idOf.ts'
import { overStorages } from './support/opening.ts'
import { carl, customer, staff, sue } from './support/people.ts'
import { bodies, ids, refused } from './support/reading.ts'

const anna = staff('anna', { queues: ['sales'] })
const bert = staff('bert', { queues: ['sales'] })
const other = staff('otto', { queues: ['billing'] })
const cleo = customer('cleo', { name: 'Cleo Patra' })

/** Cleo's chat, waiting in a queue. */
const queued = async (chat: Chat, queue = 'sales', message = 'Hello?') => {
  const { conversationId } = await chat.as(cleo).start({ queue, channel: 'app', message })
  return { conversationId }
}
const picked = async (chat: Chat) => {
  const on = await queued(chat)
  await chat.as(anna).pick(on)
  return on
}

overStorages('contactCentre', (open) => {
  it('H1 picked, it leaves the Picklist for that agent’s Conversations', async () => {
    const { chat } = await open('contactCentre')
    const on = await queued(chat)
    expect(ids(await chat.as(anna).inbox({ view: 'picklist' }))).toEqual([on.conversationId])
    await chat.as(anna).pick(on)
    expect(ids(await chat.as(anna).inbox({ view: 'picklist' }))).toEqual([])
    expect(ids(await chat.as(anna).inbox({ view: 'assigned' }))).toEqual([on.conversationId])
    expect(await chat.as(anna).pick(on)).toMatchObject({ changed: false })
  })

  it('H1 of two who pick at once the second is told it is already assigned', async () => {
    for (const preset of ['helpdesk', 'contactCentre', 'marketplace'] as const) {
      const { chat } = await open(preset)
      const on = await queued(chat)
      const answers = await Promise.all([chat.as(anna).try.pick(on), chat.as(bert).try.pick(on)])
      const first = { ok: true, value: expect.objectContaining({ changed: true }) }
      expect([preset, answers]).toEqual([preset, [first, refused('AlreadyAssigned')]])
      expect(await chat.as(bert).try.pick(on)).toEqual(refused('AlreadyAssigned'))
      const no = { allowed: false, reason: { _tag: 'AlreadyAssigned' } }
      expect(await chat.as(bert).can('pick', on.conversationId)).toEqual(no)
      expect(await chat.as(sue).conversation(on.conversationId)).toMatchObject({ assignee: 'anna' })
    }
  })

  it('H1 that is all the second picker is told, and nobody else is told even that', async () => {
    for (const preset of ['contactCentre', 'marketplace'] as const) {
      const { chat } = await open(preset)
      const on = await picked(chat)
      expect(await chat.as(bert).try.conversation(on.conversationId)).toEqual(refused('NotFound'))
      expect(await chat.as(bert).try.markRead(on)).toEqual(refused('NotFound'))
      const strangers = [other, staff('zed'), staff('bert', { queues: ['sales'], can: ['post.public'] })]
      for (const who of strangers) {
        expect(await chat.as(who).try.pick(on)).toEqual(refused('NotFound'))
        expect(await chat.as(who).can('pick', on.conversationId)).toEqual({
          allowed: false,
          reason: { _tag: 'NotFound' },
        })
      }
      await chat.as(sue).transfer({ ...on, to: { queue: 'billing' } })
      await chat.as(other).pick(on)
      expect(await chat.as(bert).try.pick(on)).toEqual(refused('NotFound'))
      expect(await chat.as(anna).try.pick(on)).toEqual(refused('NotFound'))
    }
  })

  it('H1 a removed one is not there to be picked', async () => {
    const { chat } = await open(extend(presets.contactCentre, { customer: { delete: 'permission' } }))
    const on = await picked(chat)
    await chat.as(staff('max', { can: ['view.all', 'conversation.remove'] })).removeConversation(on)
    expect(await chat.as(bert).try.pick(on)).toEqual(refused('NotFound'))
  })

  it('H3 the badge is the number of unseen customer messages', async () => {
    const { chat } = await open('contactCentre')
    const on = await picked(chat)
    await chat.as(cleo).post({ ...on, messageId: idOf('two'), body: 'Anybody?' })
    await chat.as(sue).post({ ...on, body: 'careful', visibility: 'internal' })
    expect(await chat.as(anna).unread(on.conversationId)).toMatchObject({ count: 3, unreadFromCustomer: 2 })
    expect((await chat.as(anna).inbox({ view: 'assigned' })).rows).toMatchObject([{ unreadFromCustomer: 2 }])
    await chat.as(anna).markRead({ ...on, upTo: idOf('two') })
    expect(await chat.as(anna).unread(on.conversationId)).toMatchObject({ count: 1, unreadFromCustomer: 0 })
  })

  it('H5 the header has the customer’s name, else the phone', async () => {
    const { chat } = await open('contactCentre')
    const on = await picked(chat)
    const people = await chat.as(anna).participants(on.conversationId)
    expect(people.find(({ kind }) => kind === 'customer')).toMatchObject({ id: 'cleo', name: 'Cleo Patra' })
    const nameless = await chat.as(staff('ivo', { can: ['import', 'start.customer'] })).start({
      type: 'customer',
      customer: { id: 'nemo', phone: '+49170555' },
      queue: 'sales',
    })
    const [nemo] = await chat.as(anna).participants(nameless.conversationId)
    expect(nemo).toMatchObject({ id: 'nemo', name: null, phone: '+49170555' })
  })

  it('H6 previous conversations of the customer are reachable, by whoever has an open one', async () => {
    const { chat } = await open('contactCentre')
    const before = await queued(chat, 'billing', 'an old matter')
    await chat.as(other).pick(before)
    await chat.as(other).close(before)
    expect(await chat.as(anna).try.conversation(before.conversationId)).toEqual(refused('NotFound'))
    const now = await picked(chat)
    expect(ids(await chat.as(anna).forCustomer('cleo'))).toEqual([now.conversationId, before.conversationId])
    expect(bodies(await chat.as(anna).timeline(before.conversationId))).toEqual(['an old matter'])
    await chat.as(anna).close(now)
    expect(await chat.as(anna).try.conversation(before.conversationId)).toEqual(refused('NotFound'))
  })

  it('H7 a pick on one client shows on another', async () => {
    const { chat } = await open('contactCentre')
    const on = await queued(chat)
    const phone = chat.as(staff('anna', { queues: ['sales'] }))
    const desktop = chat.as(staff('anna', { queues: ['sales'] }))
    await phone.pick(on)
    expect(ids(await desktop.inbox({ view: 'assigned' }))).toEqual([on.conversationId])
    expect(ids(await desktop.inbox({ view: 'picklist' }))).toEqual([])
    await desktop.release(on)
    expect(ids(await phone.inbox({ view: 'assigned' }))).toEqual([])
    expect(ids(await phone.inbox({ view: 'picklist' }))).toEqual([on.conversationId])
  })

  it('H8 the list is sortable', async () => {
    const { chat } = await open('contactCentre')
    const first = await queued(chat)
    const second = await queued(chat)
    await chat.as(cleo).post({ ...first, body: 'Still there?' })
    const sorted = async (by: 'activity' | 'arrival', direction: 'asc' | 'desc') =>
      ids(await chat.as(anna).inbox({ view: 'picklist', sort: { by, direction } }))
    const early = [first.conversationId, second.conversationId]
    expect(ids(await chat.as(anna).inbox({ view: 'picklist' }))).toEqual(early)
    expect(await sorted('arrival', 'asc')).toEqual(early)
    expect(await sorted('arrival', 'desc')).toEqual(early.toReversed())
    expect(await sorted('activity', 'desc')).toEqual(early)
    expect(await sorted('activity', 'asc')).toEqual(early.toReversed())
  })

  it('H15 notes are read and written in Picklist, Conversations and History', async () => {
    const { chat } = await open('contactCentre')
    const on = await queued(chat)
    const noting = (body: string) => chat.as(anna).post({ ...on, body, visibility: 'internal' })
    await noting('before picking')
    await chat.as(anna).pick(on)
    await noting('while talking')
    await chat.as(anna).close(on)
    await noting('after the end')
    for (const [viewer, view] of [
      [anna, 'history'],
      [bert, 'history'],
    ] as const) {
      expect(ids(await chat.as(viewer).inbox({ view }))).toEqual([on.conversationId])
      const notes = await chat.as(viewer).timeline(on.conversationId, { visibility: 'internal' })
      expect(bodies(notes)).toEqual(['before picking', 'while talking', 'after the end'])
    }
    expect(await chat.as(anna).conversation(on.conversationId)).toMatchObject({ status: 'closed' })
    expect(bodies(await chat.as(cleo).timeline(on.conversationId))).toEqual(['Hello?'])
  })

  it('H16 the newest note is at hand first, and an empty one refused', async () => {
    const { chat } = await open('contactCentre')
    const on = await queued(chat)
    for (const body of ['one', 'two', 'three']) {
      await chat.as(anna).post({ ...on, body, visibility: 'internal' })
    }
    const newest = await chat.as(anna).timeline(on.conversationId, { visibility: 'internal', limit: 1 })
    expect(bodies(newest)).toEqual(['three'])
    const older = await chat
      .as(anna)
      .timeline(on.conversationId, { visibility: 'internal', limit: 1, before: newest.older })
    expect(bodies(older)).toEqual(['two'])
    expect(await chat.as(anna).try.post({ ...on, body: ' ', visibility: 'internal' })).toEqual(
      refused('EmptyBody'),
    )
  })

  it('H19 details have the source, the queue and the time of arrival', async () => {
    const { chat } = await open('contactCentre', { records: { order: {} } })
    const source = { type: 'order', id: '7' }
    const portal = chat.as(customer('cleo', { records: [source] }))
    const { conversationId } = await portal.start({ queue: 'sales', channel: 'app', source })
    const details = await chat.as(anna).conversation(conversationId)
    expect(details).toMatchObject({ source, queue: 'sales', channel: 'app' })
    expect(details.createdAt).toMatch(/^2026-11-20T12:00:\d\d\.000Z$/)
  })

  it('H20 a customer’s previous chats are sortable by arrival, and paged', async () => {
    const { chat } = await open('contactCentre')
    const chats = [await queued(chat), await queued(chat), await queued(chat)].map((on) => on.conversationId)
    const sort = { by: 'arrival', direction: 'asc' } as const
    const first = await chat.as(anna).forCustomer('cleo', { sort, limit: 2 })
    const second = await chat.as(anna).forCustomer('cleo', { sort, limit: 2, cursor: first.next })
    expect([ids(first), ids(second)]).toEqual([chats.slice(0, 2), chats.slice(2)])
    expect(second.next).toBeNull()
    expect(ids(await chat.as(anna).forCustomer('carl'))).toEqual([])
    const latest = { by: 'arrival', direction: 'desc' } as const
    expect(ids(await chat.as(anna).forCustomer('cleo', { sort: latest }))).toEqual(chats.toReversed())
  })

  it('H21 only what is picked is transferred, and only one’s own', async () => {
    const { chat } = await open('contactCentre')
    const on = await queued(chat)
    const toBert = { ...on, to: { staff: 'bert' } }
    expect(await chat.as(anna).try.transfer(toBert)).toEqual(refused('NotPicked'))
    await chat.as(anna).pick(on)
    await chat.as(anna).transfer(toBert)
    expect(ids(await chat.as(bert).inbox({ view: 'assigned' }))).toEqual([on.conversationId])
    expect(await chat.as(anna).try.transfer({ ...on, to: { staff: 'anna' } })).toEqual(refused('NotFound'))
    await chat.as(bert).follow(on)
    expect(await chat.as(sue).transfer({ ...on, to: { queue: 'billing' } })).toMatchObject({ changed: true })
    expect(ids(await chat.as(other).inbox({ view: 'picklist' }))).toEqual([on.conversationId])
    expect(await chat.as(sue).conversation(on.conversationId)).toMatchObject({
      assignee: null,
      queue: 'billing',
    })
  })

  it('H21 another’s is forbidden to one who may see it', async () => {
    const { chat } = await open('contactCentre')
    const on = await picked(chat)
    const viewer = staff('bert', { can: ['view.all', 'transfer', 'close'] })
    const forbidden = refused('Forbidden', { capability: 'assign' })
    expect(await chat.as(viewer).try.transfer({ ...on, to: { staff: 'bert' } })).toEqual(forbidden)
    expect(await chat.as(viewer).try.close(on)).toEqual(forbidden)
  })

  it('H22 only what is picked is ended', async () => {
    const { chat } = await open('contactCentre')
    const on = await queued(chat)
    expect(await chat.as(anna).try.close(on)).toEqual(refused('NotPicked'))
    await chat.as(anna).pick(on)
    expect(await chat.as(anna).close(on)).toMatchObject({ changed: true })
    expect(await chat.as(anna).try.post({ ...on, body: 'one more' })).toEqual(refused('ConversationClosed'))
    expect(await chat.as(anna).try.reopen(on)).toEqual(refused('Forbidden', { capability: 'reopen' }))
  })

  it('H23 a chat in the Picklist is previewed without picking it', async () => {
    const { chat } = await open('contactCentre')
    const on = await queued(chat)
    const [row] = (await chat.as(anna).inbox({ view: 'picklist' })).rows
    expect(row).toMatchObject({ preview: 'Hello?', assignee: null })
    expect(bodies(await chat.as(anna).timeline(on.conversationId))).toEqual(['Hello?'])
    expect(ids(await chat.as(bert).inbox({ view: 'picklist' }))).toEqual([on.conversationId])
    expect(await chat.as(other).try.timeline(on.conversationId)).toEqual(refused('NotFound'))
  })

  it('H24 three lists: Picklist, Conversations and History', async () => {
    const { chat } = await open('contactCentre')
    const waiting = await queued(chat)
    const mine = await picked(chat)
    const ended = await picked(chat)
    await chat.as(anna).close(ended)
    const list = async (view: 'picklist' | 'assigned' | 'history') => ids(await chat.as(anna).inbox({ view }))
    expect(await list('picklist')).toEqual([waiting.conversationId])
    expect(await list('assigned')).toEqual([mine.conversationId])
    expect(await list('history')).toEqual([ended.conversationId])
    expect(ids(await chat.as(other).inbox({ view: 'history' }))).toEqual([])
    expect(await chat.as(carl).try.inbox({ view: 'history' })).toMatchObject(
      refused('Forbidden', { capability: null }),
    )
  })
})
