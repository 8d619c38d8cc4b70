import { expect, it } from 'vitest'
import type { Chat } from '../../src/index.ts'
import { extend, presets, roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, carl, cleo, customer, staff, sue } from './support/people.ts'
import { accepted, bodies, ids, refused } from './support/reading.ts'

const ticket = { type: 'ticket', id: '1' }
const withCleo = { type: 'customer', customer: 'cleo' } as const
const day = 24 * 60 * 60 * 1000
const mighty = [
  ...roles.admin,
  'message.editAny',
  'message.removeAny',
  'message.publish',
  'message.history',
  'setType',
] as const
const lead = staff('lee', { can: mighty })
const forking = extend(presets.helpdesk, { customer: { replyToClosed: { customer: 'fork', staff: 'fork' } } })

const closed = async (chat: Chat, ...given: ReadonlyArray<object>) => {
  const start = Object.assign({}, ...given)
  const { conversationId } = await chat.as(lead).start({ ...withCleo, message: 'Hello', ...start })
  await chat.as(lead).close({ conversationId })
  return { conversationId }
}

overStorages('Status', (open) => {
  it('repeating close, reopen, lock, unlock, follow, mute, join and label changes nothing', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(lead).start(withCleo)
    const on = { conversationId }
    const desk = chat.as(lead)
    const twice = [
      () => desk.join(on),
      () => desk.mute(on),
      () => desk.unmute(on),
      () => desk.unfollow(on),
      () => desk.follow(on),
      () => desk.label({ ...on, label: 'x' }),
      () => desk.unlabel({ ...on, label: 'x' }),
      () => desk.setAttributes({ ...on, attributes: { a: 1 } }),
      () => desk.close(on),
      () => desk.lock(on),
      () => desk.unlock(on),
      () => desk.reopen(on),
    ]
    for (const command of twice) {
      expect([(await command()).changed, (await command()).changed, command.toString()]).toEqual([
        true,
        false,
        command.toString(),
      ])
    }
  })

  it('changeWhenClosed: reject refuses edit, publish, link, unlink, rename, assign and setType', async () => {
    const { chat } = await open(extend(presets.helpdesk, { customer: { changeWhenClosed: 'reject' } }))
    const on = await closed(chat, { contexts: [ticket], message: { messageId: 'm', body: 'x' } })
    const desk = chat.as(lead).try
    const answers = [
      desk.edit({ ...on, messageId: 'm', body: 'y' }),
      desk.publish({ ...on, messageId: 'm' }),
      desk.link({ ...on, record: { type: 'ticket', id: '2' } }),
      desk.unlink({ ...on, record: ticket }),
      desk.rename({ ...on, subject: 'x' }),
      desk.assign({ ...on, to: { staff: 'anna' } }),
      desk.setType({ ...on, type: 'customer' }),
    ]
    for (const answer of await Promise.all(answers)) expect(answer).toEqual(refused('ConversationClosed'))
  })

  it('changeWhenClosed: reject leaves reading, read state, follow, mute, label, lock, remove and reopen', async () => {
    const { chat } = await open(extend(presets.helpdesk, { customer: { changeWhenClosed: 'reject' } }))
    const on = await closed(chat, { message: { messageId: 'm', body: 'x' } })
    const desk = chat.as(lead)
    expect(bodies(await chat.as(cleo).timeline(on.conversationId))).toEqual(['x'])
    expect(await chat.as(cleo).markRead({ ...on, upTo: 'm' })).toMatchObject({ changed: true })
    const still = [
      desk.unfollow(on),
      desk.follow(on),
      desk.mute(on),
      desk.label({ ...on, label: 'x' }),
      desk.remove({ ...on, messageId: 'm' }),
      desk.lock(on),
      desk.unlock(on),
      desk.reopen(on),
    ]
    for (const receipt of await Promise.all(still)) expect(receipt).toMatchObject({ changed: true })
  })

  it('changeWhenClosed: allow lets them through', async () => {
    const { chat } = await open('helpdesk')
    const on = await closed(chat, { message: { messageId: 'm', body: 'x' } })
    const desk = chat.as(lead)
    await desk.edit({ ...on, messageId: 'm', body: 'y' })
    await desk.link({ ...on, record: ticket })
    await desk.rename({ ...on, subject: 'New' })
    await desk.assign({ ...on, to: { staff: 'anna' } })
    expect(await desk.conversation(on.conversationId)).toMatchObject({
      status: 'closed',
      subject: 'New',
      assignee: 'anna',
      contexts: [ticket],
      preview: 'y',
    })
  })

  it('notesWhenClosed: a note is accepted without a pick, and neither re-opens nor forks', async () => {
    for (const policies of [presets.helpdesk, forking]) {
      const { chat } = await open(policies)
      const on = await closed(chat)
      expect(await chat.as(bert).post({ ...on, body: 'note', visibility: 'internal' })).toMatchObject(on)
      expect(await chat.as(bert).conversation(on.conversationId)).toMatchObject({
        status: 'closed',
        forkedTo: null,
      })
    }
  })

  it('notesWhenClosed: no refuses the note, whatever a reply would do', async () => {
    const { chat } = await open(extend(presets.helpdesk, { customer: { notesWhenClosed: false } }))
    const on = await closed(chat)
    expect(await chat.as(bert).try.post({ ...on, body: 'note', visibility: 'internal' })).toEqual(
      refused('ConversationClosed'),
    )
  })

  it('replyToClosed: by side', async () => {
    const { chat } = await open(
      extend(presets.helpdesk, { customer: { replyToClosed: { customer: 'reopen', staff: 'reject' } } }),
    )
    const on = await closed(chat)
    expect(await chat.as(anna).try.post({ ...on, body: 'x' })).toEqual(refused('ConversationClosed'))
    expect(await chat.as(cleo).post({ ...on, body: 'x' })).toMatchObject(on)
    expect(await chat.as(anna).conversation(on.conversationId)).toMatchObject({ status: 'open' })
  })

  it('replyToClosed: reopen within reopenWithin of closing, afterwards fork', async () => {
    const { chat, pass } = await open(extend(presets.helpdesk, { customer: { reopenWithin: day } }))
    const early = await closed(chat)
    const late = await closed(chat)
    pass(day - 60_000)
    expect(await chat.as(cleo).post({ ...early, body: 'x' })).toMatchObject(early)
    pass(120_000)
    const { conversationId } = await chat.as(cleo).post({ ...late, body: 'x' })
    expect(conversationId).not.toBe(late.conversationId)
    expect(await chat.as(lead).conversation(late.conversationId)).toMatchObject({
      status: 'closed',
      forkedTo: conversationId,
    })
  })

  it('replyToClosed: reopen to the last millisecond of reopenWithin', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z')
    const policies = extend(presets.helpdesk, { customer: { reopenWithin: day } })
    const { chat } = await open(policies, { clock: () => now })
    const on = await closed(chat)
    now += day
    expect(await chat.as(cleo).post({ ...on, body: 'x' })).toMatchObject(on)
    await chat.as(lead).close(on)
    now += day + 1
    expect((await chat.as(cleo).post({ ...on, body: 'x' })).conversationId).not.toBe(on.conversationId)
  })

  it('replyToClosed: fork takes type, customer, subject, channel, contexts, queue and customers along', async () => {
    const { chat } = await open(forking)
    const on = await closed(chat, {
      subject: 'Order',
      channel: 'sms',
      queue: 'sales',
      owner: 'anna',
      contexts: [ticket],
      attributes: { a: 1 },
      customer: { id: 'cleo', name: 'Cleo Patra' },
      participants: [
        { id: 'carl', kind: 'customer' },
        { id: 'bert', kind: 'staff' },
      ],
    })
    const { conversationId } = await chat.as(cleo).post({ ...on, body: 'Again' })
    expect(await chat.as(lead).conversation(conversationId)).toMatchObject({
      type: 'customer',
      status: 'open',
      customer: 'cleo',
      subject: 'Order',
      channel: 'sms',
      queue: 'sales',
      contexts: [ticket],
      assignee: null,
      forkedFrom: on.conversationId,
    })
    const people = await chat.as(lead).participants(conversationId)
    expect(people.map(({ id, name }) => [id, name])).toEqual([
      ['carl', null],
      ['cleo', 'Cleo Patra'],
    ])
    for (const viewer of [lead, cleo, carl]) {
      expect(bodies(await chat.as(viewer).timeline(conversationId))).toEqual(['Again'])
    }
    expect(bodies(await chat.as(cleo).timeline(on.conversationId))).toEqual(['Hello'])
  })

  it('replyToClosed: a further reply goes to the open fork, and to the fork’s own once that is closed', async () => {
    const { chat } = await open(forking)
    const on = await closed(chat)
    const first = await chat.as(cleo).post({ ...on, body: 'one' })
    const second = await chat.as(cleo).post({ ...on, body: 'two' })
    const third = await chat.as(anna).post({ ...on, body: 'three' })
    expect([second.conversationId, third.conversationId]).toEqual([
      first.conversationId,
      first.conversationId,
    ])
    await chat.as(lead).close({ conversationId: first.conversationId })
    const chained = await chat.as(cleo).post({ ...on, body: 'four' })
    expect([on.conversationId, first.conversationId]).not.toContain(chained.conversationId)
    expect(await chat.as(lead).conversation(chained.conversationId)).toMatchObject({
      forkedFrom: first.conversationId,
    })
    expect(bodies(await chat.as(cleo).timeline(first.conversationId))).toEqual(['one', 'two', 'three'])
    expect(ids(await chat.as(lead).inbox({ view: 'all' }))).toHaveLength(3)
  })

  it('replyToClosed: a reply that quotes the closed one goes to the fork without its quote', async () => {
    const { chat } = await open(forking)
    const on = await closed(chat, { message: { messageId: 'm', body: 'x' } })
    const first = await chat.as(cleo).post({ ...on, body: 'one', replyTo: 'm', seenUpTo: 'm' })
    const second = await chat.as(cleo).post({ ...on, body: 'two', replyTo: 'm', seenUpTo: 'm' })
    expect(second.conversationId).toBe(first.conversationId)
    expect((await chat.as(cleo).timeline(first.conversationId)).items).toMatchObject([
      { body: 'one', replyTo: null },
      { body: 'two', replyTo: null },
    ])
    const unknown = { ...on, body: 'three', replyTo: 'never was' }
    expect(await chat.as(cleo).try.post(unknown)).toEqual(refused('InvalidInput', { field: 'replyTo' }))
  })

  it('replyToClosed: two replies at once make one fork', async () => {
    const { chat } = await open(forking)
    const on = await closed(chat)
    const receipts = await Promise.all([
      chat.as(cleo).post({ ...on, body: 'one' }),
      chat.as(anna).post({ ...on, body: 'two' }),
      chat.as(cleo).post({ ...on, body: 'three' }),
    ])
    expect(new Set(receipts.map(({ conversationId }) => conversationId)).size).toBe(1)
    expect(ids(await chat.as(lead).inbox({ view: 'all' }))).toHaveLength(2)
  })

  it('lock: refuses posts, notes, edits, publishing and reopening; allows removal and unlock', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(lead)
      .start({ ...withCleo, message: { messageId: 'm', body: 'x' } })
    const on = { conversationId }
    await chat.as(lead).post({ ...on, messageId: 'note', body: 'note', visibility: 'internal' })
    await chat.as(lead).close(on)
    await chat.as(lead).lock(on)
    const desk = chat.as(lead).try
    const locked = refused('ConversationLocked')
    expect(await desk.post({ ...on, body: 'x' })).toEqual(locked)
    expect(await chat.as(cleo).try.post({ ...on, body: 'x' })).toEqual(locked)
    expect(await desk.post({ ...on, body: 'x', visibility: 'internal' })).toEqual(locked)
    expect(await desk.edit({ ...on, messageId: 'm', body: 'y' })).toEqual(locked)
    expect(await desk.publish({ ...on, messageId: 'note' })).toEqual(locked)
    expect(await desk.reopen(on)).toEqual(locked)
    expect(await desk.remove({ ...on, messageId: 'm' })).toMatchObject(accepted)
    expect(await desk.unlock(on)).toMatchObject(accepted)
    expect(await chat.as(lead).conversation(conversationId)).toMatchObject({
      status: 'closed',
      locked: false,
    })
    expect(await desk.reopen(on)).toMatchObject(accepted)
  })

  it('lock: a locked conversation is not forked either', async () => {
    const { chat } = await open(forking)
    const on = await closed(chat)
    await chat.as(lead).lock(on)
    expect(await chat.as(cleo).try.post({ ...on, body: 'x' })).toEqual(refused('ConversationLocked'))
    expect(ids(await chat.as(lead).inbox({ view: 'all' }))).toHaveLength(1)
  })

  it('release returns it to its queue; transfer to a queue clears the assignee', async () => {
    const { chat } = await open('contactCentre')
    const serving = staff('anna', { queues: ['sales', 'billing'] })
    const { conversationId } = await chat.as(cleo).start({ queue: 'sales' })
    const on = { conversationId }
    await chat.as(serving).pick(on)
    await chat.as(serving).release(on)
    expect(await chat.as(serving).conversation(conversationId)).toMatchObject({
      assignee: null,
      queue: 'sales',
    })
    await chat.as(serving).pick(on)
    await chat.as(serving).transfer({ ...on, to: { queue: 'billing' } })
    expect(await chat.as(serving).conversation(conversationId)).toMatchObject({
      assignee: null,
      queue: 'billing',
    })
    expect(await chat.as(serving).release(on)).toMatchObject({ changed: false })
  })

  it('picking what is closed is refused', async () => {
    const { chat } = await open('helpdesk')
    const on = await closed(chat)
    expect(await chat.as(anna).try.pick(on)).toEqual(refused('ConversationClosed'))
  })

  it('mute: one’s own only; not in the indicator, counts go on', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    const on = { conversationId }
    await chat.as(anna).mute(on)
    await chat.as(cleo).post({ ...on, body: 'x' })
    expect(await chat.as(anna).unread(conversationId)).toMatchObject({ count: 1 })
    expect(await chat.as(anna).conversation(conversationId)).toMatchObject({ muted: true })
    expect(await chat.as(anna).indicator()).toMatchObject({ conversations: 0, messages: 0 })
    const another = { ...on, participant: { id: 'anna', kind: 'staff' } } as const
    expect(await chat.as(sue).try.unmute(another)).toEqual(refused('Forbidden', { capability: null }))
    await chat.as(anna).unmute(on)
    expect(await chat.as(anna).indicator()).toMatchObject({ conversations: 1, messages: 1 })
  })

  it('following, leaving and one’s own read state need only access; others’ needs participants.manage', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(lead).start(withCleo)
    const on = { conversationId }
    const bare = chat.as(staff('bo', { can: ['view.fromCustomers'] }))
    for (const receipt of [await bare.follow(on), await bare.markUnread(on), await bare.leave(on)]) {
      expect(receipt).toMatchObject({ changed: true })
    }
    const other = { ...on, participant: { id: 'anna', kind: 'staff' } } as const
    for (const answer of [
      await bare.try.follow(other),
      await bare.try.join(other),
      await bare.try.leave(other),
      await bare.try.unfollow(other),
    ]) {
      expect(answer).toEqual(refused('Forbidden', { capability: 'participants.manage' }))
    }
    expect(await chat.as(customer('dora')).try.follow(on)).toEqual(refused('NotFound'))
  })
})

overStorages('Assigning to nobody', (open) => {
  it('gives it back to its queue, as releasing does, and needs the right to assign', async () => {
    const { chat } = await open('contactCentre')
    const picker = staff('vic', { queues: ['sales'] })
    const { conversationId } = await chat.as(cleo).start({ queue: 'sales', message: 'Hello?' })
    const on = { conversationId }
    for (const command of ['assign', 'setOwner'] as const) {
      await chat.as(picker).pick(on)
      expect(await chat.as(picker).try[command]({ ...on, to: null })).toEqual(
        refused('Forbidden', { capability: 'assign' }),
      )
      expect(await chat.as(sue).can(command, conversationId, { to: null })).toEqual({ allowed: true })
      expect(await chat.as(sue)[command]({ ...on, to: null })).toMatchObject({ changed: true })
      expect(await chat.as(sue)[command]({ ...on, to: null })).toMatchObject({ changed: false })
      expect(await chat.as(sue).conversation(conversationId)).toMatchObject({
        assignee: null,
        queue: 'sales',
      })
      expect(ids(await chat.as(picker).inbox({ view: 'picklist' }))).toEqual([conversationId])
    }
    const toNobody = { ...on, to: null } as unknown as { conversationId: string; to: { staff: string } }
    expect(await chat.as(sue).try.transfer(toNobody)).toEqual(refused('InvalidInput', { field: 'to' }))
  })
})
