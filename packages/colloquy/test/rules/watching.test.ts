import { memory } from '@colloquy/core/memory'
import { expect, it } from 'vitest'
import type { Chat, CustomerSession, Session } from '../../src/index.ts'
import { openConversations, roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { ada, anna, bert, cleo, customer, staff } from './support/people.ts'
import { accepted, refused } from './support/reading.ts'

const order = { type: 'order', id: '7' }
const records = { order: { startable: true, customerVisible: true } }
const historian = staff('hal', { can: [...roles.admin, 'message.history'] })

type Watched = Session | CustomerSession
type Told = { readonly type: string; readonly token: string }
type Frames = AsyncIterable<Told> & { readonly return: () => Promise<unknown> }

/** What frames say until one of them says the last of it, in short: a message's text, or what happened. */
const until = async (frames: Frames, last: string): Promise<ReadonlyArray<string>> => {
  const said: Array<string> = []
  for await (const frame of frames) {
    said.push(shortly(frame))
    if (said.at(-1) === last) break
  }
  return said
}

const shortly = (frame: Told): string => {
  if (!('event' in frame)) return frame.type
  const event = frame.event as { readonly type: string; readonly message?: { readonly body: string } }
  return event.message?.body ?? event.type
}

/** Why a watch is refused; it fails where it isn't. */
const refusal = async (frames: AsyncIterator<unknown>): Promise<unknown> =>
  frames.next().then(
    () => 'not refused',
    (error: { readonly reason?: unknown }) => error.reason ?? error,
  )

const started = async (chat: Chat, more: object = {}): Promise<string> =>
  (await chat.as(ada).start({ type: 'customer', customer: 'cleo', subject: 'hi', ...more })).conversationId

overStorages('A page, then a watch', (open) => {
  it('go on without a gap or a double, from whatever page, for both sides', async () => {
    const { chat } = await open('helpdesk', { records })
    const id = await started(chat, { contexts: [order] })
    await chat.as(ada).post({ conversationId: id, messageId: 'first', body: 'before', visibility: 'public' })
    for (const [n, who] of [anna, cleo].entries()) {
      const session: Watched = chat.as(who)
      const desk = chat.as(ada)
      await desk.post({ conversationId: id, body: `shown ${n}`, visibility: 'public' })
      const pages = [
        { page: await session.timeline(id), conversationId: id },
        {
          page: await session.timeline(id, { limit: 1, around: 'first' }),
        },
        { page: await session.conversation(id), conversationId: id },
        { page: await session.conversation(id) },
        { page: await session.inbox({ view: 'all', limit: 1 }) },
        { page: await session.forRecord(order) },
        ...(who === anna ? [{ page: await chat.as(anna).forCustomer('cleo') }] : []),
      ]
      await desk.post({ conversationId: id, body: 'a', visibility: 'public' })
      await desk.post({ conversationId: id, body: 'b', visibility: 'public' })
      for (const { page, ...only } of pages) {
        const frames = session.watch({ ...only, from: page.watchFrom })
        expect(await until(frames, 'b')).toEqual(['started', 'a', 'b'])
      }
    }
  })

  it('each page of a walk bears its own moment, and the walk began at `changes`', async () => {
    const { chat } = await open('helpdesk')
    for (const message of ['one', 'two', 'three']) await started(chat, { message })
    for (const who of [anna, cleo]) {
      const session: Watched = chat.as(who)
      const first = await session.inbox({ view: 'all', limit: 1 })
      const extra = await started(chat, { message: 'between' })
      const second = await session.inbox({ view: 'all', limit: 1, cursor: first.next })
      await chat.as(ada).close({ conversationId: extra })
      const own = session.watch({ from: second.watchFrom })
      expect(await until(own, 'conversation-closed')).toEqual(['started', 'conversation-closed'])
      for (const from of [first.changes, first.watchFrom]) {
        const whole = await until(session.watch({ from }), 'conversation-closed')
        expect(whole).toContain('between')
      }
    }
  })

  it('tokens join them all: `changedSince` takes a page’s and a frame’s, and gives what came after', async () => {
    const { chat } = await open('helpdesk')
    const [one, two] = [await started(chat, { message: 'x' }), await started(chat, { message: 'y' })]
    for (const who of [anna, cleo]) {
      const session: Watched = chat.as(who)
      const page = await session.inbox({ view: 'all' })
      const frames = session.watch({ from: page.watchFrom })
      await chat.as(ada).post({ conversationId: one, body: 'seen', visibility: 'public' })
      expect(await until(frames, 'seen')).toEqual(['started', 'seen'])
      const token = await frames.token
      await chat.as(ada).post({ conversationId: two, body: 'missed', visibility: 'public' })
      const since = async (changedSince: string | null) =>
        (await session.inbox({ view: 'all', changedSince })).rows.map((row) => row.id).toSorted()
      expect(await since(token)).toEqual([two])
      expect(await since(page.watchFrom)).toEqual([one, two].toSorted())
      const single = await session.conversation(one)
      expect(await since(single.watchFrom)).toEqual([])
    }
  })

  it('a watch says at once where it begins, and goes on from there whatever it told', async () => {
    const { chat } = await open('helpdesk')
    const id = await started(chat, { message: 'before' })
    for (const who of [anna, cleo]) {
      const frames = chat.as(who).watch({ conversationId: id })
      const token = await frames.token
      expect(await frames.next()).toEqual({ done: false, value: { type: 'started', token } })
      await frames.return()
      await chat.as(ada).post({ conversationId: id, body: 'meanwhile', visibility: 'public' })
      const again = chat.as(who).watch({ conversationId: id, from: token })
      expect(await again.next()).toEqual({ done: false, value: { type: 'started', token } })
      expect(await until(again, 'meanwhile')).toEqual(['meanwhile'])
    }
  })

  it('an event of two frames: resumed after the first, the second comes; after the second, neither', async () => {
    const { chat } = await open('helpdesk')
    const hal = staff('hal', { can: ['view.customerHistory'] })
    const begun = { type: 'customer', customer: 'cleo' } as const
    const { conversationId: earlier } = await chat.as(ada).start(begun)
    const { conversationId: id } = await chat
      .as(ada)
      .start({ ...begun, participants: [{ id: 'hal', kind: 'staff' }] })
    const frames = chat.as(hal).watch()
    await frames.next()
    // The earlier one was hal's to see by the later one alone, while that was open.
    await chat.as(ada).close({ conversationId: id })
    await chat.as(ada).lock({ conversationId: id })
    const [first, second] = [(await frames.next()).value, (await frames.next()).value]
    expect(first).toMatchObject({ type: 'access-ended', conversationId: earlier })
    expect(second).toMatchObject({ event: { type: 'conversation-closed', conversationId: id } })
    await frames.return()
    const from = async (frame: Told | undefined) =>
      until(chat.as(hal).watch({ from: frame?.token ?? '' }), 'conversation-locked')
    const [closed, locked] = ['conversation-closed', 'conversation-locked']
    // An end is told again, since it is asked anew; what happened is told once.
    expect(await from(first)).toEqual(['started', 'access-ended', closed, locked])
    expect(await from(second)).toEqual(['started', locked])
  })

  it('a token is one’s own, of one’s own conversation, and of this log', async () => {
    const { chat } = await open('helpdesk')
    const [id, other] = [await started(chat), await started(chat)]
    const page = await chat.as(anna).conversation(id)
    const inbox = await chat.as(anna).inbox({ view: 'all' })
    const invalid = { _tag: 'InvalidCursor' }
    const asked = [
      chat.as(bert).watch({ from: page.watchFrom }),
      chat.as(customer('anna')).watch({ from: page.watchFrom }),
      chat.as(staff('anna', { tenant: 'zeta' })).watch({ from: page.watchFrom }),
      chat.as(anna).watch({ conversationId: other, from: page.watchFrom }),
      chat.as(anna).watch({ conversationId: id, from: inbox.watchFrom }),
      chat.as(anna).watch({ from: null }),
      chat.as(anna).watch({ from: '' }),
      chat.as(anna).watch({ from: `${page.watchFrom}x` }),
      chat.as(anna).watch({ from: (await chat.as(anna).timeline(id)).readToken }),
    ]
    for (const frames of asked) {
      await expect(frames.token).rejects.toMatchObject({ reason: invalid })
      expect(await refusal(frames)).toEqual(invalid)
    }
    expect(await chat.as(bert).try.inbox({ view: 'all', changedSince: inbox.watchFrom })).toEqual(
      refused('InvalidCursor'),
    )
    // Of everything, any of one's own tokens will do: nothing is missed.
    const frames = chat.as(anna).watch({ from: page.watchFrom })
    expect(await frames.next()).toMatchObject({ value: { type: 'started' } })
    await frames.return()
  })

  it('options of another shape are named, and never thrown raw', async () => {
    const { chat } = await open('helpdesk')
    const watch = (options: unknown) => refusal(chat.as(anna).watch(options as never))
    for (const conversationId of [10n, 7, '', null, {}, Symbol('x'), 'x'.repeat(5000)])
      expect(await watch({ conversationId })).toMatchObject({ _tag: 'InvalidInput', field: 'conversationId' })
    for (const from of [10n, 7, {}, ['x'], 'x'.repeat(100_000)])
      expect(await watch({ from })).toMatchObject({ _tag: 'InvalidInput', field: 'from' })
    expect(await watch({ form: 'x' })).toMatchObject({ _tag: 'InvalidInput', field: 'form' })
    for (const options of ['x', 7, null, []])
      expect(await watch(options)).toMatchObject({ _tag: 'InvalidInput', field: 'options' })
    expect(await watch({ conversationId: 'nowhere' })).toEqual({ _tag: 'NotFound' })
  })

  it('tokens are never equal, and of one length wherever they stand', async () => {
    const { chat } = await open('helpdesk')
    const id = await started(chat, { message: 'x' })
    const session = chat.as(cleo)
    const tokens: Array<string | null> = []
    const gather = async () => {
      for (let n = 0; n < 2; n += 1) {
        const frames = session.watch()
        tokens.push((await session.timeline(id)).watchFrom, (await session.conversation(id)).watchFrom)
        tokens.push((await session.inbox({ view: 'all' })).watchFrom, await frames.token)
        await frames.return()
      }
    }
    await gather()
    for (let n = 0; n < 120; n += 1) await chat.as(ada).label({ conversationId: id, label: `l${n % 40}` })
    await gather()
    expect(new Set(tokens).size).toBe(tokens.length)
    expect(new Set(tokens.map((token) => token?.length)).size).toBe(1)
  })

  it('nothing goes on from the past', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId: id, version } = await chat.as(ada).start({ type: 'customer', customer: 'cleo' })
    const past = { asOf: version }
    expect((await chat.as(historian).timeline(id, past)).watchFrom).toBeNull()
    expect((await chat.as(historian).conversation(id, past)).watchFrom).toBeNull()
    expect(await chat.as(historian).try.timeline(id)).toMatchObject(accepted)
  })

  it('a page that others change while it is walked is of one moment, whole, and shows no row twice', async () => {
    const { chat } = await open('helpdesk')
    const ids: Array<string> = []
    for (let n = 0; n < 12; n += 1) ids.push(await started(chat, { message: `${n}` }))
    const desk = chat.as(anna)
    const first = await desk.inbox({ view: 'all', limit: 2 })
    // All but two of the next move to the top.
    for (const id of ids.slice(2, 9))
      await chat.as(ada).post({ conversationId: id, body: 'moved', visibility: 'public' })
    const second = await desk.inbox({ view: 'all', limit: 2, cursor: first.next })
    expect(second.rows.map((row) => row.id)).toEqual([ids[9], ids[1]])
    const third = await desk.inbox({ view: 'all', limit: 2, cursor: second.next })
    expect([third.rows.map((row) => row.id), third.next]).toEqual([[ids[0]], null])
  })
})

it('a log that was set back says so: nothing waits for what is gone', async () => {
  const secret = '5e'.repeat(32)
  const [whole, restored] = await Promise.all(
    [0, 1].map(() => openConversations({ storage: memory(), policies: 'helpdesk', secret })),
  )
  if (whole === undefined || restored === undefined) throw new Error('not opened')
  const id = await started(whole)
  for (const body of ['a', 'b', 'lost'])
    await whole.as(ada).post({ conversationId: id, body, visibility: 'public' })
  const { watchFrom } = await whole.as(anna).inbox({ view: 'all' })
  await started(restored)
  const frames = restored.as(anna).watch({ from: watchFrom })
  await frames.next()
  await started(restored, { message: 'after' })
  const said = await until(frames, 'after')
  expect([said[0], said.at(-1)]).toEqual(['reset', 'after'])
  const empty = await openConversations({ storage: memory(), policies: 'helpdesk', secret })
  expect(await empty.as(anna).try.inbox({ view: 'all', changedSince: watchFrom })).toEqual(
    refused('InvalidCursor'),
  )
  for (const chat of [whole, restored, empty]) await chat.close()
})
