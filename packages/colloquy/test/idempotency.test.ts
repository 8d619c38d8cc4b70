import { describe, expect, test } from 'vitest'
import { anna, bert, cleo, open, storageNames, zoe } from './support/open.ts'

describe.each(storageNames)('%s', (name) => {
  test('a command given again answers the same receipt and does nothing', async () => {
    const chat = await open(name)
    const desk = chat.as(anna)
    const input = { type: 'internal', message: 'Hello', commandId: 'c1' } as const
    const first = await desk.start(input)
    expect(await desk.start(input)).toEqual(first)
    const posted = { conversationId: first.conversationId, body: 'Again', commandId: 'c2' }
    const [one, two] = await Promise.all([desk.post(posted), desk.post(posted)])
    expect(two).toEqual(one)
    expect((await desk.timeline(first.conversationId)).items).toHaveLength(2)
  })

  test('34 another input under the same id is refused; another actor and tenant have their own', async () => {
    const chat = await open(name)
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({ type: 'internal', message: 'Hello', commandId: 'c1' })
    expect(await desk.try.post({ conversationId, body: 'x', commandId: 'c1' })).toEqual({
      ok: false,
      error: { _tag: 'IdempotencyConflict' },
    })
    expect((await chat.as(zoe).start({ type: 'internal', message: 'other', commandId: 'c1' })).changed).toBe(
      true,
    )
    expect((await chat.as(bert).start({ type: 'internal', message: 'other', commandId: 'c1' })).changed).toBe(
      true,
    )
  })

  test('a refused command leaves its id free', async () => {
    const chat = await open(name)
    const desk = chat.as(anna)
    expect((await desk.try.post({ conversationId: 'k', body: 'x', commandId: 'c1' })).ok).toBe(false)
    expect((await desk.start({ id: 'k', type: 'internal', message: 'Hello', commandId: 'c1' })).changed).toBe(
      true,
    )
  })

  test('equal content under the same conversation or message id is nothing new', async () => {
    const chat = await open(name)
    const desk = chat.as(anna)
    const input = { id: 'k', type: 'internal', message: 'Hello' } as const
    expect((await desk.start(input)).changed).toBe(true)
    expect((await desk.start(input)).changed).toBe(false)
    expect(await desk.try.start({ ...input, message: 'Other' })).toEqual({
      ok: false,
      error: { _tag: 'DuplicateId' },
    })
    const message = { conversationId: 'k', messageId: 'm', body: 'x' }
    expect((await desk.post(message)).changed).toBe(true)
    expect((await desk.post(message)).changed).toBe(false)
    expect((await desk.try.post({ ...message, body: 'y' })).ok).toBe(false)
  })

  test('whoever left by the command itself is answered again; whoever was put out is not', async () => {
    const chat = await open(name, { policies: 'b2bPortal' })
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({
      type: 'customer',
      subject: 's',
      customer: 'cleo',
      participants: [{ id: 'bert', kind: 'staff' }],
      message: 'Hello',
    })
    const other = chat.as(bert)
    await other.post({ conversationId, body: 'here', commandId: 'p' })
    const left = await other.leave({ conversationId, commandId: 'l' })
    expect(await other.leave({ conversationId, commandId: 'l' })).toEqual(left)
    expect(await other.try.post({ conversationId, body: 'here', commandId: 'p' })).toEqual({
      ok: false,
      error: { _tag: 'NotFound' },
    })
    expect((await chat.as(cleo).post({ conversationId, body: 'me', commandId: 'p' })).changed).toBe(true)
  })

  test('26 another tenant’s conversation is as missing as one that never was', async () => {
    const chat = await open(name)
    const { conversationId } = await chat.as(anna).start({ type: 'internal', message: 'Hello' })
    const stranger = chat.as(zoe)
    for (const id of [conversationId, 'never']) {
      const missing = { ok: false, error: { _tag: 'NotFound' } }
      expect(await stranger.try.conversation(id)).toEqual(missing)
      expect(await stranger.try.timeline(id)).toEqual(missing)
      expect(await stranger.try.post({ conversationId: id, body: 'x' })).toEqual(missing)
      expect(await stranger.try.close({ conversationId: id })).toEqual(missing)
    }
    expect((await stranger.inbox({ view: 'all' })).rows).toEqual([])
  })
})
