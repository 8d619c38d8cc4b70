import { expect, it } from 'vitest'
import { extend, presets, roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { ada, anna, bert, cleo, customer, staff } from './support/people.ts'
import { accepted, bodies, refused } from './support/reading.ts'

const withCleo = { type: 'customer', customer: 'cleo' } as const
const duplicate = refused('DuplicateId')
/** A reply to a closed conversation begins another. */
const forking = extend(presets.helpdesk, { customer: { replyToClosed: { customer: 'fork', staff: 'fork' } } })

const removing = extend(presets.helpdesk, { customer: { delete: 'permission' } })
const remover = staff('ada', { can: [...roles.admin, 'message.removeOwn', 'conversation.remove'] })

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

  it('what is removed keeps its ids: nothing else takes them in the same batch', async () => {
    const { chat } = await open(removing)
    const desk = chat.as(remover)
    const start = { ...withCleo, id: 'k', message: { messageId: 'm', body: 'Hello' } }
    await desk.start(start)
    await desk.post({ conversationId: 'k', messageId: 'p', body: 'x' })
    const [removed, again, other, newer, older] = await Promise.all([
      desk.try.remove({ conversationId: 'k', messageId: 'p' }),
      desk.try.post({ conversationId: 'k', messageId: 'p', body: 'x' }),
      desk.try.post({ conversationId: 'k', messageId: 'p', body: 'y' }),
      desk.try.post({ conversationId: 'k', messageId: 'q', body: 'z' }),
      desk.try.remove({ conversationId: 'k', messageId: 'q' }),
    ])
    expect([removed, newer, older]).toMatchObject([accepted, accepted, accepted])
    expect(again).toMatchObject({ ok: true, value: { changed: false } })
    expect(other).toEqual(duplicate)
    expect(bodies(await chat.as(cleo).timeline('k'))).toEqual(['Hello', null, null])
    const both = await Promise.all([
      desk.try.removeConversation({ conversationId: 'k' }),
      desk.try.start({ ...start, subject: 'Another' }),
    ])
    expect(both).toMatchObject([accepted, duplicate])
  })

  it('what is put off keeps its place before what came later', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(remover)
    const { conversationId } = await desk.start({ ...withCleo, message: { messageId: 'm', body: 'Hello' } })
    const on = { conversationId }
    // To remove it, or to read up to it, takes all messages as they are after the posts before.
    const receipts = await Promise.all([
      desk.post({ ...on, messageId: 'a', body: 'a' }),
      desk.remove({ ...on, messageId: 'a' }),
      desk.close(on),
      desk.reopen(on),
      chat.as(cleo).post({ ...on, body: 'b' }),
      desk.markRead({ ...on, upTo: 'm' }),
      desk.post({ ...on, messageId: 'c', body: 'c', seenUpTo: 'm' }),
    ])
    expect(receipts.map(({ changed }) => changed)).toEqual(Array.from(receipts, () => true))
    expect(bodies(await desk.timeline(conversationId))).toEqual(['Hello', null, 'b', 'c'])
    expect(await desk.conversation(conversationId)).toMatchObject({ status: 'open' })
  })

  it('what is put off goes before what did not fit into the batch', async () => {
    const { chat } = await open('helpdesk')
    const desk = chat.as(remover)
    const { conversationId } = await desk.start({ ...withCleo, message: 'Hello' })
    const { conversationId: other } = await desk.start(withCleo)
    const on = { conversationId }
    const texts = Array.from({ length: 300 }, (_, n) => `${n}`)
    // A storage may wait for a batch of one conversation apart from others; of two it does not.
    await Promise.all([
      desk.post({ conversationId: other, body: 'besides' }),
      desk.post({ ...on, messageId: 'm', body: 'gone' }),
      desk.remove({ ...on, messageId: 'm' }),
      ...texts.map((body) => desk.post({ ...on, body })),
    ])
    expect(bodies(await desk.timeline(conversationId, { limit: 100 }))).toEqual(texts.slice(-100))
  })
})

overStorages('One id for two', (open) => {
  const annaToo = customer('anna')

  it('two people’s commands under one id are two, in one batch and repeated', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(anna)
      .start({ ...withCleo, participants: [{ id: 'anna', kind: 'customer' }] })
    const all = [
      () => chat.as(anna).post({ conversationId, body: 'of anna', commandId: 'k' }),
      () => chat.as(bert).post({ conversationId, body: 'of bert', commandId: 'k' }),
      () => chat.as(annaToo).post({ conversationId, body: 'of the customer', commandId: 'k' }),
    ]
    const first = await Promise.all(all.map((give) => give()))
    expect(new Set(first.map(({ messageId }) => messageId)).size).toBe(3)
    expect(await Promise.all(all.map((give) => give()))).toEqual(first)
    expect(await chat.as(bert).try.post({ conversationId, body: 'of anna', commandId: 'k' })).toEqual(
      refused('IdempotencyConflict'),
    )
    expect(bodies(await chat.as(cleo).timeline(conversationId))).toEqual([
      'of anna',
      'of bert',
      'of the customer',
    ])
  })

  it('a customer and a member of staff who share an id share nothing else', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start({
      ...withCleo,
      participants: [{ id: 'anna', kind: 'customer' }],
      message: { messageId: 'm', body: 'Hello' },
    })
    const on = { conversationId }
    const [, note, left] = await Promise.all([
      chat.as(annaToo).post({ ...on, body: 'from the customer' }),
      chat.as(anna).try.post({ ...on, body: 'a note', visibility: 'internal' }),
      chat.as(annaToo).try.mute(on),
    ])
    expect([note, left]).toMatchObject([accepted, accepted])
    const unread = async () => [
      (await chat.as(anna).unread(conversationId)).count,
      (await chat.as(annaToo).unread(conversationId)).count,
    ]
    expect(await unread()).toEqual([1, 1])
    await chat.as(annaToo).markRead({ ...on, upTo: 'm' })
    expect(await unread()).toEqual([1, 0])
    expect(await chat.as(annaToo).try.edit({ ...on, messageId: 'm', body: 'mine?' })).toMatchObject({
      ok: false,
    })
    expect(bodies(await chat.as(annaToo).timeline(conversationId))).toEqual(['Hello', 'from the customer'])
    await chat.as(annaToo).leave(on)
    expect(await chat.as(annaToo).try.timeline(conversationId)).toEqual(refused('NotFound'))
    expect(
      (await chat.as(anna).participants(conversationId)).filter(({ id }) => id === 'anna'),
    ).toMatchObject([{ kind: 'staff' }])
  })

  it('a watch tells one nothing of what the other reads', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start({
      ...withCleo,
      participants: [
        { id: 'anna', kind: 'customer' },
        { id: 'anna', kind: 'staff' },
      ],
    })
    for (const [one, other] of [
      [anna, annaToo],
      [annaToo, anna],
    ] as const) {
      const own = chat.as(one as typeof anna)
      const frames = own.watch()
      expect(await frames.next()).toMatchObject({ value: { type: 'started' } })
      await chat.as(other as typeof anna).mute({ conversationId })
      await chat.as(other as typeof anna).post({ conversationId, body: 'x', visibility: 'public' })
      expect(await frames.next()).toMatchObject({ value: { event: { type: 'message-posted' } } })
      await frames.return()
    }
  })

  it('a token given to one is none for the other', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start({
      ...withCleo,
      participants: [
        { id: 'anna', kind: 'customer' },
        { id: 'bert', kind: 'staff' },
      ],
      message: 'Hello',
    })
    for (const body of ['a', 'b', 'c']) await chat.as(anna).post({ conversationId, body })
    const invalid = refused('InvalidCursor')
    for (const [one, other] of [
      [anna, annaToo],
      [annaToo, anna],
      [anna, bert],
      [bert, cleo],
    ] as const) {
      const { older } = await chat.as(one).timeline(conversationId, { limit: 1 })
      if (older === null) throw new Error('there is more')
      expect(await chat.as(other).try.timeline(conversationId, { before: older })).toEqual(invalid)
      expect(await chat.as(one).try.timeline(conversationId, { before: older })).toMatchObject(accepted)
      const { changes: changedSince } = await chat.as(one).inbox({ view: 'all' })
      if (changedSince === null) throw new Error('no token')
      expect(await chat.as(other).try.inbox({ view: 'all', changedSince })).toEqual(invalid)
    }
  })
})
