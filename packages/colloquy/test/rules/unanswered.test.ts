import { expect, it } from 'vitest'
import type { Chat } from '../../src/index.ts'
import { roles } from '../../src/index.ts'
import { idOf } from '../support/idOf.ts'
import { overStorages } from './support/opening.ts'
import { bot, cleo, customer, staff } from './support/people.ts'
import { ids } from './support/reading.ts'

const lead = staff('lee', {
  can: [...roles.admin, 'message.removeAny', 'message.publish', 'postAs.customer', 'postAs.staff'],
})
const closer = customer('cleo', { can: [...roles.customer, 'close', 'reopen', 'message.removeOwn'] })

const asked = async (chat: Chat) => {
  const { conversationId } = await chat.as(cleo).start({ subject: 's' })
  await chat.as(cleo).post({ conversationId, messageId: idOf('q1'), body: 'one?' })
  await chat.as(cleo).post({ conversationId, messageId: idOf('q2'), body: 'two?' })
  return { conversationId }
}

/** Since which message somebody waits; null where nobody does. */
const waitingFor = async (chat: Chat, conversationId: string) => {
  const row = await chat.as(lead).conversation(conversationId)
  const { items } = await chat.as(lead).timeline(conversationId, { limit: 50 })
  const listed = ids(await chat.as(lead).inbox({ view: 'fromCustomers.unanswered' }))
  expect([row.unanswered, listed.includes(conversationId)]).toEqual([
    row.waitingSince !== null,
    row.waitingSince !== null,
  ])
  if (row.waitingSince === null) return null
  const message = items.find((item) => item.type === 'message' && item.at === row.waitingSince)
  return message?.type === 'message' ? message.id : row.waitingSince
}

overStorages('Unanswered', (open) => {
  it('a customer’s messages wait since the first of the run', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(cleo).start({ subject: 's' })
    expect(await waitingFor(chat, conversationId)).toBeNull()
    const on = await asked(chat)
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q1'))
  })

  it('a public message by staff answers; a note does not', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).post({ ...on, body: 'note', visibility: 'internal' })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q1'))
    await chat.as(lead).post({ ...on, body: 'answer', confirmPublic: true })
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
    await chat.as(cleo).post({ ...on, messageId: idOf('q3'), body: 'three?' })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q3'))
  })

  it('removing the answer brings the run back, and removing the question ends it', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).post({ ...on, messageId: idOf('a'), body: 'answer' })
    await chat.as(lead).remove({ ...on, messageId: idOf('a') })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q1'))
    await chat.as(closer).remove({ ...on, messageId: idOf('q1') })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q2'))
    await chat.as(closer).remove({ ...on, messageId: idOf('q2') })
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
  })

  it('removing the later of two answers leaves the earlier standing', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).post({ ...on, messageId: idOf('a1'), body: 'answer' })
    await chat.as(cleo).post({ ...on, messageId: idOf('q3'), body: 'three?' })
    await chat.as(lead).post({ ...on, messageId: idOf('a2'), body: 'answer' })
    await chat.as(lead).remove({ ...on, messageId: idOf('a1') })
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
    await chat.as(lead).remove({ ...on, messageId: idOf('a2') })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q1'))
  })

  it('a published note answers from its publication', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).post({ ...on, messageId: idOf('note'), body: 'note', visibility: 'internal' })
    await chat.as(cleo).post({ ...on, messageId: idOf('q3'), body: 'three?' })
    await chat.as(lead).publish({ ...on, messageId: idOf('note') })
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
  })

  it('post-as: the author’s side counts', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(cleo).start({ subject: 's' })
    await chat.as(lead).post({ conversationId, messageId: idOf('phone'), body: 'asks by phone', as: 'cleo' })
    expect(await waitingFor(chat, conversationId)).toBe(idOf('phone'))
    await chat.as(lead).join({ conversationId, participant: { id: 'bert', kind: 'staff' } })
    await chat.as(lead).post({ conversationId, body: 'for Bert', as: 'bert' })
    expect(await waitingFor(chat, conversationId)).toBeNull()
  })

  it('a bot answers only if it says so', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(bot('robo')).post({ ...on, body: 'We got your message' })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q1'))
    await chat.as(bot('robo')).post({ ...on, body: 'It is blue', answers: true })
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
  })

  it('markNoReplyNeeded ends the wait until the next question', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    expect(await chat.as(lead).markNoReplyNeeded(on)).toMatchObject({ changed: true })
    expect(await chat.as(lead).markNoReplyNeeded(on)).toMatchObject({ changed: false })
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
    await chat.as(cleo).post({ ...on, messageId: idOf('q3'), body: 'three?' })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q3'))
  })

  it('removing an answer given before markNoReplyNeeded does not undo it', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).post({ ...on, messageId: idOf('a'), body: 'answer' })
    await chat.as(cleo).post({ ...on, messageId: idOf('q3'), body: 'three?' })
    await chat.as(lead).markNoReplyNeeded(on)
    await chat.as(lead).remove({ ...on, messageId: idOf('a') })
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
  })

  it('removing an answer given after markNoReplyNeeded brings back only what was asked since', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).post({ ...on, messageId: idOf('a1'), body: 'answer' })
    await chat.as(cleo).post({ ...on, messageId: idOf('q3'), body: 'three?' })
    await chat.as(lead).markNoReplyNeeded(on)
    await chat.as(cleo).post({ ...on, messageId: idOf('q4'), body: 'four?' })
    await chat.as(lead).post({ ...on, messageId: idOf('a2'), body: 'answer' })
    await chat.as(lead).remove({ ...on, messageId: idOf('a2') })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q4'))
  })

  it('closing ends the wait, and staff reopening does not bring it back', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).close(on)
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
    await chat.as(lead).reopen(on)
    expect(await waitingFor(chat, on.conversationId)).toBeNull()
  })

  it('a customer’s reply that re-opens waits', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).close(on)
    await chat.as(cleo).post({ ...on, messageId: idOf('q3'), body: 'still' })
    expect(await waitingFor(chat, on.conversationId)).toBe(idOf('q3'))
  })

  it('a customer who re-opens waits since then, until an answer or markNoReplyNeeded', async () => {
    const { chat } = await open('helpdesk')
    for (const settle of ['post', 'markNoReplyNeeded'] as const) {
      const on = await asked(chat)
      await chat.as(lead).close(on)
      await chat.as(closer).reopen(on)
      const { items } = await chat.as(lead).audit(on.conversationId)
      const at = items.findLast(({ event }) => event === 'conversation-reopened')?.at
      expect(await waitingFor(chat, on.conversationId)).toBe(at)
      await (settle === 'post'
        ? chat.as(lead).post({ ...on, body: 'answer' })
        : chat.as(lead).markNoReplyNeeded(on))
      expect(await waitingFor(chat, on.conversationId)).toBeNull()
    }
  })

  it('removing the answer to a customer’s re-opening makes them wait again', async () => {
    const { chat } = await open('helpdesk')
    const on = await asked(chat)
    await chat.as(lead).close(on)
    await chat.as(closer).reopen(on)
    await chat.as(lead).post({ ...on, messageId: idOf('a'), body: 'answer' })
    await chat.as(lead).remove({ ...on, messageId: idOf('a') })
    expect(await waitingFor(chat, on.conversationId)).not.toBeNull()
  })

  it('internal conversations never wait', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(lead).start({ type: 'internal', message: 'x' })
    expect(await waitingFor(chat, conversationId)).toBeNull()
  })

  it('a record is unanswered if any linked conversation is', async () => {
    const { chat } = await open('helpdesk')
    const record = { type: 'ticket', id: '1' }
    const other = { type: 'ticket', id: '2' }
    const on = await asked(chat)
    const calm = await chat.as(cleo).start({ subject: 's' })
    await chat.as(lead).link({ ...on, record })
    await chat.as(lead).link({ conversationId: calm.conversationId, record })
    await chat.as(lead).link({ conversationId: calm.conversationId, record: other })
    expect((await chat.as(lead).unansweredRecords()).records).toEqual([record])
    const second = await asked(chat)
    await chat.as(lead).link({ ...second, record })
    await chat.as(lead).link({ ...second, record: other })
    expect((await chat.as(lead).unansweredRecords()).records).toEqual([record, other])
    for (const each of [on, second]) await chat.as(lead).post({ ...each, body: 'answer' })
    expect((await chat.as(lead).unansweredRecords()).records).toEqual([])
  })
})
