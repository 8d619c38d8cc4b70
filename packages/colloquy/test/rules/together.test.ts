import { expect, it } from 'vitest'
import { extend, presets } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { ada, anna, bert, cleo } from './support/people.ts'
import { accepted, bodies, refused } from './support/reading.ts'

const withCleo = { type: 'customer', customer: 'cleo' } as const
const duplicate = refused('DuplicateId')
/** A reply to a closed conversation begins another. */
const forking = extend(presets.helpdesk, { customer: { replyToClosed: { customer: 'fork', staff: 'fork' } } })

// What is given in one turn of the event loop is committed together.
overStorages('Commands that are committed together', (open) => {
  it('the second message under one id is a duplicate where it says something else', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    const post = { conversationId, messageId: 'p1', body: 'a' }
    const desk = chat.as(anna)
    const [first, again, other, note, colleague] = await Promise.all([
      desk.try.post(post),
      desk.try.post(post),
      desk.try.post({ ...post, body: 'b' }),
      desk.try.post({ ...post, visibility: 'internal' }),
      chat.as(bert).try.post(post),
    ])
    expect(first).toMatchObject({ ok: true, value: { changed: true } })
    expect(again).toMatchObject({ ok: true, value: { changed: false, messageId: 'p1' } })
    expect([other, note, colleague]).toEqual([duplicate, duplicate, duplicate])
    expect(bodies(await desk.timeline(conversationId))).toEqual(['a'])
  })

  it('the second start of one id is a duplicate where it says something else', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(anna)
    const start = { ...withCleo, id: 'k', message: { messageId: 'm', body: 'Hello' } }
    const [first, again, other, colleague] = await Promise.all([
      desk.try.start(start),
      desk.try.start(start),
      desk.try.start({ ...start, subject: 'Another' }),
      chat.as(bert).try.start(start),
    ])
    expect(first).toMatchObject({ ok: true, value: { changed: true } })
    expect(again).toMatchObject({ ok: true, value: { changed: false, conversationId: 'k' } })
    expect([other, colleague]).toEqual([duplicate, duplicate])
    // The opening message is known by its id, and not by its text alone.
    expect(await desk.try.post({ conversationId: 'k', messageId: 'm', body: 'Hello' })).toEqual(duplicate)
  })

  it('a message under the id of the one that the same batch began with is a duplicate', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(anna)
    const [started, post, note] = await Promise.all([
      desk.try.start({ ...withCleo, id: 'k', message: { messageId: 'm', body: 'Hello' } }),
      desk.try.post({ conversationId: 'k', messageId: 'm', body: 'Other' }),
      desk.try.post({ conversationId: 'k', messageId: 'm', body: 'Hello', visibility: 'internal' }),
    ])
    expect(started).toMatchObject(accepted)
    expect([post, note]).toEqual([duplicate, duplicate])
  })

  it('two conversations of one id in an import: the second fails', async () => {
    const { chat } = await open('helpdesk')
    const at = '2020-01-01T00:00:00Z'
    const conversation = (subject: string) => ({
      id: 'k',
      customer: 'cleo',
      subject,
      startedAt: at,
      messages: [],
    })
    const items = [conversation('one'), conversation('two'), { ...conversation('three'), id: 'l' }]
    const { conversations, failed } = await chat.import(items, { tenant: 'acme' })
    expect(conversations).toBe(2)
    expect(failed).toEqual([{ number: 2, reason: { _tag: 'DuplicateId' } }])
  })

  it('a fork copies the subject and the names that the same batch gave', async () => {
    const { chat } = await open(forking)
    const desk = chat.as(ada)
    const { conversationId } = await desk.start({ ...withCleo, subject: 'Before', message: 'Hello' })
    await desk.close({ conversationId })
    const [renamed, joined, reply] = await Promise.all([
      desk.try.rename({ conversationId, subject: 'After' }),
      desk.try.join({ conversationId, participant: { id: 'cora', kind: 'customer', name: 'Cora' } }),
      chat.as(cleo).try.post({ conversationId, body: 'Again' }),
    ])
    expect([renamed, joined]).toMatchObject([accepted, accepted])
    if (!reply.ok) throw new Error('was refused')
    expect(reply.value.conversationId).not.toBe(conversationId)
    expect(await desk.conversation(reply.value.conversationId)).toMatchObject({ subject: 'After' })
    expect(await desk.participants(reply.value.conversationId)).toContainEqual(
      expect.objectContaining({ id: 'cora', name: 'Cora' }),
    )
  })
})
