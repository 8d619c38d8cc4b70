import { expect, it } from 'vitest'
import type { CommandName, SessionActor } from '../../src/index.ts'
import { roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { ada, anna, bert, carl, cleo, customer, staff, sue } from './support/people.ts'
import { bodies, ids, refused } from './support/reading.ts'

const ticket = { type: 'ticket', id: '1' }
const order = { type: 'order', id: '1' }
const records = { ticket: {}, order: { customerVisible: true } }
const withCleo = { type: 'customer', customer: 'cleo' } as const
const historian = staff('hal', {
  can: [...roles.admin, 'message.history', 'message.removeAny', 'message.editAny'],
})

overStorages('can', (open) => {
  it('answers as the command would, and writes nothing', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(anna)
      .start({ ...withCleo, message: { messageId: 'm', body: 'x' } })
    const asked: ReadonlyArray<readonly [SessionActor, CommandName, object | undefined]> = [
      [anna, 'post', { body: 'x' }],
      [anna, 'post', undefined],
      [anna, 'post', { body: 'x', visibility: 'internal' }],
      [cleo, 'post', undefined],
      [carl, 'post', undefined],
      [anna, 'lock', undefined],
      [anna, 'unlock', undefined],
      [anna, 'transfer', { to: { queue: 'q' } }],
      [anna, 'assign', { to: { staff: 'bert' } }],
      [sue, 'assign', { to: { staff: 'cleo' } }],
      [sue, 'assign', { to: { staff: 'bert' } }],
      [anna, 'unlink', { record: ticket }],
      [anna, 'rename', { subject: '' }],
      [anna, 'removeConversation', undefined],
      [cleo, 'leave', undefined],
      [cleo, 'close', undefined],
      [anna, 'edit', { messageId: 'm', body: 'y' }],
      [bert, 'markReadFor', { participant: 'anna', confirm: true }],
      [anna, 'close', undefined],
    ]
    const { head } = await chat.as(anna).timeline(conversationId, { events: true })
    const answers = []
    for (const [actor, command, input] of asked) {
      answers.push(await chat.as(actor).can(command, conversationId, { ...input }))
    }
    expect((await chat.as(anna).timeline(conversationId, { events: true })).head).toBe(head)
    for (const [at, [actor, command, input]] of asked.entries()) {
      // A customer may try what is staff's, and is refused.
      const session = chat.as(actor as typeof anna)
      const whole = command === 'post' && input === undefined ? { body: 'any' } : input
      const run = session.try[command] as (given: object) => Promise<{ ok: boolean; error?: unknown }>
      const done = await run({ conversationId, ...whole })
      const expected = done.ok ? { allowed: true } : { allowed: false, reason: done.error }
      expect([actor.id, command, input, answers[at]]).toEqual([actor.id, command, input, expected])
    }
  })

  it('without access says what it says of an id that does not exist', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start({ type: 'internal' })
    const missing = { allowed: false, reason: { _tag: 'NotFound' } }
    expect(await chat.as(cleo).can('post', conversationId)).toEqual(missing)
    expect(await chat.as(cleo).can('post', 'never was')).toEqual(missing)
  })

  it('for a start asks by type', async () => {
    const { chat } = await open('helpdesk')
    expect(await chat.as(anna).can('start', undefined, { type: 'internal' })).toEqual({ allowed: true })
    expect(await chat.as(customer('x', { can: [] })).can('start')).toEqual({
      allowed: false,
      reason: { _tag: 'Forbidden', capability: 'start.customer' },
    })
  })
})

overStorages('asOf', (open) => {
  it('shows conversation and timeline as they were at a version or a time', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(anna)
      .start({ ...withCleo, subject: 'old', message: { messageId: 'm', body: 'one' } })
    const then = await chat.as(historian).post({ conversationId, messageId: 'n', body: 'two' })
    const at = (await chat.as(historian).timeline(conversationId)).items.at(-1)?.at
    await chat.as(historian).edit({ conversationId, messageId: 'm', body: 'ONE' })
    await chat.as(historian).remove({ conversationId, messageId: 'n' })
    await chat.as(anna).rename({ conversationId, subject: 'new' })
    await chat.as(anna).close({ conversationId })
    for (const asOf of [then.version, at]) {
      const desk = chat.as(historian)
      expect(bodies(await desk.timeline(conversationId, { asOf: asOf ?? null }))).toEqual(['one', 'two'])
      expect(await desk.conversation(conversationId, { asOf: asOf ?? null })).toMatchObject({
        subject: 'old',
        status: 'open',
        preview: 'two',
      })
    }
    expect(await chat.as(historian).conversation(conversationId)).toMatchObject({
      subject: 'new',
      status: 'closed',
    })
  })

  it('needs message.history, and access now', async () => {
    const { chat, now } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start({ ...withCleo, subject: 's' })
    const forbidden = refused('Forbidden', { capability: 'message.history' })
    expect(await chat.as(anna).try.conversation(conversationId, { asOf: now() })).toEqual(forbidden)
    expect(await chat.as(cleo).try.timeline(conversationId, { asOf: now() })).toEqual(forbidden)
    const stranger = staff('zed', { can: ['message.history'] })
    expect(await chat.as(stranger).try.conversation(conversationId, { asOf: now() })).toEqual(
      refused('NotFound'),
    )
    expect(await chat.as(historian).try.conversation(conversationId, { asOf: 'rubbish' })).toEqual(
      refused('InvalidInput', { field: 'asOf' }),
    )
    expect(await chat.as(historian).try.conversation(conversationId, { asOf: 0 })).toEqual(
      refused('NotFound'),
    )
  })
})

overStorages('audit', (open) => {
  it('has everything that happened, reading included, by who did it, with the capability', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(anna)
      .start({ ...withCleo, message: { messageId: 'm', body: 'secret' } })
    await chat.as(cleo).markRead({ conversationId, upTo: 'm' })
    await chat
      .as(ada)
      .markUnreadFor({ conversationId, participant: { id: 'anna', kind: 'staff' }, confirm: true })
    await chat.as(anna).close({ conversationId, commandId: 'the end' })
    const { items } = await chat.as(ada).audit(conversationId)
    expect(items.map(({ event, actor, reader }) => [event, actor.id, reader?.id ?? null])).toEqual([
      ['conversation-created', 'anna', null],
      ['participant-joined', 'anna', null],
      ['participant-joined', 'anna', null],
      ['message-posted', 'anna', null],
      ['read-up-to', 'cleo', 'cleo'],
      ['marked-unread', 'ada', 'anna'],
      ['conversation-closed', 'anna', null],
    ])
    expect(items.at(-1)).toMatchObject({ commandId: 'the end' })
    expect(JSON.stringify(items)).not.toContain('secret')
    const mighty = staff('max', { can: ['view.all', 'audit', 'message.history'] })
    expect(JSON.stringify(await chat.as(mighty).audit(conversationId))).toContain('secret')
    expect(await chat.as(anna).try.audit(conversationId)).toEqual(
      refused('Forbidden', { capability: 'audit' }),
    )
  })

  it('is paged', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    for (const label of ['a', 'b', 'c']) await chat.as(anna).label({ conversationId, label })
    const first = await chat.as(ada).audit(conversationId, { limit: 2 })
    const second = await chat.as(ada).audit(conversationId, { limit: 200, cursor: first.next })
    const events = [...first.items, ...second.items].map(({ data }) => data['label'] ?? null)
    expect(events).toEqual([null, null, 'a', 'b', 'c'])
    expect(second.next).toBeNull()
    expect(await chat.as(ada).try.audit('never was')).toEqual(refused('NotFound'))
  })
})

overStorages('Records and customers', (open) => {
  it('countsFor: total, open, unread and unanswered of what the viewer sees', async () => {
    const { chat } = await open('helpdesk', { records })
    const started = async (input: object) => ({
      conversationId: (await chat.as(anna).start({ ...withCleo, contexts: [ticket, order], ...input }))
        .conversationId,
    })
    const waiting = await started({})
    await chat.as(cleo).post({ ...waiting, body: 'x' })
    await chat.as(anna).close(await started({}))
    await started({ type: 'internal' })
    const none = { type: 'ticket', id: '2' }
    expect(await chat.as(anna).countsFor([none, ticket])).toEqual([
      { record: none, total: 0, open: 0, unread: 0, unanswered: 0 },
      { record: ticket, total: 3, open: 2, unread: 1, unanswered: 1 },
    ])
    expect(await chat.as(bert).countsFor([ticket])).toEqual([
      { record: ticket, total: 2, open: 1, unread: 0, unanswered: 1 },
    ])
    expect(await chat.as(cleo).countsFor([order])).toEqual([{ record: order, total: 2, open: 1, unread: 0 }])
    expect(await chat.as(cleo).try.countsFor([order, ticket])).toEqual(refused('RecordUnknown'))
    expect(await chat.as(customer('cleo', { records: [ticket] })).countsFor([ticket, order])).toEqual([
      { record: ticket, total: 0, open: 0, unread: 0 },
      { record: order, total: 2, open: 1, unread: 0 },
    ])
  })

  it('unansweredRecords: by type and id, paged, of what the viewer sees, for staff', async () => {
    const { chat } = await open('helpdesk', { records })
    const contexts = [
      { type: 'ticket', id: '10' },
      { type: 'ticket', id: '9' },
      { type: 'order', id: 'x' },
    ]
    const { conversationId } = await chat.as(anna).start({ ...withCleo, contexts })
    await chat.as(cleo).post({ conversationId, body: 'x' })
    const first = await chat.as(bert).unansweredRecords({ limit: 2 })
    const second = await chat.as(bert).unansweredRecords({ limit: 2, cursor: first.next })
    expect([first.records, second.records, second.next]).toEqual([
      [
        { type: 'order', id: 'x' },
        { type: 'ticket', id: '10' },
      ],
      [{ type: 'ticket', id: '9' }],
      null,
    ])
    expect((await chat.as(staff('bo', { can: [] })).unansweredRecords()).records).toEqual([])
  })

  it('forRecord and forCustomer: filtered, sorted and paged like any list', async () => {
    const { chat } = await open('helpdesk', { records })
    for (const id of ['a', 'b', 'c']) await chat.as(anna).start({ ...withCleo, id, contexts: [ticket] })
    await chat.as(anna).start({ type: 'customer', id: 'd', customer: 'carl', contexts: [ticket] })
    await chat.as(anna).close({ conversationId: 'b' })
    const desk = chat.as(bert)
    const oldest = { by: 'arrival', direction: 'asc' } as const
    const first = await desk.forRecord(ticket, { sort: oldest, limit: 3 })
    expect(ids(first)).toEqual(['a', 'b', 'c'])
    expect(ids(await desk.forRecord(ticket, { sort: oldest, limit: 3, cursor: first.next }))).toEqual(['d'])
    expect(ids(await desk.forRecord(ticket, { filter: { status: 'closed' } }))).toEqual(['b'])
    expect(ids(await desk.forCustomer('cleo', { sort: 'arrival' }))).toEqual(['a', 'b', 'c'])
    expect(ids(await desk.forCustomer('cleo', { filter: { status: 'open' } }))).toEqual(['c', 'a'])
    expect(ids(await desk.forCustomer('nobody'))).toEqual([])
  })
})
