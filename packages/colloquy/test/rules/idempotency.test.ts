import { expect, it } from 'vitest'
import { roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, cleo, customer, staff } from './support/people.ts'
import { accepted, bodies, refused } from './support/reading.ts'

const withCleo = { type: 'customer', customer: 'cleo' } as const
const month = 30 * 24 * 60 * 60 * 1000

overStorages('Idempotency', (open) => {
  it('the ledger’s scope is tenant and actor, across commands and conversations', async () => {
    const { chat } = await open('helpdesk')
    const first = await chat.as(anna).start({ ...withCleo, commandId: 'c' })
    const other = await chat.as(anna).start({ ...withCleo, commandId: 'd' })
    const on = { conversationId: first.conversationId }
    const conflict = refused('IdempotencyConflict')
    expect(await chat.as(anna).try.post({ ...on, body: 'x', commandId: 'c' })).toEqual(conflict)
    expect(await chat.as(anna).try.close({ conversationId: other.conversationId, commandId: 'c' })).toEqual(
      conflict,
    )
    expect(await chat.as(bert).try.post({ ...on, body: 'x', commandId: 'c' })).toMatchObject(accepted)
    const sameId = customer('anna')
    expect(await chat.as(sameId).try.start({ message: 'x', commandId: 'c' })).toMatchObject(accepted)
    const elsewhere = staff('anna', { tenant: 'zeta' })
    expect(await chat.as(elsewhere).try.start({ ...withCleo, commandId: 'c' })).toMatchObject(accepted)
  })

  it('repeated, a command gives the same receipt and does nothing', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    const post = { conversationId, body: 'once', commandId: 'c' }
    const receipt = await chat.as(anna).post(post)
    await chat.as(anna).post({ conversationId, body: 'after' })
    expect(await chat.as(anna).post(post)).toEqual(receipt)
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual(['once', 'after'])
  })

  it('what changed nothing is kept too', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    await chat.as(anna).close({ conversationId })
    const again = await chat.as(anna).close({ conversationId, commandId: 'c' })
    expect(again).toMatchObject({ changed: false })
    await chat.as(anna).reopen({ conversationId })
    expect(await chat.as(anna).close({ conversationId, commandId: 'c' })).toEqual(again)
    expect(await chat.as(anna).conversation(conversationId)).toMatchObject({ status: 'open' })
  })

  it('what was followed already is answered with the place where it was', async () => {
    const { chat } = await open('helpdesk')
    const record = { type: 'order', id: '7' }
    const first = await chat.as(anna).followRecord({ record })
    await chat.as(anna).start(withCleo)
    const again = await chat.as(anna).followRecord({ record, commandId: 'c' })
    expect(first.position).not.toBeNull()
    expect(again).toEqual({ ...first, changed: false })
    expect(await chat.as(anna).followRecord({ record, commandId: 'c' })).toEqual(again)
  })

  it('a refusal is not kept', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    const lock = { conversationId, commandId: 'c' }
    expect(await chat.as(anna).try.lock(lock)).toEqual(refused('MustBeClosed'))
    await chat.as(anna).close({ conversationId })
    expect(await chat.as(anna).lock(lock)).toMatchObject({ changed: true })
  })

  it('the input compared is the decoded one', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    const receipt = await chat.as(anna).post({ conversationId, body: 'x', commandId: 'c' })
    const spelt = { commandId: 'c', mentions: [], body: 'x', confirmPublic: false, conversationId }
    expect(await chat.as(anna).post(spelt)).toEqual(receipt)
    const other = { conversationId, body: 'y', commandId: 'c' }
    expect(await chat.as(anna).try.post(other)).toEqual(refused('IdempotencyConflict'))
  })

  it('an id of more than 200 bytes is refused', async () => {
    const { chat } = await open('helpdesk')
    expect(await chat.as(anna).try.start({ ...withCleo, commandId: 'é'.repeat(101) })).toEqual(
      refused('InvalidInput', { field: 'commandId', limit: 200 }),
    )
    expect(await chat.as(anna).try.start({ ...withCleo, commandId: 'é'.repeat(100) })).toMatchObject(accepted)
  })

  it('beyond the ledger’s time the same id with equal content changes nothing', async () => {
    const { chat, pass } = await open('helpdesk')
    const start = { ...withCleo, id: 'k', message: { messageId: 'first', body: 'Hello' }, commandId: 'c' }
    const post = { conversationId: 'k', messageId: 'm', body: 'x', commandId: 'd' }
    await chat.as(anna).start(start)
    await chat.as(anna).post(post)
    pass(month + 60_000)
    await chat.tick()
    expect(await chat.as(anna).start(start)).toMatchObject({ conversationId: 'k', changed: false })
    expect(await chat.as(anna).post(post)).toMatchObject({
      conversationId: 'k',
      messageId: 'm',
      changed: false,
    })
    expect(bodies(await chat.as(cleo).timeline('k'))).toEqual(['Hello', 'x'])
  })

  it('the ledger remembers for 30 days', async () => {
    const { chat, pass } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    const post = { conversationId, body: 'x', commandId: 'c' }
    const receipt = await chat.as(anna).post(post)
    pass(month - 60_000)
    await chat.tick()
    expect(await chat.as(anna).post(post)).toEqual(receipt)
    pass(120_000)
    await chat.tick()
    expect(await chat.as(anna).post(post)).toMatchObject({ changed: true })
  })

  it('the same id with other content, or of another author, is a duplicate', async () => {
    const { chat } = await open('helpdesk')
    const duplicate = refused('DuplicateId')
    await chat.as(anna).start({ ...withCleo, id: 'k', message: 'Hello' })
    await chat.as(anna).post({ conversationId: 'k', messageId: 'm', body: 'x' })
    expect(await chat.as(anna).try.start({ ...withCleo, id: 'k', message: 'Other' })).toEqual(duplicate)
    expect(await chat.as(bert).try.start({ ...withCleo, id: 'k', message: 'Hello' })).toEqual(duplicate)
    expect(await chat.as(anna).try.post({ conversationId: 'k', messageId: 'm', body: 'y' })).toEqual(
      duplicate,
    )
    expect(await chat.as(bert).try.post({ conversationId: 'k', messageId: 'm', body: 'x' })).toEqual(
      duplicate,
    )
  })

  it('message ids are unique within their conversation only', async () => {
    const { chat } = await open('helpdesk')
    for (const id of ['k', 'l']) {
      await chat.as(anna).start({ ...withCleo, id })
      expect(await chat.as(anna).post({ conversationId: id, messageId: 'm', body: id })).toMatchObject({
        changed: true,
      })
    }
    expect(bodies(await chat.as(cleo).timeline('k'))).toEqual(['k'])
  })

  it('one whose own command ended their access is answered again', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat
      .as(anna)
      .start({ ...withCleo, subject: 's', participants: [{ id: 'bert', kind: 'staff' }] })
    const left = await chat.as(bert).leave({ conversationId, commandId: 'l' })
    expect(await chat.as(bert).leave({ conversationId, commandId: 'l' })).toEqual(left)
    const removed = await chat.as(anna).removeConversation({ conversationId, commandId: 'r' })
    expect(await chat.as(anna).removeConversation({ conversationId, commandId: 'r' })).toEqual(removed)
  })

  it('one whose access was ended by another is not', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat
      .as(anna)
      .start({ ...withCleo, subject: 's', participants: [{ id: 'bert', kind: 'staff' }] })
    const post = { conversationId, body: 'x', commandId: 'p' }
    await chat.as(bert).post(post)
    await chat.as(anna).leave({ conversationId, participant: 'bert' })
    expect(await chat.as(bert).try.post(post)).toEqual(refused('NotFound'))
    const unlike = { ...post, body: 'y' }
    expect(await chat.as(bert).try.post(unlike)).toEqual(refused('NotFound'))
  })

  it('one who lost the capability, but not access, is answered from the ledger', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    const post = { conversationId, body: 'x', commandId: 'p' }
    const receipt = await chat.as(anna).post(post)
    const demoted = staff('anna', { can: ['view.fromCustomers'] })
    expect(await chat.as(demoted).post(post)).toEqual(receipt)
    expect(await chat.as(demoted).try.post({ ...post, commandId: 'q' })).toEqual(
      refused('Forbidden', { capability: 'post.public' }),
    )
    expect(roles.agent).toEqual(['role:agent'])
  })

  it('erasing takes what tells commands apart from no receipt but those of what it erases', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(anna)
    for (const id of ['k', 'l']) {
      await desk.start({ ...withCleo, id, participants: [{ id: 'anna', kind: 'customer' }] })
      await desk.post({ conversationId: id, messageId: 'm', body: 'x', commandId: `${id} m` })
      await desk.post({ conversationId: id, body: 'of anna', commandId: id })
      await chat.as(customer('anna')).post({ conversationId: id, body: 'of the customer', commandId: id })
    }
    await chat.erase({ tenant: 'acme', message: { conversationId: 'k', messageId: 'm' } })
    await chat.erase({ tenant: 'acme', participant: { id: 'anna', kind: 'customer' } })
    const conflict = refused('IdempotencyConflict')
    const other = { conversationId: 'l', messageId: 'm', body: 'other', commandId: 'l m' }
    expect(await desk.try.post(other)).toEqual(conflict)
    for (const id of ['k', 'l'])
      expect(await desk.try.post({ conversationId: id, body: 'other', commandId: id })).toEqual(conflict)
  })

  it('once its content was erased, a command id still stands for its own command and place alone', async () => {
    const { chat } = await open('helpdesk')
    const own = chat.as(cleo)
    const { conversationId } = await own.start({ message: 'first' })
    const { conversationId: other } = await own.start({ message: 'second' })
    const post = { conversationId, body: 'once', commandId: 'c' }
    const receipt = await own.post(post)
    await chat.erase({ tenant: 'acme', participant: 'cleo' })
    expect(await own.post(post)).toEqual(receipt)
    const conflict = refused('IdempotencyConflict')
    expect(await own.try.mute({ conversationId, commandId: 'c' })).toEqual(conflict)
    expect(await own.try.mute({ conversationId: other, commandId: 'c' })).toEqual(conflict)
    expect(await own.try.post({ ...post, conversationId: other })).toEqual(conflict)
    expect(await own.conversation(conversationId)).toMatchObject({ muted: false })
    expect((await own.timeline(other)).items).toHaveLength(1)
  })
})
