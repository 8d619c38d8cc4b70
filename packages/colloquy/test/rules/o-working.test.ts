import { expect, it } from 'vitest'
import { systemActor } from '../../src/index.ts'
import { idOf } from '../support/idOf.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, carl, cleo, customer, staff, sue } from './support/people.ts'
import { bodies, ids, refused } from './support/reading.ts'

const order7 = { type: 'order', id: '7' }
const quote3 = { type: 'quote', id: '3' }
const toCleo = { type: 'customer', customer: 'cleo', subject: 'Delivery' } as const
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `message ${at + 1}`)

overStorages('b2bPortal, working', (open) => {
  it('O15 closed conversation refuses a post through every linked record', async () => {
    const { chat } = await open('b2bPortal', { records: { order: {}, quote: {} } })
    const { conversationId } = await chat.as(anna).start({ ...toCleo, contexts: [order7, quote3] })
    await chat.as(anna).close({ conversationId })
    for (const record of [order7, quote3]) {
      const granted = staff('bert', { records: [record] })
      const [row] = (await chat.as(granted).forRecord(record)).rows
      expect(row).toMatchObject({ id: conversationId, status: 'closed' })
      expect(await chat.as(granted).try.post({ conversationId, body: 'x' })).toEqual(
        refused('ConversationClosed'),
      )
    }
    expect(await chat.as(cleo).try.post({ conversationId, body: 'x' })).toEqual(refused('ConversationClosed'))
  })

  it('O15 closed conversation refuses edit, link, unlink, rename and assign', async () => {
    const { chat } = await open('b2bPortal')
    const desk = chat.as(staff('anna', { can: ['role:agent', 'message.editAny'] }))
    const { conversationId } = await desk.start({
      ...toCleo,
      contexts: [order7],
      message: { body: 'x', messageId: idOf('m') },
    })
    await desk.close({ conversationId })
    const closed = refused('ConversationClosed')
    expect(await desk.try.edit({ conversationId, messageId: idOf('m'), body: 'y' })).toEqual(closed)
    expect(await desk.try.link({ conversationId, record: quote3 })).toEqual(closed)
    expect(await desk.try.unlink({ conversationId, record: order7 })).toEqual(closed)
    expect(await desk.try.rename({ conversationId, subject: 'Other' })).toEqual(closed)
    expect(await desk.try.assign({ conversationId, to: { staff: 'bert' } })).toEqual(closed)
  })

  it('O15 closed conversation is still read, labelled and reopened', async () => {
    const { chat } = await open('b2bPortal')
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({ ...toCleo, message: 'Hello' })
    await desk.close({ conversationId })
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(['Hello'])
    await desk.label({ conversationId, label: 'late' })
    await desk.reopen({ conversationId })
    expect(await desk.conversation(conversationId)).toMatchObject({ status: 'open', labels: ['late'] })
    expect(await desk.post({ conversationId, body: 'Again' })).toMatchObject({ changed: true })
  })

  it('O16 a record lists exactly the conversations linked to it now that the viewer sees', async () => {
    const { chat } = await open('b2bPortal', { records: { order: { customerVisible: true } } })
    const hers = await chat.as(anna).start({ ...toCleo, contexts: [order7] })
    const his = await chat.as(bert).start({ ...toCleo, customer: 'carl', contexts: [order7] })
    const once = await chat.as(anna).start({ ...toCleo, contexts: [order7] })
    await chat.as(anna).start(toCleo)
    await chat.as(anna).unlink({ conversationId: once.conversationId, record: order7 })
    const listed = async (viewer: typeof anna) => ids(await chat.as(viewer).forRecord(order7))
    expect(await listed(anna)).toEqual([hers.conversationId])
    expect(await listed(bert)).toEqual([his.conversationId])
    expect(await listed(sue)).toEqual([his.conversationId, hers.conversationId])
    expect(ids(await chat.as(cleo).forRecord(order7))).toEqual([hers.conversationId])
    expect(ids(await chat.as(carl).forRecord(order7))).toEqual([his.conversationId])
  })

  it('O17 unlinked, it is gone from that record’s list only', async () => {
    const { chat } = await open('b2bPortal')
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({ ...toCleo, contexts: [order7, quote3] })
    await desk.unlink({ conversationId, record: order7 })
    expect(ids(await desk.forRecord(order7))).toEqual([])
    expect(ids(await desk.forRecord(quote3))).toEqual([conversationId])
    expect(ids(await desk.inbox({ view: 'all' }))).toEqual([conversationId])
    expect(await desk.try.unlink({ conversationId, record: order7 })).toEqual(refused('NotLinked'))
  })

  it('O18 from a record it is viewed, updated, linked, written to and removed by those who may', async () => {
    const { chat } = await open('b2bPortal')
    const started = await chat.as(anna).start({ ...toCleo, contexts: [order7] })
    const desk = chat.as(staff('bert', { records: [order7] }))
    const conversationId = ids(await desk.forRecord(order7))[0] ?? 'none'
    expect(conversationId).toBe(started.conversationId)
    await desk.rename({ conversationId, subject: 'Late' })
    await desk.link({ conversationId, record: quote3 })
    await desk.post({ conversationId, body: 'Hello' })
    expect(await desk.conversation(conversationId)).toMatchObject({ subject: 'Late', preview: 'Hello' })
    await desk.removeConversation({ conversationId })
    for (const viewer of [anna, bert, sue]) {
      expect(await chat.as(viewer).try.conversation(conversationId)).toEqual(refused('NotFound'))
    }
    expect(ids(await desk.forRecord(order7))).toEqual([])
  })

  it('O18 each of these by its own permission', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start({ ...toCleo, contexts: [order7] })
    const reader = chat.as(staff('rita', { can: [], records: [order7] }))
    const lacking = (capability: string) => refused('Forbidden', { capability })
    expect(ids(await reader.forRecord(order7))).toEqual([conversationId])
    expect(await reader.try.rename({ conversationId, subject: 'x' })).toEqual(lacking('update'))
    expect(await reader.try.link({ conversationId, record: quote3 })).toEqual(lacking('link'))
    expect(await reader.try.post({ conversationId, body: 'x' })).toEqual(lacking('post.public'))
    expect(await reader.try.removeConversation({ conversationId })).toEqual(lacking('conversation.remove'))
    const stranger = chat.as(staff('zed'))
    expect(await stranger.try.rename({ conversationId, subject: 'x' })).toEqual(refused('NotFound'))
  })

  it('O20 the default window is the last 5 messages', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start(toCleo)
    for (const body of numbered(7)) await chat.as(anna).post({ conversationId, body })
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(numbered(7).slice(2))
  })

  it('O21 older and newer move it a page, with no cursor at the ends', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start(toCleo)
    const all = numbered(12)
    for (const body of all) await chat.as(anna).post({ conversationId, body })
    const desk = chat.as(anna)
    const last = await desk.timeline(conversationId)
    const middle = await desk.timeline(conversationId, { before: last.older })
    const first = await desk.timeline(conversationId, { before: middle.older })
    expect([first, middle, last].map(bodies)).toEqual([all.slice(0, 2), all.slice(2, 7), all.slice(7)])
    expect(last.newer).toBeNull()
    expect(first.older).toBeNull()
    expect(bodies(await desk.timeline(conversationId, { after: first.newer }))).toEqual(all.slice(2, 7))
    expect(bodies(await desk.timeline(conversationId, { after: middle.newer }))).toEqual(all.slice(7))
  })

  it('O22 refreshing adds the messages since', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start({ ...toCleo, message: 'one' })
    const { head } = await chat.as(anna).timeline(conversationId)
    expect(bodies(await chat.as(anna).timeline(conversationId, { after: head }))).toEqual([])
    await chat.as(cleo).post({ conversationId, body: 'two' })
    await chat.as(cleo).post({ conversationId, body: 'three' })
    expect(bodies(await chat.as(anna).timeline(conversationId, { after: head }))).toEqual(['two', 'three'])
  })

  it('O23 the indicator counts conversations with new messages, and none at 0', async () => {
    const { chat } = await open('b2bPortal')
    const one = await chat.as(anna).start(toCleo)
    const two = await chat.as(anna).start(toCleo)
    expect(await chat.as(anna).indicator()).toMatchObject({
      conversations: 0,
      withNewMessages: 0,
      messages: 0,
    })
    await chat.as(cleo).post({ conversationId: one.conversationId, body: 'a' })
    await chat.as(cleo).post({ conversationId: one.conversationId, body: 'b' })
    await chat.as(cleo).post({ conversationId: two.conversationId, messageId: idOf('c'), body: 'c' })
    expect(await chat.as(anna).indicator()).toMatchObject({
      conversations: 2,
      withNewMessages: 2,
      messages: 3,
    })
    await chat.as(anna).markRead({ conversationId: two.conversationId, upTo: idOf('c') })
    expect(await chat.as(anna).indicator()).toMatchObject({
      conversations: 1,
      withNewMessages: 1,
      messages: 2,
    })
  })

  it('O24 the indicator’s newest names the conversation that its title opens', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start(toCleo)
    await chat.as(cleo).post({ conversationId, body: 'Hello' })
    const { latest } = await chat.as(anna).indicator()
    expect(latest).toMatchObject([{ id: conversationId, subject: 'Delivery', preview: 'Hello' }])
    expect(bodies(await chat.as(anna).timeline(latest[0]?.id ?? ''))).toEqual(['Hello'])
  })

  it('O5 what one starts from My Conversations stands there at once', async () => {
    const { chat } = await open('b2bPortal')
    const desk = chat.as(sue)
    expect(ids(await desk.inbox({ view: 'mine' }))).toEqual([])
    expect(await desk.can('start')).toEqual({ allowed: true })
    const { conversationId } = await desk.start({ ...toCleo, owner: 'bert' })
    expect(ids(await desk.inbox({ view: 'mine' }))).toEqual([conversationId])
  })

  it('O25 My Conversations are those initiated by me or involving me', async () => {
    const { chat } = await open('b2bPortal')
    const desk = chat.as(sue)
    const initiated = await desk.start({ ...toCleo, owner: 'bert' })
    const joined = await chat.as(anna).start({ ...toCleo, participants: [{ id: 'sue', kind: 'staff' }] })
    const assigned = await chat.as(anna).start({ ...toCleo, owner: 'sue' })
    const others = await chat.as(anna).start(toCleo)
    const mine = ids(await desk.inbox({ view: 'mine' }))
    expect(mine.toSorted()).toEqual(
      [initiated, joined, assigned].map((each) => each.conversationId).toSorted(),
    )
    expect(ids(await desk.inbox({ view: 'all' }))).toContain(others.conversationId)
    expect(await chat.as(cleo).inbox({ view: 'mine' })).toMatchObject({ rows: { length: 4 } })
  })

  it('O26 clearing the filter shows others’ to who may view them, and nothing more to who may not', async () => {
    const { chat } = await open('b2bPortal')
    const annas = await chat.as(anna).start(toCleo)
    const berts = await chat.as(bert).start(toCleo)
    expect(ids(await chat.as(sue).inbox({ view: 'mine' }))).toEqual([])
    expect(ids(await chat.as(sue).inbox({ view: 'all' }))).toEqual([
      berts.conversationId,
      annas.conversationId,
    ])
    expect(ids(await chat.as(anna).inbox({ view: 'all' }))).toEqual([annas.conversationId])
    expect(ids(await chat.as(anna).inbox({ view: 'all', filter: { assignee: 'bert' } }))).toEqual([])
    expect(await chat.as(anna).try.conversation(berts.conversationId)).toEqual(refused('NotFound'))
  })

  it('O14 a post from a record and one from the conversation reach one stream', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start({ ...toCleo, contexts: [order7], message: 'one' })
    const onRecord = (await chat.as(anna).forRecord(order7)).rows[0]?.id ?? ''
    await chat.as(anna).post({ conversationId: onRecord, body: 'two' })
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(['one', 'two'])
  })

  it('O19 the list of all conversations offers the same by the same permissions', async () => {
    const { chat } = await open('b2bPortal')
    await chat.as(anna).start(toCleo)
    const conversationId = ids(await chat.as(sue).inbox({ view: 'all' }))[0] ?? ''
    await chat.as(sue).rename({ conversationId, subject: 'Late' })
    await chat.as(sue).link({ conversationId, record: order7 })
    await chat.as(sue).post({ conversationId, body: 'Hello' })
    await chat.as(sue).removeConversation({ conversationId })
    expect(ids(await chat.as(sue).inbox({ view: 'all' }))).toEqual([])
  })

  it('O30 closing and reopening are explicit, and each by its own permission', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start(toCleo)
    const closer = chat.as(staff('anna', { can: ['close'] }))
    const opener = chat.as(staff('anna', { can: ['reopen'] }))
    expect(await opener.try.close({ conversationId })).toEqual(refused('Forbidden', { capability: 'close' }))
    expect(await closer.close({ conversationId })).toMatchObject({ changed: true })
    expect(await closer.close({ conversationId })).toMatchObject({ changed: false })
    expect(await closer.try.reopen({ conversationId })).toEqual(
      refused('Forbidden', { capability: 'reopen' }),
    )
    expect(await opener.reopen({ conversationId })).toMatchObject({ changed: true })
    expect(await opener.reopen({ conversationId })).toMatchObject({ changed: false })
    const portal = chat.as(customer('cleo'))
    expect(await portal.try.close({ conversationId })).toEqual(refused('Forbidden', { capability: 'close' }))
    expect(await chat.as(systemActor('acme')).close({ conversationId })).toMatchObject({ changed: true })
  })
})
