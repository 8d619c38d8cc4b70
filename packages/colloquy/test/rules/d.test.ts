import { expect, it } from 'vitest'
import type { Chat } from '../../src/index.ts'
import { extend, presets, roles, systemActor } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, bot, carl, cleo, customer, staff, sue } from './support/people.ts'
import { accepted, bodies, ids, refused } from './support/reading.ts'

const ticket = { type: 'ticket', id: '1' }
const records = { ticket: {}, project: { customerVisible: true }, note: { startable: false } }
const withCleo = { type: 'customer', customer: 'cleo' } as const

const unconfirmed = { allowed: false, reason: { _tag: 'ConfirmationRequired' } }

/** A closed customer conversation between Anna and Cleo. */
const closed = async (chat: Chat) => {
  const { conversationId } = await chat.as(anna).start({ ...withCleo, message: 'Hello' })
  await chat.as(anna).close({ conversationId })
  return { conversationId }
}

overStorages('helpdesk', (open) => {
  it('D1 a conversation holds customers and users, and each reply belongs to one', async () => {
    const { chat } = await open('helpdesk')
    const one = await chat.as(anna).start({
      ...withCleo,
      participants: [
        { id: 'carl', kind: 'customer' },
        { id: 'bert', kind: 'staff' },
      ],
    })
    const two = await chat.as(anna).start({ ...withCleo })
    await chat.as(carl).post({ conversationId: one.conversationId, body: 'from Carl' })
    await chat.as(bert).post({ conversationId: one.conversationId, body: 'from Bert' })
    const people = await chat.as(anna).participants(one.conversationId)
    expect(
      people
        .filter(({ participant }) => participant)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['bert', 'carl', 'cleo'])
    expect(bodies(await chat.as(cleo).timeline(one.conversationId))).toEqual(['from Carl', 'from Bert'])
    expect(bodies(await chat.as(cleo).timeline(two.conversationId))).toEqual([])
  })

  it('D2 every follower receives replies', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    await chat.as(bert).follow({ conversationId })
    await chat.as(cleo).post({ conversationId, body: 'Hello' })
    for (const follower of [anna, bert]) {
      expect(await chat.as(follower).unread(conversationId)).toMatchObject({ count: 1, isUnread: true })
    }
    expect(ids(await chat.as(bert).inbox({ view: 'customerReplies' }))).toEqual([conversationId])
    await chat.as(bert).unfollow({ conversationId })
    await chat.as(cleo).post({ conversationId, body: 'Again' })
    expect(await chat.as(bert).unread(conversationId)).toMatchObject({ count: 0, isUnread: false })
  })

  it('D4 a conversation may have no linked item, and lose it again', async () => {
    const { chat } = await open('helpdesk', { records })
    const desk = chat.as(anna)
    const { conversationId } = await desk.start(withCleo)
    expect(await desk.conversation(conversationId)).toMatchObject({ contexts: [], source: null })
    await desk.link({ conversationId, record: ticket })
    await desk.unlink({ conversationId, record: ticket })
    expect(await desk.conversation(conversationId)).toMatchObject({ contexts: [] })
  })

  it('D5 linked, it is on the item’s panel, and shows the item', async () => {
    const { chat } = await open('helpdesk', { records })
    const { conversationId } = await chat.as(anna).start({ ...withCleo, contexts: [ticket] })
    expect((await chat.as(anna).forRecord(ticket)).rows).toMatchObject([
      { id: conversationId, contexts: [ticket] },
    ])
    expect((await chat.as(anna).inbox({ view: 'all' })).rows).toMatchObject([{ contexts: [ticket] }])
  })

  it('D6 unlinked, it is in the messenger only, without an item', async () => {
    const { chat } = await open('helpdesk', { records })
    const { conversationId } = await chat.as(anna).start(withCleo)
    expect(ids(await chat.as(anna).forRecord(ticket))).toEqual([])
    expect((await chat.as(anna).inbox({ view: 'mine' })).rows).toMatchObject([
      { id: conversationId, contexts: [] },
    ])
  })

  it('D7 started from an item, it is linked automatically', async () => {
    const { chat } = await open('helpdesk', { records })
    const { conversationId } = await chat.as(anna).start({ ...withCleo, source: ticket })
    expect(ids(await chat.as(anna).forRecord(ticket))).toEqual([conversationId])
  })

  it('D8 choosing with a user or with a customer fixes the type', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(anna)
    const withUser = await desk.start({ type: 'internal', participants: [{ id: 'bert', kind: 'staff' }] })
    const customers = await desk.start(withCleo)
    expect(await desk.conversation(withUser.conversationId)).toMatchObject({ type: 'internal' })
    expect(await desk.conversation(customers.conversationId)).toMatchObject({ type: 'customer' })
    const setting = { conversationId: withUser.conversationId, type: 'customer' } as const
    expect(await desk.try.setType(setting)).toEqual(refused('Forbidden', { capability: 'setType' }))
    expect(await desk.conversation(withUser.conversationId)).toMatchObject({ type: 'internal' })
  })

  it('D9 sending the message creates the conversation', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start({ ...withCleo, message: 'Hello' })
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(['Hello'])
  })

  it('D10 an existing item is linked, and an unknown one refused', async () => {
    const { chat } = await open('helpdesk', { records: { ticket: { resolve: () => [{ id: '1' }] } } })
    const { conversationId } = await chat.as(anna).start(withCleo)
    const linking = (record: { type: string; id: string }) =>
      chat.as(anna).try.link({ conversationId, record })
    expect(await linking(ticket)).toMatchObject(accepted)
    expect(await linking({ type: 'ticket', id: '2' })).toEqual(refused('RecordUnknown'))
    expect(await linking({ type: 'wiki', id: '1' })).toEqual(refused('ContextTypeUnsupported'))
  })

  it('D11 a customer’s new message creates a conversation of its own, to be linked afterwards', async () => {
    const { chat } = await open('helpdesk')
    const first = await chat.as(cleo).start({ message: 'Hello?' })
    const second = await chat.as(cleo).start({ message: 'Another matter' })
    expect(second.conversationId).not.toBe(first.conversationId)
    const desk = chat.as(anna)
    expect(await desk.conversation(first.conversationId)).toMatchObject({ type: 'customer', contexts: [] })
    await desk.link({ conversationId: first.conversationId, record: ticket })
    expect(await desk.conversation(first.conversationId)).toMatchObject({ contexts: [ticket] })
    expect(await desk.conversation(second.conversationId)).toMatchObject({ contexts: [] })
  })

  it('D12 a conversation is internal or for customers', async () => {
    const { chat } = await open('helpdesk')
    const internal = await chat.as(anna).start({ type: 'internal', message: 'x' })
    expect(await chat.as(anna).conversation(internal.conversationId)).toMatchObject({ type: 'internal' })
    const group: string = 'group'
    const odd = { type: group as 'internal', message: 'x' }
    expect(await chat.as(anna).try.start(odd)).toMatchObject(refused('InvalidInput', { field: 'type' }))
  })

  it('D13 internal is never visible to customers, even if named, linked or granted', async () => {
    const { chat } = await open('helpdesk', { records })
    const project = { type: 'project', id: '9' }
    const { conversationId } = await chat.as(anna).start({
      type: 'internal',
      customer: 'cleo',
      contexts: [project],
      message: { body: 'about Cleo', mentions: ['cleo'] },
    })
    const portal = chat.as(customer('cleo', { records: [project] }))
    expect(await portal.try.conversation(conversationId)).toEqual(refused('NotFound'))
    expect(await portal.try.timeline(conversationId)).toEqual(await portal.try.timeline('never was'))
    expect(await portal.try.post({ conversationId, body: 'x' })).toEqual(refused('NotFound'))
    expect(await portal.try.join({ conversationId })).toEqual(refused('NotFound'))
    expect(ids(await portal.inbox({ view: 'all' }))).toEqual([])
    expect(ids(await portal.forRecord(project))).toEqual([])
    expect((await portal.search({ text: 'about' })).rows).toEqual([])
    expect(await portal.countsFor([project])).toMatchObject([{ total: 0 }])
  })

  it('D14 internal replies go to following users only, and no customer can follow', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(anna)
      .start({ type: 'internal', participants: [{ id: 'bert', kind: 'staff' }] })
    const asCustomer = { conversationId, participant: { id: 'cleo', kind: 'customer' } } as const
    expect(await chat.as(anna).try.join(asCustomer)).toEqual(refused('CustomerInInternal'))
    expect(await chat.as(anna).try.follow(asCustomer)).toEqual(refused('CustomerInInternal'))
    expect(
      await chat.as(anna).try.start({ type: 'internal', participants: [{ id: 'cleo', kind: 'customer' }] }),
    ).toEqual(refused('CustomerInInternal'))
    await chat.as(anna).post({ conversationId, body: 'x' })
    expect(await chat.as(bert).unread(conversationId)).toMatchObject({ count: 1 })
    expect(await chat.as(cleo).indicator()).toMatchObject({ conversations: 0 })
  })

  it('D15 the customer type is visible to users and customers', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start({ ...withCleo, message: 'Hello' })
    for (const viewer of [anna, bert, cleo]) {
      expect(bodies(await chat.as(viewer).timeline(conversationId))).toEqual(['Hello'])
    }
    expect(await chat.as(carl).try.timeline(conversationId)).toEqual(refused('NotFound'))
  })

  it('D16 its replies go to the customers and users following', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start({
      ...withCleo,
      participants: [
        { id: 'bert', kind: 'staff' },
        { id: 'carl', kind: 'customer' },
      ],
    })
    await chat.as(anna).post({ conversationId, body: 'Hello' })
    for (const follower of [bert, cleo, carl]) {
      expect(await chat.as(follower).unread(conversationId)).toMatchObject({ count: 1 })
    }
  })

  it('D17 closed is still readable', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await closed(chat)
    for (const viewer of [anna, cleo]) {
      expect(bodies(await chat.as(viewer).timeline(conversationId))).toEqual(['Hello'])
      expect(await chat.as(viewer).conversation(conversationId)).toMatchObject({ status: 'closed' })
    }
  })

  it('D18 a new reply re-opens, whichever side and channel', async () => {
    const { chat } = await open('helpdesk')
    for (const [author, channel] of [
      [cleo, 'email'],
      [bert, 'web'],
    ] as const) {
      const { conversationId } = await chat.as(anna).start({ ...withCleo, channel })
      await chat.as(anna).close({ conversationId })
      await chat.as(author).post({ conversationId, body: 'Still broken' })
      expect(await chat.as(anna).conversation(conversationId)).toMatchObject({
        status: 'open',
        closedAt: null,
      })
      expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(['Still broken'])
    }
  })

  it('D19 only what is closed can be locked', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    expect(await chat.as(anna).try.lock({ conversationId })).toEqual(refused('MustBeClosed'))
    await chat.as(anna).close({ conversationId })
    expect(await chat.as(anna).lock({ conversationId })).toMatchObject({ changed: true })
    expect(await chat.as(anna).lock({ conversationId })).toMatchObject({ changed: false })
    expect(await chat.as(cleo).conversation(conversationId)).toMatchObject({ locked: true })
  })

  it('D20 locked refuses users and customers alike, and no reply re-opens it', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await closed(chat)
    await chat.as(anna).lock({ conversationId })
    const locked = refused('ConversationLocked')
    for (const author of [anna, cleo, sue]) {
      expect(await chat.as(author).try.post({ conversationId, body: 'x' })).toEqual(locked)
    }
    expect(await chat.as(anna).try.post({ conversationId, body: 'x', visibility: 'internal' })).toEqual(
      locked,
    )
    expect(await chat.as(anna).try.reopen({ conversationId })).toEqual(locked)
    expect(await chat.as(anna).conversation(conversationId)).toMatchObject({ status: 'closed', locked: true })
  })

  it('D21 sending is disabled when locked, with the reason', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await closed(chat)
    expect(await chat.as(cleo).can('post', conversationId)).toEqual({ allowed: true })
    await chat.as(anna).lock({ conversationId })
    for (const author of [anna, cleo]) {
      expect(await chat.as(author).can('post', conversationId)).toEqual({
        allowed: false,
        reason: { _tag: 'ConversationLocked' },
      })
    }
  })

  it('D22 From Customers lists the open, the unanswered and the closed', async () => {
    const { chat } = await open('helpdesk', { records })
    const answered = await chat.as(cleo).start({ message: 'one' })
    await chat.as(anna).post({ conversationId: answered.conversationId, body: 'yes' })
    const waiting = await chat.as(carl).start({ message: 'two' })
    await chat.as(anna).link({ conversationId: waiting.conversationId, record: ticket })
    const done = await closed(chat)
    await chat.as(anna).start({ type: 'internal', message: 'ours' })
    const desk = chat.as(bert)
    const open_ = await desk.inbox({ view: 'fromCustomers.open' })
    expect(ids(open_)).toEqual([waiting.conversationId, answered.conversationId])
    expect(ids(await desk.inbox({ view: 'fromCustomers.unanswered' }))).toEqual([waiting.conversationId])
    expect(ids(await desk.inbox({ view: 'fromCustomers.closed' }))).toEqual([done.conversationId])
    expect((await desk.unansweredRecords()).records).toEqual([ticket])
  })

  it('D23 that section can be hidden from a user', async () => {
    const { chat } = await open('helpdesk')
    await chat.as(cleo).start({ message: 'one' })
    const hidden = chat.as(staff('bert', { can: ['post.public'] }))
    for (const view of ['fromCustomers.open', 'fromCustomers.unanswered', 'fromCustomers.closed'] as const) {
      expect(await hidden.try.inbox({ view })).toEqual(
        refused('Forbidden', { capability: 'view.fromCustomers' }),
      )
    }
    expect(ids(await hidden.inbox({ view: 'all' }))).toEqual([])
  })

  it('D24 My Conversations are those I take part in, or on items I follow', async () => {
    const { chat } = await open('helpdesk', { records })
    const joined = await chat.as(anna).start({ ...withCleo, participants: [{ id: 'bert', kind: 'staff' }] })
    const onItem = await chat.as(anna).start({ ...withCleo, contexts: [ticket] })
    await chat.as(anna).start(withCleo)
    const mine = async () => ids(await chat.as(bert).inbox({ view: 'mine' }))
    expect(await mine()).toEqual([joined.conversationId])
    await chat.as(bert).followRecord({ record: ticket })
    expect(await mine()).toEqual([onItem.conversationId, joined.conversationId])
    await chat.as(bert).unfollowRecord({ record: ticket })
    expect(await mine()).toEqual([joined.conversationId])
  })

  it('D25 its views are Customer replies, Internal Inbox, Internal Sent and All Closed', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(anna)
    const customers = await desk.start(withCleo)
    await desk.follow({ conversationId: customers.conversationId })
    const toMe = await chat.as(bert).start({
      type: 'internal',
      participants: [{ id: 'anna', kind: 'staff' }],
      message: 'for Anna',
    })
    const byMe = await desk.start({ type: 'internal', message: 'from Anna' })
    const done = await desk.start(withCleo)
    await desk.close({ conversationId: done.conversationId })
    const list = async (view: 'customerReplies' | 'internalInbox' | 'internalSent' | 'allClosed') =>
      ids(await desk.inbox({ view }))
    expect(await list('customerReplies')).toEqual([customers.conversationId])
    expect(await list('internalInbox')).toEqual([toMe.conversationId])
    expect(await list('internalSent')).toEqual([byMe.conversationId])
    expect(await list('allClosed')).toEqual([done.conversationId])
  })

  it('D26 an item has any number of conversations, all listed', async () => {
    const { chat } = await open('helpdesk', { records })
    expect(ids(await chat.as(anna).forRecord(ticket))).toEqual([])
    const started: Array<string> = []
    for (const type of ['customer', 'internal', 'customer'] as const) {
      const each = await chat.as(anna).start({ type, customer: 'cleo', contexts: [ticket] })
      started.unshift(each.conversationId)
    }
    expect(ids(await chat.as(anna).forRecord(ticket))).toEqual(started)
  })

  it('D27 the default visibility is the policy’s, and internal in internal conversations', async () => {
    const { chat } = await open('helpdesk')
    const customers = await chat.as(anna).start({ ...withCleo, message: 'to Cleo' })
    const internal = await chat.as(anna).start({ type: 'internal', message: 'ours' })
    const visibilities = async (id: string) =>
      (await chat.as(anna).timeline(id)).items.map((item) => item.type === 'message' && item.visibility)
    expect(await visibilities(customers.conversationId)).toEqual(['public'])
    expect(await visibilities(internal.conversationId)).toEqual(['internal'])
  })

  it('D27 a public message that quotes a note or addresses a colleague must be confirmed', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    await chat
      .as(bert)
      .post({ conversationId, messageId: 'note', body: 'she is angry', visibility: 'internal' })
    const risky = [
      { conversationId, body: 'see above', replyTo: 'note' },
      { conversationId, body: '@bert what now?', mentions: ['bert'] },
    ]
    for (const post of risky) {
      expect(await chat.as(anna).try.post(post)).toEqual(refused('ConfirmationRequired'))
      expect(await chat.as(anna).can('post', conversationId, post)).toEqual(unconfirmed)
      expect(await chat.as(anna).try.post({ ...post, visibility: 'internal' })).toMatchObject(accepted)
      expect(await chat.as(anna).try.post({ ...post, confirmPublic: true })).toMatchObject(accepted)
    }
  })

  it('D27 afterInternal: what follows a note must be confirmed, until something public comes', async () => {
    const { chat } = await open('helpdesk')
    const lead = staff('lee', { can: [...roles.agent, 'message.publish', 'message.removeAny'] })
    const { conversationId } = await chat.as(cleo).start({ message: 'Hello?' })
    const desk = chat.as(lead)
    const on = { conversationId }
    const note = (messageId: string) =>
      desk.post({ ...on, messageId, body: 'a note', visibility: 'internal' })
    const answer = { ...on, body: 'an answer' }
    const isAsked = async () => {
      const foretold = [
        await desk.can('post', conversationId),
        await desk.can('post', conversationId, answer),
      ]
      const answered = await desk.try.post(answer)
      expect(foretold.map(({ allowed }) => allowed)).toEqual([answered.ok, answered.ok])
      if (!answered.ok)
        expect([refused('ConfirmationRequired'), unconfirmed]).toEqual([answered, foretold[0]])
      return !answered.ok
    }
    expect(await isAsked()).toBe(false)
    await note('one')
    expect(await isAsked()).toBe(true)
    expect(await desk.can('post', conversationId, { confirmPublic: true })).toEqual({ allowed: true })
    expect(await desk.can('post', conversationId, { visibility: 'internal' })).toEqual({ allowed: true })
    await chat.as(cleo).post({ ...on, body: 'Anybody?' })
    expect(await isAsked()).toBe(false)
    await note('two')
    await desk.publish({ ...on, messageId: 'one' })
    expect(await isAsked()).toBe(false)
    await note('three')
    await desk.remove({ ...on, messageId: 'three' })
    expect(await isAsked()).toBe(false)
    await note('four')
    expect(await isAsked()).toBe(true)
    expect(await desk.try.post({ ...answer, confirmPublic: true })).toMatchObject(accepted)
    expect(await isAsked()).toBe(false)
  })

  it('D27 the guard asks sessions of staff alone', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(cleo).start({ message: 'Hello?' })
    const on = { conversationId }
    await chat.as(bert).post({ ...on, messageId: 'note', body: 'careful', visibility: 'internal' })
    const risky = { ...on, body: 'see above', replyTo: 'note', mentions: ['bert'] }
    for (const who of [bot('robo'), systemActor('acme')]) {
      expect(await chat.as(who).try.post(risky)).toMatchObject(accepted)
      await chat.as(bert).post({ ...on, body: 'careful', visibility: 'internal' })
    }
    expect(await chat.as(cleo).try.post({ ...on, body: 'and?', mentions: ['bert'] })).toMatchObject(accepted)
  })

  it('D27 quotes: only what replies to a note or mentions a colleague is asked; off: nothing', async () => {
    const guarded = async (guard: 'off' | 'quotes') => {
      const { chat } = await open(extend(presets.helpdesk, { customer: { guard } }))
      const { conversationId } = await chat.as(cleo).start({ message: 'Hello?' })
      const note = { conversationId, messageId: 'note', body: 'a note', visibility: 'internal' } as const
      await chat.as(bert).post(note)
      const post = async (more: { readonly mentions?: ReadonlyArray<string>; readonly replyTo?: string }) =>
        (await chat.as(anna).try.post({ conversationId, body: 'x', ...more })).ok
      return [await post({}), await post({ mentions: ['bert'] }), await post({ replyTo: 'note' })]
    }
    expect(await guarded('quotes')).toEqual([true, false, false])
    expect(await guarded('off')).toEqual([true, true, true])
  })

  it('D27 an edit of a public message that adds a colleague must be confirmed', async () => {
    const { chat } = await open('helpdesk')
    const lead = staff('lee', { can: [...roles.agent, 'message.editOwn', 'message.publish'] })
    const { conversationId } = await chat.as(lead).start({ ...withCleo, message: 'Hello' })
    await chat.as(bert).join({ conversationId })
    const desk = chat.as(lead)
    await desk.post({ conversationId, messageId: 'm', body: 'soon' })
    await desk.post({ conversationId, messageId: 'note', body: 'soon', visibility: 'internal' })
    const edit = { conversationId, messageId: 'm', body: '@bert soon', mentions: ['bert'] }
    expect(await desk.try.edit({ ...edit, mentions: ['cleo'] })).toMatchObject(accepted)
    expect(await desk.try.edit({ ...edit, messageId: 'note' })).toMatchObject(accepted)
    expect(await desk.try.edit(edit)).toEqual(refused('ConfirmationRequired'))
    expect(await desk.can('edit', conversationId, edit)).toEqual(unconfirmed)
    expect(await desk.try.edit({ ...edit, confirmPublic: true })).toMatchObject(accepted)
    // Who is mentioned already is not asked about again, and publishing is meant.
    expect(await desk.try.edit({ ...edit, body: '@bert really soon' })).toMatchObject(accepted)
    expect(await desk.try.publish({ conversationId, messageId: 'note' })).toMatchObject(accepted)
  })
})
