import { expect, it } from 'vitest'
import type { Chat, CustomerSession, SessionActor, Session } from '../../src/index.ts'
import { extend, presets, roles } from '../../src/index.ts'
import { idOf } from '../support/idOf.ts'
import { overStorages } from './support/opening.ts'
import { ada, anna, bert, bot, carl, cleo, customer, staff, sue } from './support/people.ts'
import { accepted, bodies, ids, refused } from './support/reading.ts'

const ticket = { type: 'ticket', id: '1' }
const hidden = { type: 'secret', id: '2' }
const records = { ticket: { customerVisible: true }, secret: {} }
const withCleo = { type: 'customer', customer: 'cleo' } as const
const lead = staff('lee', {
  can: [...roles.admin, 'message.history', 'message.removeAny', 'setType', 'message.publish'],
})
const plain = (id: string, more: Parameters<typeof staff>[1] = {}) => staff(id, { can: [], ...more })

const sees = async (chat: Chat, viewer: SessionActor, conversationId: string): Promise<boolean> => {
  const found = await chat.as(viewer).try.conversation(conversationId)
  if (!found.ok) expect(found).toEqual(refused('NotFound'))
  const listed = ids(await chat.as(viewer).inbox({ view: 'all' })).includes(conversationId)
  const timeline = await chat.as(viewer).try.timeline(conversationId)
  const commanded = await chat.as(viewer).try.markRead({ conversationId })
  // Every way to ask gives the same answer.
  expect([listed, timeline.ok, commanded.ok]).toEqual([found.ok, found.ok, found.ok])
  return found.ok
}

overStorages('Access', (open) => {
  it('staff: as participant, follower, assignee or initiator, until they leave', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(lead).start({
      type: 'internal',
      participants: [{ id: 'pat', kind: 'staff' }],
      owner: 'otto',
    })
    await chat.as(lead).follow({ conversationId, participant: { id: 'flo', kind: 'staff' } })
    for (const id of ['lee', 'pat', 'flo', 'otto'])
      expect(await sees(chat, plain(id), conversationId)).toBe(true)
    expect(await sees(chat, plain('zed'), conversationId)).toBe(false)
    await chat.as(plain('pat')).leave({ conversationId })
    await chat.as(plain('flo')).unfollow({ conversationId })
    await chat.as(lead).release({ conversationId })
    for (const id of ['pat', 'flo', 'otto']) expect(await sees(chat, plain(id), conversationId)).toBe(false)
  })

  it('staff: by the queue it waits in, and in which it ended', async () => {
    const { chat } = await open('contactCentre')
    const serving = plain('vic', { queues: ['sales'] })
    const { conversationId } = await chat.as(cleo).start({ queue: 'sales' })
    expect(await sees(chat, serving, conversationId)).toBe(true)
    expect(await sees(chat, plain('vic', { queues: ['billing'] }), conversationId)).toBe(false)
    await chat.as(sue).pick({ conversationId })
    expect(await sees(chat, serving, conversationId)).toBe(false)
    await chat.as(sue).close({ conversationId })
    expect(await sees(chat, serving, conversationId)).toBe(true)
  })

  it('staff: by having handled it, once it is closed', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(sue).start({ ...withCleo, subject: 's', owner: 'anna' })
    await chat.as(sue).assign({ conversationId, to: { staff: 'bert' } })
    expect(await sees(chat, plain('anna'), conversationId)).toBe(false)
    await chat.as(sue).close({ conversationId })
    expect(await sees(chat, plain('anna'), conversationId)).toBe(true)
  })

  it('staff: by a granted record while it is linked', async () => {
    const { chat } = await open('b2bPortal', { records })
    const granted = plain('gus', { records: [hidden] })
    const { conversationId } = await chat.as(sue).start({ ...withCleo, subject: 's', contexts: [hidden] })
    expect(await sees(chat, granted, conversationId)).toBe(true)
    await chat.as(sue).unlink({ conversationId, record: hidden })
    expect(await sees(chat, granted, conversationId)).toBe(false)
  })

  it('staff: by view.fromCustomers the customer type, by view.all any', async () => {
    const { chat } = await open('helpdesk')
    const customers = await chat.as(lead).start(withCleo)
    const internal = await chat.as(lead).start({ type: 'internal' })
    const fromCustomers = plain('fay', { can: ['view.fromCustomers'] })
    const all = plain('al', { can: ['view.all'] })
    expect(await sees(chat, fromCustomers, customers.conversationId)).toBe(true)
    expect(await sees(chat, fromCustomers, internal.conversationId)).toBe(false)
    expect(await sees(chat, all, customers.conversationId)).toBe(true)
    expect(await sees(chat, all, internal.conversationId)).toBe(true)
  })

  it('staff: by view.customerHistory what came before an open one they see, not what came after', async () => {
    const { chat } = await open('helpdesk')
    const before = await chat.as(lead).start(withCleo)
    const hers = await chat.as(lead).start({ ...withCleo, participants: [{ id: 'hal', kind: 'staff' }] })
    const later = await chat.as(lead).start(withCleo)
    const others = await chat.as(lead).start({ type: 'customer', customer: 'carl' })
    const historian = plain('hal', { can: ['view.customerHistory'] })
    expect(await sees(chat, historian, before.conversationId)).toBe(true)
    expect(await sees(chat, plain('hal'), before.conversationId)).toBe(false)
    expect(await sees(chat, historian, later.conversationId)).toBe(false)
    expect(await sees(chat, historian, others.conversationId)).toBe(false)
    await chat.as(lead).close({ conversationId: hers.conversationId })
    expect(await sees(chat, historian, before.conversationId)).toBe(false)
  })

  it('customers: as the customer or a participant, or by a granted record shown to customers', async () => {
    const { chat } = await open('helpdesk', { records })
    const { conversationId } = await chat
      .as(lead)
      .start({ ...withCleo, participants: [{ id: 'carl', kind: 'customer' }], contexts: [ticket, hidden] })
    expect(await sees(chat, cleo, conversationId)).toBe(true)
    expect(await sees(chat, carl, conversationId)).toBe(true)
    expect(await sees(chat, customer('dora'), conversationId)).toBe(false)
    expect(await sees(chat, customer('dora', { records: [ticket] }), conversationId)).toBe(true)
    expect(await sees(chat, customer('dora', { records: [hidden] }), conversationId)).toBe(false)
    expect(await sees(chat, customer('lee'), conversationId)).toBe(false)
    await chat.as(carl).leave({ conversationId })
    expect(await sees(chat, carl, conversationId)).toBe(false)
  })

  it('following a record gives no access to what is linked to it', async () => {
    const { chat } = await open('b2bPortal', { records })
    const { conversationId } = await chat.as(sue).start({ ...withCleo, subject: 's', contexts: [ticket] })
    await chat.as(bert).followRecord({ record: ticket })
    expect(await sees(chat, bert, conversationId)).toBe(false)
  })

  it('a token of one’s own does not tell who took one’s place: access is asked before it is looked at', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(ada).start({ type: 'customer', customer: 'cleo', message: 'x' })
    const former = staff('vic', { can: [] })
    await chat.as(ada).join({ conversationId, participant: { id: 'vic', kind: 'staff' } })
    const { readToken } = await chat.as(former).timeline(conversationId)
    await chat.as(ada).leave({ conversationId, participant: { id: 'vic', kind: 'staff' } })
    const own = { conversationId, participant: 'vic', readToken, confirm: true } as const
    const ask = async () => [
      await chat.as(former).try.markReadFor(own),
      await chat.as(former).try.markReadFor({ ...own, readToken: 'none' }),
      await chat.as(former).try.markRead({ conversationId, readToken: 'none' }),
      await chat.as(former).try.can('markReadFor', conversationId, own),
    ]
    const nothing = { ok: true, value: { allowed: false, reason: { _tag: 'NotFound' } } }
    const unknown = [refused('NotFound'), refused('NotFound'), refused('NotFound'), nothing]
    expect(await ask()).toEqual(unknown)
    await chat.as(ada).join({ conversationId, participant: { id: 'vic', kind: 'customer' } })
    expect(await ask()).toEqual(unknown)
  })
})

overStorages('Visibility', (open) => {
  it('customer type: public messages to both, notes to staff alone', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start({ ...withCleo, message: 'public' })
    await chat.as(anna).post({ conversationId, body: 'note', visibility: 'internal' })
    expect(bodies(await chat.as(bert).timeline(conversationId))).toEqual(['public', 'note'])
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(['public'])
    expect(await chat.as(cleo).conversation(conversationId)).toMatchObject({ preview: 'public' })
    expect(await chat.as(bert).conversation(conversationId)).toMatchObject({ preview: 'note' })
    expect(await chat.as(cleo).try.timeline(conversationId, { visibility: 'internal' })).toEqual(
      refused('Forbidden', { capability: null }),
    )
  })

  it('internal type: nothing to a customer, even one who took part before the type was set', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(lead).start(withCleo)
    await chat.as(lead).setType({ conversationId, type: 'internal' })
    expect(await sees(chat, cleo, conversationId)).toBe(false)
    expect(ids(await chat.as(cleo).inbox({ view: 'mine' }))).toEqual([])
    expect(await chat.as(cleo).indicator()).toMatchObject({ conversations: 0 })
  })

  it('a removed message is a tombstone; its text is for message.history', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    await chat.as(anna).post({ conversationId, messageId: 'm', body: 'secret' })
    await chat.as(anna).post({ conversationId, messageId: 'n', body: 'note', visibility: 'internal' })
    await chat.as(lead).remove({ conversationId, messageId: 'm' })
    await chat.as(lead).remove({ conversationId, messageId: 'n' })
    const shown = async (viewer: SessionActor) => (await chat.as(viewer).timeline(conversationId)).items
    expect(await shown(cleo)).toMatchObject([{ id: 'm', removed: true, body: null }])
    expect(await shown(anna)).toMatchObject([
      { id: 'm', removed: true, body: null },
      { id: 'n', removed: true, body: null },
    ])
    expect(await shown(lead)).toMatchObject([
      { id: 'm', removed: true, body: 'secret' },
      { id: 'n', removed: true, body: 'note' },
    ])
    expect((await chat.as(anna).search({ text: 'secret' })).rows).toEqual([])
  })

  it('customers see it created, closed, reopened, locked, unlocked and renamed, and no more', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(lead)
    const { conversationId } = await desk.start({ ...withCleo, subject: 'old' })
    await desk.assign({ conversationId, to: { staff: 'anna' } })
    await desk.transfer({ conversationId, to: { queue: 'sales' } })
    await desk.label({ conversationId, label: 'late' })
    await desk.setAttributes({ conversationId, attributes: { plan: 'gold' } })
    await desk.rename({ conversationId, subject: 'new' })
    await desk.close({ conversationId })
    await desk.lock({ conversationId })
    await desk.unlock({ conversationId })
    await desk.reopen({ conversationId })
    const events = async (viewer: SessionActor) =>
      (await chat.as(viewer).timeline(conversationId, { events: true })).items.map((item) =>
        item.type === 'event' ? item.event : item.type,
      )
    expect(await events(cleo)).toEqual([
      'conversation-created',
      'conversation-renamed',
      'conversation-closed',
      'conversation-locked',
      'conversation-unlocked',
      'conversation-reopened',
    ])
    expect(await events(anna)).toEqual(
      expect.arrayContaining([
        'conversation-assigned',
        'conversation-queued',
        'conversation-labelled',
        'attributes-set',
      ]),
    )
  })

  it('a customer’s conversation has no assignee, queue, labels or attributes', async () => {
    const { chat } = await open('helpdesk', { records })
    const { conversationId } = await chat.as(lead).start({
      ...withCleo,
      subject: 's',
      queue: 'sales',
      owner: 'anna',
      attributes: { a: 1 },
      contexts: [ticket, hidden],
    })
    await chat.as(lead).label({ conversationId, label: 'late' })
    const shown = await chat.as(cleo).conversation(conversationId)
    expect(shown).toMatchObject({ subject: 's', status: 'open', contexts: [ticket] })
    for (const field of [
      'assignee',
      'queue',
      'labels',
      'attributes',
      'unanswered',
      'waitingSince',
      'channel',
    ]) {
      expect(shown).not.toHaveProperty(field)
    }
  })

  it('of the staff a customer sees those who wrote publicly', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(lead)
      .start({ ...withCleo, participants: [{ id: 'bert', kind: 'staff' }] })
    await chat.as(bert).post({ conversationId, body: 'note', visibility: 'internal' })
    const seen = async () => (await chat.as(cleo).participants(conversationId)).map(({ id }) => id)
    expect(await seen()).toEqual(['cleo'])
    await chat.as(bert).post({ conversationId, body: 'Hello', confirmPublic: true })
    expect(await seen()).toEqual(['cleo', 'bert'])
  })

  it('somebody is to customers what they are in their public messages, whoever assigned them', async () => {
    const robo = bot('robo')
    const seen = async (assigned: boolean) => {
      const { chat } = await open('helpdesk')
      const { conversationId } = await chat.as(lead).start(withCleo)
      if (assigned) await chat.as(lead).assign({ conversationId, to: { staff: 'robo' } })
      await chat.as(robo).post({ conversationId, body: 'Hello' })
      const shop = chat.as(cleo)
      const { items } = await shop.timeline(conversationId)
      return [await shop.participants(conversationId), items.map((item) => 'author' in item && item.author)]
    }
    const [people, authors] = await seen(true)
    expect([people, authors]).toEqual(await seen(false))
    expect(people).toContainEqual({ id: 'robo', kind: 'bot', name: null })
    expect(authors).toEqual([{ id: 'robo', kind: 'bot', name: null }])
  })

  it('customers cannot write internal; public in an internal conversation exceeds it', async () => {
    const { chat } = await open('helpdesk')
    const customers = await chat.as(anna).start(withCleo)
    const internal = await chat.as(anna).start({ type: 'internal' })
    const note = { conversationId: customers.conversationId, body: 'x', visibility: 'internal' } as const
    expect(await chat.as(cleo).try.post(note)).toEqual(refused('Forbidden', { capability: 'post.internal' }))
    const mighty = customer('cleo', { can: [...roles.customer, 'post.internal'] })
    expect(await chat.as(mighty).try.post(note)).toMatchObject(
      refused('Forbidden', { capability: 'post.internal' }),
    )
    expect(
      await chat
        .as(anna)
        .try.post({ conversationId: internal.conversationId, body: 'x', visibility: 'public' }),
    ).toEqual(refused('VisibilityExceedsConversation'))
  })

  it('a customer’s own id of a message is a UUID, so that no id of a note can be tried', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    await chat.as(anna).post({ conversationId, messageId: 'n2', body: 'a note', visibility: 'internal' })
    const uuid = '0e6f7c9a-53a1-4a35-8d3a-1d1b2c5f2a11'
    const invalid = (field: string) => refused('InvalidInput', { field, expected: 'a UUID' })
    for (const messageId of ['n1', 'n2', `${uuid}0`, `{${uuid}}`, uuid.replaceAll('-', '')]) {
      const post = { conversationId, body: 'x', messageId }
      expect(await chat.as(cleo).try.post(post)).toEqual(invalid('messageId'))
      expect(await chat.as(cleo).try.post({ ...post, conversationId: 'nowhere' })).toEqual(
        invalid('messageId'),
      )
      expect(await chat.as(cleo).try.start({ message: { body: 'x', messageId } })).toEqual(
        invalid('message.messageId'),
      )
      expect(await chat.as(cleo).can('post', conversationId, post)).toEqual({
        allowed: false,
        reason: invalid('messageId').error,
      })
    }
    for (const messageId of [uuid, uuid.toUpperCase()])
      expect(await chat.as(cleo).post({ conversationId, body: 'x', messageId })).toMatchObject({ messageId })
    const again = { conversationId, body: 'x', messageId: uuid }
    expect(await chat.as(cleo).post(again)).toMatchObject({ changed: false })
  })

  it('internal → customer publishes no old message; back is refused once any was public', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(lead)
      .start({ type: 'internal', customer: 'cleo', message: 'among us' })
    await chat.as(lead).setType({ conversationId, type: 'customer' })
    await chat.as(lead).join({ conversationId, participant: { id: 'cleo', kind: 'customer' } })
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual([])
    expect(await chat.as(lead).try.setType({ conversationId, type: 'internal' })).toMatchObject(accepted)
    await chat.as(lead).setType({ conversationId, type: 'customer' })
    await chat.as(lead).post({ conversationId, messageId: 'm', body: 'to Cleo', confirmPublic: true })
    await chat.as(lead).remove({ conversationId, messageId: 'm' })
    expect(await chat.as(lead).try.setType({ conversationId, type: 'internal' })).toEqual(
      refused('VisibilityExceedsConversation'),
    )
  })

  it('a published note appears to customers when it is published', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    await chat.as(anna).post({ conversationId, messageId: 'note', body: 'note', visibility: 'internal' })
    await chat.as(anna).post({ conversationId, body: 'public', confirmPublic: true })
    await chat.as(lead).publish({ conversationId, messageId: 'note' })
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(['public', 'note'])
    expect(bodies(await chat.as(anna).timeline(conversationId))).toEqual(['note', 'public'])
    expect(bodies(await chat.as(cleo).timeline(conversationId, { limit: 1 }))).toEqual(['note'])
    expect(bodies(await chat.as(anna).timeline(conversationId, { limit: 1 }))).toEqual(['public'])
  })

  it('policy history: fromJoin hides what came before one joined', async () => {
    const { chat } = await open(
      extend(presets.helpdesk, { customer: { history: 'fromJoin' }, internal: { history: 'fromJoin' } }),
    )
    const { conversationId } = await chat.as(anna).start({ ...withCleo, message: 'before' })
    await chat.as(bert).join({ conversationId })
    await chat.as(anna).post({ conversationId, body: 'after' })
    expect(bodies(await chat.as(bert).timeline(conversationId))).toEqual(['after'])
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(['before', 'after'])
    expect((await chat.as(bert).search({ text: 'before' })).rows).toEqual([])
  })

  it('policy history: fromJoin: what is hidden is named as what is absent, by whatever names a message', async () => {
    const hiding = { history: 'fromJoin', guard: 'off' } as const
    const { chat } = await open(extend(presets.helpdesk, { customer: hiding, internal: hiding }))
    const any = staff('bert', {
      can: [...lead.can, 'message.editAny', 'message.editOwn', 'message.removeOwn'],
    })
    const { conversationId } = await chat
      .as(anna)
      .start({ ...withCleo, message: { messageId: 'before', body: 'before' } })
    await chat.as(anna).post({ conversationId, messageId: 'own', body: 'x', visibility: 'internal' })
    const grown = customer('carl', { can: [...roles.customer, 'message.editAny', 'message.removeAny'] })
    await chat.as(lead).join({ conversationId, participant: { id: 'carl', kind: 'customer' } })
    await chat.as(any).join({ conversationId })
    await chat.as(anna).post({ conversationId, messageId: 'after', body: 'after' })
    const of = (messageId: string) => ({ conversationId, messageId })
    const asked = async (session: Session | CustomerSession, messageId: string) => [
      await session.try.post({ conversationId, body: 'x', seenUpTo: messageId }),
      await session.try.post({ conversationId, body: 'x', replyTo: messageId }),
      await session.can('post', conversationId, { body: 'x', replyTo: messageId }),
      await session.try.edit({ ...of(messageId), body: 'x' }),
      await session.try.remove(of(messageId)),
      await session.try.markRead({ conversationId, upTo: messageId }),
      await session.try.markUnread({ conversationId, from: messageId }),
      await session.try.timeline(conversationId, { around: messageId }),
    ]
    const askedOfStaff = async (messageId: string) => {
      const desk = chat.as(any)
      const forAnna = { conversationId, participant: { id: 'anna', kind: 'staff' }, confirm: true } as const
      return [
        await desk.try.publish(of(messageId)),
        await desk.try.markReadFor({ ...forAnna, upTo: messageId }),
        await desk.try.markUnreadFor({ ...forAnna, from: messageId }),
      ]
    }
    for (const hidden of ['before', 'own']) {
      for (const who of [any, grown]) {
        const session: Session | CustomerSession = chat.as(who as typeof any)
        expect(await asked(session, hidden)).toEqual(await asked(session, 'absent'))
      }
      expect(await askedOfStaff(hidden)).toEqual(await askedOfStaff('absent'))
    }
    // What came after they joined is there for each of these.
    for (const answer of [...(await askedOfStaff('after')), ...(await asked(chat.as(any), 'after'))]) {
      expect('ok' in answer ? answer.ok : answer.allowed).toBe(true)
    }
  })

  it('a removed conversation is not found by anybody; audit still has it', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(ada).start({ ...withCleo, subject: 's', message: 'x' })
    await chat.as(ada).removeConversation({ conversationId })
    for (const viewer of [ada, cleo, lead]) expect(await sees(chat, viewer, conversationId)).toBe(false)
    expect((await chat.as(ada).audit(conversationId)).items.map(({ event }) => event)).toContain(
      'conversation-removed',
    )
    const again = { ...withCleo, id: conversationId, subject: 's' }
    expect(await chat.as(ada).try.start(again)).toEqual(refused('DuplicateId'))
  })
})

overStorages('Noninterference', (open) => {
  it('a customer gets equal bytes from two worlds that differ in what they may not see', async () => {
    const world = async (differ: boolean) => {
      const settings = { secret: 'the same', clock: () => 1_800_000_000_000, newId: counting(), records }
      const { chat } = await open('helpdesk', settings)
      const on = { conversationId: 'k' }
      const received: Array<unknown> = []
      const meanwhile = async (step: () => Promise<unknown>) => (differ ? step() : null)
      await chat.as(lead).start({ ...withCleo, id: 'k', subject: 's' })
      await meanwhile(() =>
        chat.as(lead).post({ ...on, messageId: 'note', body: 'word', visibility: 'internal' }),
      )
      await meanwhile(() => chat.as(lead).pick(on))
      received.push(await chat.as(cleo).post({ ...on, messageId: idOf('m'), body: 'word', commandId: '2' }))
      await meanwhile(() => chat.as(lead).label({ ...on, label: 'x' }))
      await meanwhile(() => chat.as(lead).link({ ...on, record: hidden }))
      await meanwhile(() => chat.as(lead).start({ type: 'internal', customer: 'cleo', message: 'word' }))
      await meanwhile(() => chat.as(lead).follow(on))
      await chat.as(anna).post({ ...on, messageId: 'n', body: 'answer' })
      await meanwhile(() => chat.as(lead).markNoReplyNeeded(on))
      const portal = chat.as(cleo)
      const first = await portal.timeline('k', { limit: 1, events: true })
      received.push(first, await portal.timeline('k', { before: first.older, events: true }))
      received.push(await portal.conversation('k'), await portal.unread('k'), await portal.indicator())
      received.push(await portal.search({ text: 'word' }), await portal.participants('k'))
      received.push(await portal.try.countsFor([hidden]), await portal.try.forRecord(hidden))
      received.push(await portal.try.markRead({ ...on, upTo: 'note', commandId: '3' }))
      received.push(await portal.try.edit({ ...on, messageId: 'note', body: 'x', commandId: '4' }))
      received.push(await portal.try.post({ ...on, body: 'x', replyTo: 'note', commandId: '5' }))
      received.push(await portal.can('post', 'k'), await portal.close(on).catch(String))
      const { rows, changes } = await portal.inbox({ view: 'all' })
      received.push(rows, changes?.length)
      return JSON.parse(JSON.stringify(received, ofOneLength)) as unknown
    }
    expect(await world(true)).toEqual(await world(false))
  })
})

/** Tokens that stand for a moment are never equal twice; their length must tell nothing. */
const ofOneLength = (key: string, value: unknown) =>
  key === 'watchFrom' && typeof value === 'string' ? value.length : value

const counting = () => {
  let next = 0
  return () => `id${(next += 1)}`
}
