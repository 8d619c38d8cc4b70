import { expect, it } from 'vitest'
import type { Options } from '../../src/index.ts'
import { extend, presets, systemActor } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { ada, anna, bert, carl, cleo, sue } from './support/people.ts'
import { accepted, bodies, ids, refused } from './support/reading.ts'

const orders: Options['records'] = {
  order: { customerVisible: true, resolve: () => [{ id: '7', title: 'Order 7' }] },
  invoice: { startable: false },
}
const order7 = { type: 'order', id: '7' }
const toCleo = { type: 'customer', customer: 'cleo', subject: 'Delivery' } as const

const directory: Options['directory'] = {
  find: (_tenant, asked) =>
    [
      { id: 'anna', kind: 'staff', active: true } as const,
      { id: 'bert', kind: 'staff', active: true } as const,
      { id: 'gone', kind: 'staff', active: false } as const,
      { id: 'cleo', kind: 'customer', active: true } as const,
    ].filter(({ id }) => asked.includes(id)),
}

overStorages('b2bPortal, starting', (open) => {
  it('O1 a tenant whose feature is off gets feature-disabled from every call', async () => {
    const { chat } = await open((tenant) =>
      tenant === 'acme' ? extend(presets.b2bPortal, { enabled: false }) : 'b2bPortal',
    )
    const off = refused('FeatureDisabled')
    const desk = chat.as(anna)
    const on = { conversationId: 'any' }
    const commands = [
      desk.try.start(toCleo),
      desk.try.post({ ...on, body: 'x' }),
      desk.try.close(on),
      desk.try.markRead(on),
      desk.try.followRecord({ record: order7 }),
      chat.as(systemActor('acme')).try.start(toCleo),
    ]
    const queries = [
      desk.try.conversation('any'),
      desk.try.conversations(['any']),
      desk.try.timeline('any'),
      desk.try.inbox({ view: 'all' }),
      desk.try.indicator(),
      desk.try.unread('any'),
      desk.try.forRecord(order7),
      desk.try.forCustomer('cleo'),
      desk.try.countsFor([order7]),
      desk.try.unansweredRecords(),
      desk.try.search({ text: 'x' }),
      desk.try.can('post', 'any'),
      desk.try.participants('any'),
      desk.try.audit('any'),
      chat.as(cleo).try.inbox({ view: 'all' }),
    ]
    for (const answer of await Promise.all([...commands, ...queries])) expect(answer).toEqual(off)
  })

  it('O1 a tenant whose feature is on is not disturbed by another whose is off', async () => {
    const { chat } = await open((tenant) =>
      tenant === 'other' ? extend(presets.b2bPortal, { enabled: false }) : 'b2bPortal',
    )
    expect(await chat.as(anna).try.start(toCleo)).toMatchObject({ ok: true })
  })

  it('O2 back-office users and customer users exchange messages in one ordered set', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start({ ...toCleo, message: 'one' })
    await chat.as(cleo).post({ conversationId, body: 'two' })
    await chat.as(anna).post({ conversationId, body: 'three' })
    for (const viewer of [chat.as(anna), chat.as(cleo)]) {
      const page = await viewer.timeline(conversationId)
      expect(bodies(page)).toEqual(['one', 'two', 'three'])
      expect(page.items).toMatchObject([
        { author: { id: 'anna', kind: 'staff' } },
        { author: { id: 'cleo', kind: 'customer' } },
        { author: { id: 'anna', kind: 'staff' } },
      ])
    }
  })

  it('O3 a conversation is started without a record', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start(toCleo)
    expect(await chat.as(anna).conversation(conversationId)).toMatchObject({ source: null, contexts: [] })
    expect(ids(await chat.as(anna).inbox({ view: 'all' }))).toEqual([conversationId])
  })

  it('O4 started from a record, it has its source and the record is linked', async () => {
    const { chat } = await open('b2bPortal', { records: orders })
    const { conversationId } = await chat.as(anna).start({ ...toCleo, source: order7 })
    expect(await chat.as(anna).conversation(conversationId)).toMatchObject({
      source: order7,
      contexts: [order7],
    })
    expect(ids(await chat.as(anna).forRecord(order7))).toEqual([conversationId])
  })

  it('O4 a type that is not registered, or not startable, is unsupported', async () => {
    const { chat } = await open('b2bPortal', { records: orders })
    const starting = (source: { type: string; id: string }) => chat.as(anna).try.start({ ...toCleo, source })
    expect(await starting({ type: 'wiki', id: '1' })).toEqual(refused('ContextTypeUnsupported'))
    expect(await starting({ type: 'invoice', id: '1' })).toEqual(refused('ContextTypeUnsupported'))
    expect(await starting({ type: 'order', id: '8' })).toEqual(refused('RecordUnknown'))
  })

  it('O6 the owner is the assigned user, by default whoever creates it', async () => {
    const { chat } = await open('b2bPortal')
    const owned = await chat.as(anna).start(toCleo)
    const given = await chat.as(anna).start({ ...toCleo, owner: 'bert' })
    const byCustomer = await chat.as(cleo).start({ subject: 'Hello' })
    const assignees = async (id: string) => (await chat.as(sue).conversation(id)).assignee
    expect(await assignees(owned.conversationId)).toBe('anna')
    expect(await assignees(given.conversationId)).toBe('bert')
    expect(await assignees(byCustomer.conversationId)).toBeNull()
  })

  it('O6 an owner who is unknown, inactive or a customer is refused', async () => {
    const { chat } = await open('b2bPortal', { directory })
    const { conversationId } = await chat.as(anna).start(toCleo)
    for (const owner of ['nobody', 'gone', 'cleo']) {
      expect(await chat.as(anna).try.start({ ...toCleo, owner })).toEqual(refused('InvalidTarget'))
      expect(await chat.as(anna).try.setOwner({ conversationId, to: owner })).toEqual(
        refused('InvalidTarget'),
      )
    }
    await chat.as(anna).setOwner({ conversationId, to: 'bert' })
    expect(await chat.as(bert).conversation(conversationId)).toMatchObject({ assignee: 'bert' })
  })

  it('O7 a customer user is required, and must be known', async () => {
    const { chat } = await open('b2bPortal', { directory })
    const desk = chat.as(anna)
    expect(await desk.try.start({ type: 'customer', subject: 'Delivery' })).toEqual(
      refused('FieldRequired', { field: 'customer' }),
    )
    expect(await desk.try.start({ ...toCleo, customer: 'nobody' })).toEqual(refused('InvalidTarget'))
    const { conversationId } = await desk.start(toCleo)
    expect(await chat.as(cleo).conversation(conversationId)).toMatchObject({ customer: 'cleo' })
  })

  it('O8 a name is required', async () => {
    const { chat } = await open('b2bPortal')
    const missing = refused('FieldRequired', { field: 'subject' })
    const desk = chat.as(anna)
    expect(await desk.try.start({ type: 'customer', customer: 'cleo' })).toEqual(missing)
    expect(await desk.try.start({ ...toCleo, subject: '  ' })).toEqual(missing)
    const { conversationId } = await desk.start(toCleo)
    expect(await desk.try.rename({ conversationId, subject: '' })).toEqual(missing)
    await desk.rename({ conversationId, subject: 'Late delivery' })
    expect(await desk.conversation(conversationId)).toMatchObject({ subject: 'Late delivery' })
  })

  it('O8 a name has at most 255 characters, however many bytes', async () => {
    const { chat } = await open('b2bPortal')
    const subject = '𝒳'.repeat(255)
    expect(await chat.as(anna).try.start({ ...toCleo, subject })).toMatchObject({ ok: true })
    expect(await chat.as(anna).try.start({ ...toCleo, subject: `${subject}x` })).toEqual(
      refused('InvalidInput', { field: 'subject', limit: 255 }),
    )
  })

  it('O8 a name is defaulted from the record', async () => {
    const { chat } = await open('b2bPortal', { records: orders })
    const { conversationId } = await chat
      .as(anna)
      .start({ type: 'customer', customer: 'cleo', source: order7 })
    expect(await chat.as(anna).conversation(conversationId)).toMatchObject({ subject: 'Order 7' })
  })

  it('O9 the record it was started from stays one, whatever is linked or unlinked later', async () => {
    const { chat } = await open('b2bPortal', { records: orders })
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({ ...toCleo, source: order7 })
    await desk.link({ conversationId, record: { type: 'invoice', id: '1' } })
    await desk.unlink({ conversationId, record: order7 })
    expect(await desk.conversation(conversationId)).toMatchObject({
      source: order7,
      contexts: [{ type: 'invoice', id: '1' }],
    })
  })

  it('O10 several records are linked, and one twice is one', async () => {
    const { chat } = await open('b2bPortal', { records: orders })
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({ ...toCleo, contexts: [order7, order7] })
    expect(await desk.link({ conversationId, record: { type: 'invoice', id: '1' } })).toMatchObject({
      changed: true,
    })
    expect(await desk.link({ conversationId, record: order7 })).toMatchObject({ changed: false })
    const { contexts } = await desk.conversation(conversationId)
    expect(contexts).toHaveLength(2)
    expect(contexts).toEqual(expect.arrayContaining([order7, { type: 'invoice', id: '1' }]))
  })

  it('O11 a new conversation is open, and none is created closed', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start(toCleo)
    expect(await chat.as(anna).conversation(conversationId)).toMatchObject({
      status: 'open',
      locked: false,
      closedAt: null,
    })
    const closed = { ...toCleo, status: 'closed' }
    expect(await chat.as(anna).try.start(closed)).toMatchObject(refused('InvalidInput', { field: 'status' }))
  })

  it('O12 a message needs a body', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start(toCleo)
    for (const body of ['', '   ', '\n\t']) {
      expect(await chat.as(anna).try.post({ conversationId, body })).toEqual(refused('EmptyBody'))
      expect(await chat.as(cleo).try.post({ conversationId, body })).toEqual(refused('EmptyBody'))
      expect(await chat.as(anna).try.start({ ...toCleo, message: body })).toEqual(refused('EmptyBody'))
    }
    expect((await chat.as(anna).timeline(conversationId)).items).toEqual([])
  })

  it('O13 the sender is the actor, unless they post as another; both are stored', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(sue).start({ ...toCleo, message: 'mine' })
    await chat.as(sue).post({ conversationId, body: 'for her', as: 'cleo' })
    const { items } = await chat.as(sue).timeline(conversationId)
    expect(items).toMatchObject([
      { author: { id: 'sue', kind: 'staff' }, actor: { side: 'staff', id: 'sue' } },
      { author: { id: 'cleo', kind: 'customer' }, actor: { side: 'staff', id: 'sue' } },
    ])
  })

  it('O13 a conversation begins with what its customer wrote, as one command of the system’s', async () => {
    const { chat } = await open('smsDesk')
    const system = chat.as(systemActor('acme'))
    const inbound = { type: 'customer', customer: 'cleo', message: { body: 'Hello?', as: 'cleo' } } as const
    for (const as of ['cleo', { id: 'cleo', kind: 'customer' }] as const) {
      const start = { ...inbound, message: { body: 'Hello?', as } }
      expect(await system.can('start', undefined, start)).toEqual({ allowed: true })
      const { conversationId } = await system.start(start)
      expect((await chat.as(ada).timeline(conversationId)).items).toMatchObject([
        { author: { id: 'cleo', kind: 'customer' }, body: 'Hello?' },
      ])
      expect(await chat.as(ada).conversation(conversationId)).toMatchObject({ unanswered: true })
      expect(await chat.as(cleo).unread(conversationId)).toMatchObject({ count: 0 })
    }
    const forbidden = refused('PostAsForbidden')
    const another = { body: 'Hello?', as: { id: 'carl', kind: 'customer' } } as const
    expect(await system.try.start({ ...inbound, message: another })).toEqual(forbidden)
    const note = { ...inbound.message, visibility: 'internal' } as const
    expect(await system.try.start({ ...inbound, message: note })).toEqual(forbidden)
    const desk = await open('b2bPortal')
    expect(await desk.chat.as(anna).try.start({ ...inbound, subject: 's' })).toEqual(forbidden)
    expect(await desk.chat.as(sue).try.start({ ...inbound, subject: 's' })).toMatchObject(accepted)
  })

  it('O13 posting as another is refused without the right, or as somebody who is not in it', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start(toCleo)
    const forbidden = refused('PostAsForbidden')
    expect(await chat.as(anna).try.post({ conversationId, body: 'x', as: 'cleo' })).toEqual(forbidden)
    expect(
      await chat.as(sue).try.post({ conversationId, body: 'x', as: { id: 'carl', kind: 'customer' } }),
    ).toEqual(forbidden)
    expect(
      await chat.as(cleo).try.post({ conversationId, body: 'x', as: { id: 'anna', kind: 'staff' } }),
    ).toEqual(forbidden)
    expect((await chat.as(cleo).timeline(conversationId)).items).toEqual([])
    expect(await chat.as(carl).try.timeline(conversationId)).toEqual(refused('NotFound'))
  })
})
