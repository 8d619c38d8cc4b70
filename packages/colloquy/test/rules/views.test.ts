import { expect, it } from 'vitest'
import type { Chat, SessionActor, View } from '../../src/index.ts'
import { roles } from '../../src/index.ts'
import { idOf } from '../support/idOf.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, cleo, customer, staff, sue } from './support/people.ts'
import { ids, refused } from './support/reading.ts'

const ticket = { type: 'ticket', id: '1' }
const withCleo = { type: 'customer', customer: 'cleo' } as const
const lead = staff('lee', {
  can: [...roles.admin, 'start.customer', 'start.internal', 'import', 'message.removeAny', 'pick'],
})

/** Starts conversations by name, one after the other, so that each list can be read by name. */
const named = (chat: Chat) => {
  const start = async (by: SessionActor, id: string, input: object = {}) => {
    await chat.as(by).start({ ...withCleo, id, ...input })
    return { conversationId: id }
  }
  const list = async (viewer: SessionActor, view: View) => ids(await chat.as(viewer).inbox({ view }))
  return { start, list }
}

overStorages('Views', (open) => {
  it('all: whatever one may see, newest activity first', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    const first = await start(anna, 'first')
    await start(bert, 'second')
    await start(bert, 'ours', { type: 'internal' })
    await chat.as(cleo).post({ ...first, body: 'x' })
    expect(await list(anna, 'all')).toEqual(['first', 'second'])
    expect(await list(sue, 'all')).toEqual(['first', 'ours', 'second'])
    expect(await list(cleo, 'all')).toEqual(['first', 'second'])
  })

  it('all, closed, history: what one was assigned to once, and sees by nothing else, is there when it is closed', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    const once = staff('otto', { can: [] })
    for (const id of ['done', 'goes on']) {
      const told = await start(lead, id, { owner: 'otto' })
      await chat.as(lead).assign({ ...told, to: { staff: 'anna' } })
    }
    expect(await list(once, 'all')).toEqual([])
    await chat.as(lead).close({ conversationId: 'done' })
    for (const view of ['all', 'closed', 'history'] as const)
      expect(await list(once, view), view).toEqual(['done'])
  })

  it('mine: initiator, participant, follower, assignee or follower of a linked record, any status', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    await start(anna, 'initiated')
    await start(lead, 'joined', { participants: [{ id: 'anna', kind: 'staff' }] })
    await chat.as(anna).follow(await start(lead, 'followed'))
    await chat.as(lead).assign({ ...(await start(lead, 'assigned')), to: { staff: 'anna' } })
    await start(lead, 'linked', { contexts: [ticket] })
    await chat.as(anna).followRecord({ record: ticket })
    await start(lead, 'other')
    await chat.as(anna).close({ conversationId: 'joined' })
    expect((await list(anna, 'mine')).toSorted()).toEqual([
      'assigned',
      'followed',
      'initiated',
      'joined',
      'linked',
    ])
  })

  it('unread: is unread, not muted; scope mine or assigned', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    for (const id of ['new', 'muted', 'flagged', 'read']) await start(anna, id)
    for (const id of ['new', 'muted', 'read']) {
      await chat.as(cleo).post({ conversationId: id, messageId: idOf('m'), body: 'x' })
    }
    await chat.as(anna).mute({ conversationId: 'muted' })
    await chat.as(anna).markUnread({ conversationId: 'flagged' })
    await chat.as(anna).markRead({ conversationId: 'read', upTo: idOf('m') })
    expect(await list(anna, 'unread')).toEqual(['new', 'flagged'])
    expect(await list(bert, 'unread')).toEqual([])
  })

  it('fromCustomers.open: the customer type, while it is active', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    await start(lead, 'open')
    await chat.as(lead).close(await start(lead, 'closed'))
    await start(lead, 'internal', { type: 'internal' })
    expect(await list(anna, 'fromCustomers.open')).toEqual(['open'])
  })

  it('fromCustomers.unanswered: who waits longest first', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    for (const id of ['long', 'short', 'answered']) {
      await chat.as(cleo).post({ ...(await start(lead, id)), body: 'x' })
    }
    await chat.as(cleo).post({ conversationId: 'long', body: 'again' })
    await chat.as(anna).post({ conversationId: 'answered', body: 'y' })
    await start(lead, 'silent')
    expect(await list(anna, 'fromCustomers.unanswered')).toEqual(['long', 'short'])
  })

  it('fromCustomers.closed: last closed first', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    const early = await start(lead, 'early')
    await chat.as(lead).close(await start(lead, 'first'))
    await chat.as(lead).close(early)
    await chat.as(lead).close(await start(lead, 'internal', { type: 'internal' }))
    expect(await list(anna, 'fromCustomers.closed')).toEqual(['early', 'first'])
  })

  it('customerReplies: customer type, active, followed by oneself or through a record', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    await start(anna, 'only initiated')
    await chat.as(anna).follow(await start(lead, 'followed'))
    await start(lead, 'linked', { contexts: [ticket] })
    await chat.as(anna).followRecord({ record: ticket })
    await chat.as(anna).follow(await start(lead, 'closed'))
    await chat.as(lead).close({ conversationId: 'closed' })
    await start(lead, 'internal', { type: 'internal', participants: [{ id: 'anna', kind: 'staff' }] })
    expect(await list(anna, 'customerReplies')).toEqual(['linked', 'followed'])
  })

  it('internalInbox: internal, active, mine, with an undeleted message by another', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    const withAnna = { type: 'internal', participants: [{ id: 'anna', kind: 'staff' }] }
    await start(lead, 'to me', { ...withAnna, message: 'x' })
    await start(anna, 'by me', { type: 'internal', message: 'x' })
    await start(lead, 'empty', withAnna)
    const taken = await start(lead, 'taken back', {
      ...withAnna,
      message: { messageId: idOf('m'), body: 'x' },
    })
    await chat.as(lead).remove({ ...taken, messageId: idOf('m') })
    await chat.as(lead).close(await start(lead, 'closed', { ...withAnna, message: 'x' }))
    await start(lead, 'customers', { participants: [{ id: 'anna', kind: 'staff' }], message: 'x' })
    await start(lead, 'not mine', { type: 'internal', message: 'x' })
    expect(await list(anna, 'internalInbox')).toEqual(['to me'])
    expect(await list(sue, 'internalInbox')).toEqual([])
  })

  it('internalSent: internal, active, with an undeleted message by the viewer', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    const message = { messageId: idOf('m'), body: 'x' }
    await start(anna, 'sent', { type: 'internal', message })
    const taken = await start(anna, 'taken back', { type: 'internal', message })
    await chat.as(lead).remove({ ...taken, messageId: idOf('m') })
    await chat.as(anna).close(await start(anna, 'closed', { type: 'internal', message }))
    await start(anna, 'customers', { message })
    await start(lead, 'by another', {
      type: 'internal',
      message,
      participants: [{ id: 'anna', kind: 'staff' }],
    })
    expect(await list(anna, 'internalSent')).toEqual(['sent'])
  })

  it('allClosed: mine and closed, last closed first', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    await start(anna, 'one')
    await start(anna, 'two')
    await start(anna, 'open')
    await start(lead, 'not mine')
    for (const conversationId of ['two', 'one', 'not mine']) await chat.as(anna).close({ conversationId })
    expect(await list(anna, 'allClosed')).toEqual(['one', 'two'])
  })

  it('assigned: mine to handle, while it is active', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    for (const id of ['handled', 'ended', 'given up']) await chat.as(anna).pick(await start(lead, id))
    await chat.as(anna).close({ conversationId: 'ended' })
    await chat.as(anna).release({ conversationId: 'given up' })
    await start(anna, 'initiated')
    expect(await list(anna, 'assigned')).toEqual(['handled'])
  })

  it('sent: some undeleted public message of mine, any status', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    await chat.as(anna).post({ ...(await start(lead, 'sent')), body: 'x' })
    await chat.as(anna).close({ conversationId: 'sent' })
    await chat.as(anna).post({ ...(await start(lead, 'note')), body: 'x', visibility: 'internal' })
    const taken = await start(lead, 'taken back')
    await chat.as(anna).post({ ...taken, messageId: idOf('m'), body: 'x' })
    await chat.as(lead).remove({ ...taken, messageId: idOf('m') })
    await chat.as(cleo).post({ ...(await start(lead, 'by another')), body: 'x' })
    expect(await list(anna, 'sent')).toEqual(['sent'])
  })

  it('teamInbox: view.team; what others handle, with their unread', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    await chat.as(anna).pick(await start(lead, 'hers'))
    await chat.as(cleo).post({ conversationId: 'hers', body: 'x' })
    await chat.as(lead).pick(await start(lead, 'own'))
    await start(lead, 'nobody’s')
    await chat.as(anna).pick(await start(lead, 'ended'))
    await chat.as(anna).close({ conversationId: 'ended' })
    expect(await list(lead, 'teamInbox')).toEqual(['hers'])
    expect((await chat.as(lead).inbox({ view: 'teamInbox' })).rows[0]).toMatchObject({ assigneeUnread: 1 })
    expect((await chat.as(lead).inbox({ view: 'all' })).rows[0]).not.toHaveProperty('assigneeUnread')
  })

  it('picklist: waiting in my queues, or in any with view.all, first come first', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    await start(lead, 'one', { queue: 'sales' })
    await start(lead, 'two', { queue: 'billing' })
    await start(lead, 'three', { queue: 'sales' })
    await chat.as(lead).pick(await start(lead, 'picked', { queue: 'sales' }))
    await start(lead, 'no queue')
    await chat.as(lead).close(await start(lead, 'closed', { queue: 'sales' }))
    const serving = staff('vic', { queues: ['sales'] })
    expect(await list(serving, 'picklist')).toEqual(['one', 'three'])
    expect(await list(anna, 'picklist')).toEqual([])
    expect(await list(sue, 'picklist')).toEqual(['one', 'two', 'three'])
    await chat.as(lead).transfer({ conversationId: 'picked', to: { queue: 'sales' } })
    await chat.as(lead).transfer({ ...(await pickedUp(chat, 'one')), to: { queue: 'billing' } })
    expect(await list(sue, 'picklist')).toContain('one')
    expect(await list(serving, 'picklist')).toEqual(['three', 'picked'])
  })

  it('history: closed, and ever mine or in my queues; it grants reading', async () => {
    const { chat } = await open('contactCentre')
    const { start, list } = named(chat)
    for (const id of ['ever mine', 'other queue', 'still open']) {
      await start(lead, id, { queue: id === 'other queue' ? 'billing' : 'sales' })
      await chat.as(lead).pick({ conversationId: id })
    }
    await chat.as(lead).assign({ conversationId: 'ever mine', to: { staff: 'otto' } })
    await chat.as(lead).assign({ conversationId: 'ever mine', to: { staff: 'lee' } })
    for (const id of ['ever mine', 'other queue']) await chat.as(lead).close({ conversationId: id })
    const once = staff('otto')
    const serving = staff('vic', { queues: ['billing'] })
    expect(await list(once, 'history')).toEqual(['ever mine'])
    expect(await list(serving, 'history')).toEqual(['other queue'])
    expect(await chat.as(once).conversation('ever mine')).toMatchObject({ status: 'closed' })
    expect(await chat.as(once).try.conversation('other queue')).toEqual(refused('NotFound'))
  })

  it('unassigned and closed', async () => {
    const { chat } = await open('helpdesk')
    const { start, list } = named(chat)
    await start(lead, 'nobody’s')
    await chat.as(anna).pick(await start(lead, 'handled'))
    await chat.as(anna).close(await start(lead, 'closed'))
    expect(await list(anna, 'unassigned')).toEqual(['nobody’s'])
    expect(await list(anna, 'closed')).toEqual(['closed'])
  })

  it('a missing capability gives Forbidden, and customers have all, mine and unread', async () => {
    const { chat } = await open('helpdesk')
    const bare = staff('bo', { can: [] })
    for (const [view, capability] of [
      ['fromCustomers.open', 'view.fromCustomers'],
      ['fromCustomers.unanswered', 'view.fromCustomers'],
      ['fromCustomers.closed', 'view.fromCustomers'],
      ['teamInbox', 'view.team'],
    ] as const) {
      expect(await chat.as(bare).try.inbox({ view })).toEqual(refused('Forbidden', { capability }))
    }
    const mighty = customer('cleo', {
      can: [...roles.customer, 'view.all', 'view.fromCustomers', 'view.team'],
    })
    const staffViews: ReadonlyArray<View> = [
      'fromCustomers.open',
      'fromCustomers.unanswered',
      'fromCustomers.closed',
      'customerReplies',
      'internalInbox',
      'internalSent',
      'allClosed',
      'assigned',
      'sent',
      'teamInbox',
      'picklist',
      'history',
      'unassigned',
      'closed',
    ]
    for (const view of staffViews) {
      expect(await chat.as(mighty).try.inbox({ view })).toEqual(refused('Forbidden', { capability: null }))
    }
    for (const view of ['all', 'mine', 'unread'] as const) {
      expect((await chat.as(mighty).inbox({ view })).rows).toEqual([])
    }
  })

  it('previews and activity are of the last undeleted message one sees, or the creation', async () => {
    const { chat } = await open('helpdesk')
    const { start } = named(chat)
    const on = await start(lead, 'one')
    const shown = async (viewer: SessionActor) => {
      const { preview, lastActivityAt, lastMessageId } = await chat.as(viewer).conversation('one')
      return [preview, lastMessageId, lastActivityAt]
    }
    const { createdAt } = await chat.as(cleo).conversation('one')
    await chat.as(lead).rename({ ...on, subject: 'x' })
    await chat.as(lead).assign({ ...on, to: { staff: 'anna' } })
    expect(await shown(cleo)).toEqual([null, null, createdAt])
    expect(await shown(anna)).toEqual([null, null, createdAt])
    await chat.as(cleo).post({ ...on, messageId: idOf('a'), body: 'asks' })
    const asking = await shown(cleo)
    expect(asking.slice(0, 2)).toEqual(['asks', idOf('a')])
    await chat.as(anna).post({ ...on, messageId: idOf('b'), body: 'note', visibility: 'internal' })
    expect(await shown(cleo)).toEqual(asking)
    expect((await shown(anna)).slice(0, 2)).toEqual(['note', idOf('b')])
    await chat.as(lead).remove({ ...on, messageId: idOf('b') })
    expect(await shown(anna)).toEqual(asking)
    await chat.as(lead).remove({ ...on, messageId: idOf('a') })
    expect(await shown(cleo)).toEqual([null, null, createdAt])
    expect(await shown(anna)).toEqual([null, null, createdAt])
  })
})

const pickedUp = async (chat: Chat, conversationId: string) => {
  await chat.as(lead).pick({ conversationId })
  return { conversationId }
}
