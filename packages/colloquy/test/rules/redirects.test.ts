import { expect, it } from 'vitest'
import type { Chat, SessionActor } from '../../src/index.ts'
import { extend, presets, roles, systemActor } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { carl, cleo, staff, sue } from './support/people.ts'
import { bodies, refused } from './support/reading.ts'

const first = staff('first')
const second = staff('second')
const withCleo = { type: 'customer', customer: 'cleo' } as const
const closed = refused('ConversationClosed')
const forks = { replyToClosed: { customer: 'fork', staff: 'fork' } } as const
const admin = staff('root', {
  can: [...roles.admin, 'conversation.remove', 'participants.manage', 'setType'],
})

/** What `first` handled and closed, and Cleo’s reply, which began another that `second` handles. */
const continued = async (chat: Chat) => {
  const { conversationId: old } = await chat.as(sue).start({ ...withCleo, message: 'Hello', owner: 'first' })
  await chat.as(first).close({ conversationId: old })
  const { conversationId: fork } = await chat.as(cleo).post({ conversationId: old, body: 'One more thing' })
  await chat.as(sue).assign({ conversationId: fork, to: { staff: 'second' } })
  return { old, fork }
}

/** A reply is refused as a closed conversation that nothing continues refuses it, whatever it says, and so it is foretold. */
const refusesReplies = async (chat: Chat, who: SessionActor, old: string) => {
  const session = chat.as(who)
  const no = { allowed: false, reason: { _tag: 'ConversationClosed' } }
  const uuid = '6f1f0c5e-7d0b-4bd4-9d53-0f6f3f1b7a10'
  expect(await session.try.post({ conversationId: old, body: 'A reply' })).toEqual(closed)
  expect(await session.try.post({ conversationId: old, body: 'A reply', messageId: uuid })).toEqual(closed)
  expect(await session.can('post', old)).toEqual(no)
  expect(await session.can('post', old, { body: 'A reply' })).toEqual(no)
}

overStorages('A reply that goes on elsewhere', (open) => {
  it('is not carried to where its author has no access', async () => {
    const { chat } = await open('marketplace')
    const { old, fork } = await continued(chat)
    expect(await chat.as(first).try.conversation(fork)).toEqual(refused('NotFound'))
    await refusesReplies(chat, first, old)
    expect(await chat.as(first).try.conversation(fork)).toEqual(refused('NotFound'))
    expect(bodies(await chat.as(second).timeline(fork))).toEqual(['One more thing'])
    expect(await chat.as(second).participants(fork)).not.toContainEqual(
      expect.objectContaining({ id: 'first' }),
    )
  })

  it('is named in the old conversation to those alone who may see it, wherever that is shown', async () => {
    const { chat } = await open('marketplace')
    const { old, fork } = await continued(chat)
    for (const [who, forkedTo, view] of [
      [first, null, 'history'],
      [sue, fork, 'all'],
    ] as const) {
      const session = chat.as(who)
      const shown = [
        await session.conversation(old),
        ...(await session.conversations([old])),
        ...(await session.inbox({ view })).rows,
        ...(await session.forCustomer('cleo')).rows,
        ...(await session.search({ text: 'hello' })).rows,
      ].filter(({ id }) => id === old)
      expect(shown.map((row) => row.forkedTo)).toEqual(Array.from({ length: 5 }, () => forkedTo))
    }
    await chat.as(sue).assign({ conversationId: fork, to: { staff: 'first' } })
    expect(await chat.as(first).conversation(old)).toMatchObject({ forkedTo: fork })
  })

  it('is carried on for those who have: there, once, and for a retry, too', async () => {
    const { chat } = await open('marketplace')
    const { old, fork } = await continued(chat)
    const reply = { conversationId: old, body: 'And another', commandId: 'c' }
    expect(await chat.as(cleo).can('post', old)).toEqual({ allowed: true })
    const receipt = await chat.as(cleo).post(reply)
    expect(receipt).toMatchObject({ conversationId: fork, changed: true })
    expect(await chat.as(cleo).post(reply)).toEqual(receipt)
    expect(bodies(await chat.as(second).timeline(fork))).toEqual(['One more thing', 'And another'])
  })

  it('is not carried on for a customer who was removed from where it went', async () => {
    const { chat } = await open(extend(presets.helpdesk, { customer: forks }))
    const { conversationId: old } = await chat
      .as(sue)
      .start({ ...withCleo, participants: [{ id: 'carl', kind: 'customer' }], message: 'Hello' })
    await chat.as(sue).close({ conversationId: old })
    const reply = { conversationId: old, body: 'Mine', commandId: 'c' }
    const { conversationId: fork } = await chat.as(carl).post(reply)
    await chat.as(sue).leave({ conversationId: fork, participant: { id: 'carl', kind: 'customer' } })
    await refusesReplies(chat, carl, old)
    // Nor is a receipt from there, whoever has it: access ended after it was given.
    expect(await chat.as(carl).try.post(reply)).toEqual(closed)
    expect(await chat.as(cleo).try.post({ conversationId: old, body: 'Hers' })).toMatchObject({
      ok: true,
      value: { conversationId: fork },
    })
  })

  it('leaves behind what it quotes and what its author had seen', async () => {
    const { chat } = await open('marketplace')
    const { old, fork } = await continued(chat)
    const [hello] = (await chat.as(cleo).timeline(old)).items
    if (hello?.type !== 'message') throw new Error('no message')
    for (const left of [{ replyTo: hello.id }, { seenUpTo: hello.id }]) {
      const receipt = await chat.as(cleo).post({ conversationId: old, body: 'And another', ...left })
      expect(receipt).toMatchObject({ conversationId: fork, changed: true })
    }
  })

  it('does not let staff read the notes of where it went', async () => {
    const { chat } = await open(extend(presets.helpdesk, { customer: forks }))
    const narrow = staff('first', { can: ['post.public', 'post.internal', 'close'] })
    const { old, fork } = await continued(chat)
    await chat.as(sue).post({ conversationId: fork, body: 'secret', visibility: 'internal' })
    await refusesReplies(chat, narrow, old)
    expect(await chat.as(narrow).try.timeline(fork)).toEqual(refused('NotFound'))
  })

  it('asks at each step, where a continuation was continued', async () => {
    const { chat } = await open('marketplace')
    const { old, fork } = await continued(chat)
    await chat.as(second).close({ conversationId: fork })
    const { conversationId: last } = await chat.as(cleo).post({ conversationId: old, body: 'Third' })
    expect([old, fork]).not.toContain(last)
    await refusesReplies(chat, second, fork)
    expect(bodies(await chat.as(cleo).timeline(last))).toEqual(['Third'])
  })

  it('begins anew once where it went was removed, as if it had never been', async () => {
    const { chat } = await open(extend(presets.marketplace, { customer: { delete: 'permission' } }))
    const { old, fork } = await continued(chat)
    const reply = { conversationId: old, body: 'Before', commandId: 'c' }
    await chat.as(cleo).post(reply)
    await chat.as(admin).removeConversation({ conversationId: fork })
    // What was accepted there stays where it is, and is gone with it.
    expect(await chat.as(cleo).try.post(reply)).toEqual(closed)
    expect(await chat.as(cleo).can('post', old)).toEqual({ allowed: true })
    const { conversationId: again } = await chat.as(first).post({ conversationId: old, body: 'After' })
    expect([old, fork]).not.toContain(again)
    expect(bodies(await chat.as(first).timeline(again))).toEqual(['After'])
    // There is never a second one.
    expect((await chat.as(cleo).post({ conversationId: old, body: 'Hers' })).conversationId).toBe(again)
    expect(await chat.as(admin).conversation(old)).toMatchObject({ forkedTo: again })
  })

  it('in one batch: whoever comes second has no access to what the first began', async () => {
    const { chat } = await open('marketplace')
    const { conversationId: old } = await chat
      .as(sue)
      .start({ ...withCleo, message: 'Hello', owner: 'first' })
    await chat.as(first).close({ conversationId: old })
    const answers = await Promise.all([
      chat.as(cleo).try.post({ conversationId: old, body: 'Hers' }),
      chat.as(first).try.post({ conversationId: old, body: 'His' }),
    ])
    expect(answers).toEqual([{ ok: true, value: expect.objectContaining({ changed: true }) }, closed])
  })

  it('at once with the removal of where it went, it begins anew or is gone with that', async () => {
    const { chat } = await open(extend(presets.marketplace, { customer: { delete: 'permission' } }))
    const { old, fork } = await continued(chat)
    const [removed, reply] = await Promise.all([
      chat.as(admin).try.removeConversation({ conversationId: fork }),
      chat.as(cleo).post({ conversationId: old, body: 'Anew' }),
    ])
    expect(removed).toMatchObject({ ok: true })
    expect(await chat.as(cleo).try.conversation(fork)).toEqual(refused('NotFound'))
    // Where two conversations may be written at a time, the reply may have come first, and went with the rest.
    const next = await chat.as(cleo).post({ conversationId: old, body: 'Next' })
    const bodiesThere = bodies(await chat.as(cleo).timeline(next.conversationId))
    expect(bodiesThere).toEqual(reply.conversationId === fork ? ['Next'] : ['Anew', 'Next'])
  })

  it('is refused with a time before the last that happened there', async () => {
    const { chat } = await open('marketplace')
    const { old, fork } = await continued(chat)
    const at = (await chat.as(second).conversation(fork)).createdAt
    await chat.as(second).post({ conversationId: fork, body: 'An answer' })
    const late = { conversationId: old, body: 'Late', at }
    expect(await chat.as(systemActor('acme')).try.post(late)).toEqual(
      refused('InvalidInput', { field: 'at' }),
    )
  })

  it('a retry of a start tells nobody of it who left since', async () => {
    const { chat } = await open('helpdesk')
    const narrow = staff('first', { can: ['start.internal'] })
    const start = { type: 'internal', subject: 's', commandId: 'c' } as const
    const receipt = await chat.as(narrow).start(start)
    expect(await chat.as(narrow).start(start)).toEqual(receipt)
    await chat.as(narrow).leave({ conversationId: receipt.conversationId })
    expect(await chat.as(narrow).try.start(start)).toEqual(refused('NotFound'))
  })
})
