import { expect, it } from 'vitest'
import type { Options } from '../../src/index.ts'
import { noon, overStorages } from './support/opening.ts'
import { anna, bert, cleo } from './support/people.ts'
import { ids } from './support/reading.ts'

const message = { author: { id: 'cleo', kind: 'customer' }, visibility: 'public', body: 'Hello' } as const
const conversation = (id: string) => ({
  id,
  customer: 'cleo',
  startedAt: '2020-01-01T00:00:00Z',
  messages: [message],
})
const invalid = (field: string) => ({ _tag: 'InvalidInput', field })

overStorages('Import', (open) => {
  it('what throws when it is read, or is no object, fails by itself', async () => {
    const { chat } = await open('helpdesk')
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const getter = (name: string) =>
      Object.defineProperty(conversation('getter'), name, {
        enumerable: true,
        get: () => {
          throw new Error('canary')
        },
      })
    const inside = { ...conversation('inside'), messages: [message, proxy] }
    const items: ReadonlyArray<unknown> = [
      conversation('first'),
      getter('id'),
      getter('messages'),
      proxy,
      inside,
      { ...conversation('events'), events: proxy },
      null,
      undefined,
      5,
      'text',
      [],
      { _tag: 'Left' },
      { _tag: 'Right', right: proxy },
      Promise.reject(new Error('canary')),
      conversation('last'),
    ]
    const result = await chat.import(items as never, { tenant: 'acme', concurrency: 3 })
    expect(result).toMatchObject({ conversations: 2, messages: 2, added: 2 })
    expect(result.failed.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    for (const { reason } of result.failed)
      expect(['InvalidInput', 'FieldRequired'], JSON.stringify(reason)).toContain(reason._tag)
    expect(JSON.stringify(result)).not.toContain('canary')
    expect(ids(await chat.as(anna).inbox({ view: 'all' })).toSorted()).toEqual(['first', 'last'])
  })

  it('a source that fails ends the import, is counted and told, and what came before is there', async () => {
    const heard: Array<unknown> = []
    const { chat } = await open('helpdesk', { log: (entry) => void heard.push(entry) } as Partial<Options>)
    const failing = async function* () {
      yield conversation('one')
      yield conversation('two')
      throw new RangeError('canary')
    }
    const result = await chat.import(failing(), { tenant: 'acme' })
    expect(result).toMatchObject({ conversations: 2, failed: [{ number: 3, reason: invalid('source') }] })
    const unreadable = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new RangeError('canary')) }),
    }
    expect(await chat.import(unreadable, { tenant: 'acme' })).toMatchObject({
      conversations: 0,
      failed: [{ number: 1, reason: invalid('source') }],
    })
    const told = { level: 'error', what: 'the source of an import failed', detail: 'RangeError' }
    expect(heard).toEqual([told, told])
    expect(ids(await chat.as(anna).inbox({ view: 'all' })).toSorted()).toEqual(['one', 'two'])
  })

  it('a tenant that is none fails each conversation without one of its own', async () => {
    const { chat } = await open('helpdesk')
    for (const [tenant, reason] of [
      [7, invalid('tenant')],
      ['', invalid('tenant')],
      ['\u0000', invalid('tenant')],
      ['x'.repeat(1000), { ...invalid('tenant') }],
      [undefined, { _tag: 'FieldRequired', field: 'tenant' }],
    ] as const) {
      const items = [conversation('a'), { ...conversation('b'), tenant: 'acme' }, conversation('c')]
      const { conversations, failed } = await chat.import(items, { tenant: tenant as never })
      expect(conversations).toBe(1)
      expect(failed).toMatchObject([
        { number: 1, reason },
        { number: 3, reason },
      ])
    }
  })

  it('what a programmer mistook is a TypeError at once, and nothing is imported', async () => {
    const { chat } = await open('helpdesk')
    const items = [conversation('a')]
    const wrong: ReadonlyArray<object> = [
      { tenant: 'acme', concurrency: Number.NaN },
      { tenant: 'acme', concurrency: 0 },
      { tenant: 'acme', concurrency: 1.5 },
      { tenant: 'acme', unread: 'all' },
      { tenant: 'acme', onProgress: 'yes' },
      { tenant: 'acme', onprogress: () => undefined },
    ]
    for (const options of wrong) await expect(chat.import(items, options)).rejects.toThrow(TypeError)
    for (const source of [undefined, 5, 'text', {}, conversation('a')])
      await expect(chat.import(source as never, { tenant: 'acme' })).rejects.toThrow(TypeError)
    const failing = { tenant: 'acme', onProgress: () => expect.fail('a mistake of the host') }
    await expect(chat.import([...items, conversation('b')], failing)).rejects.toThrow('a mistake of the host')
    expect((await chat.as(anna).inbox({ view: 'all' })).rows.length).toBeLessThanOrEqual(2)
  })
})

overStorages('Importing into what is there', (open) => {
  type Kept = Awaited<ReturnType<typeof open>>
  const at = (now: number) => new Date(now + 60_000)
  const public_ = { visibility: 'public' } as const
  const byCleo = { author: { id: 'cleo', kind: 'customer' }, ...public_ } as const
  const byAnna = { author: { id: 'anna', kind: 'staff' } } as const
  const old = { id: 'k', customer: 'cleo', owner: 'anna', startedAt: '2020-01-01T00:00:00Z' }
  const unreadOf = async ({ chat }: Kept) => ({
    anna: (await chat.as(anna).unread('k')).count,
    bert: (await chat.as(bert).unread('k')).count,
    cleo: (await chat.as(cleo).unread('k')).count,
  })
  const started = async (options: Partial<Options> = {}): Promise<Kept> => {
    const opened = await open('helpdesk', options)
    const messages = [{ ...byCleo, body: 'Where is it?' }]
    expect(await opened.chat.import([{ ...old, messages }], { tenant: 'acme' })).toMatchObject({ failed: [] })
    await opened.chat.as(bert).follow({ conversationId: 'k' })
    expect(await unreadOf(opened)).toEqual({ anna: 0, bert: 0, cleo: 0 })
    return opened
  }
  const more = async ({ chat, now }: Kept, ...messages: ReadonlyArray<object>) => {
    const given = [{ ...byCleo, body: 'Where is it?' }, ...messages.map((one) => ({ ...one, at: at(now()) }))]
    expect(await chat.import([{ ...old, messages: given } as never], { tenant: 'acme' })).toMatchObject({
      added: messages.length,
      failed: [],
    })
  }

  it('what was unread stays unread, and what is added counts then', async () => {
    const opened = await started()
    const { chat } = opened
    const { messageId } = await chat.as(cleo).post({ conversationId: 'k', body: 'live' })
    await chat.as(bert).markRead({ conversationId: 'k', upTo: messageId ?? '' })
    await more(opened, { ...byCleo, body: 'imported' }, { ...byCleo, body: 'imported, too' })
    expect(await unreadOf(opened)).toEqual({ anna: 3, bert: 0, cleo: 0 })
  })

  it('an imported note touches no customer', async () => {
    const opened = await started()
    await opened.chat.as(anna).post({ conversationId: 'k', body: 'live' })
    expect(await unreadOf(opened)).toEqual({ anna: 0, bert: 1, cleo: 1 })
    await more(opened, { ...byAnna, visibility: 'internal', body: 'a note' })
    // Bert, too, had the answer unread, so the note counts for him.
    expect(await unreadOf(opened)).toEqual({ anna: 0, bert: 2, cleo: 1 })
  })

  it('what is written live amid an import stays unread, and what came before it is settled', async () => {
    const opened = await started({ clock: () => noon })
    const { chat } = opened
    // More than are given to the storage at a time.
    const messages = Array.from({ length: 600 }, (_, n) => ({ ...byCleo, body: `${n}`, at: at(noon) }))
    const live: Array<Promise<unknown>> = []
    chat.on('message-posted', () => {
      if (live.length === 0)
        live.push(chat.as(cleo).post({ conversationId: 'k', body: 'live', messageId: uuid }))
    })
    const given = [{ ...byCleo, body: 'Where is it?' }, ...messages]
    expect(await chat.import([{ ...old, messages: given }], { tenant: 'acme' })).toMatchObject({ failed: [] })
    await Promise.all(live)
    expect(live).toHaveLength(1)
    const { items } = await chat.as(anna).timeline('k', { around: uuid, limit: 200 })
    expect(items.length).toBeGreaterThan(0)
    const log: Array<string> = []
    for (let page = await chat.as(anna).timeline('k', { limit: 200 }); ; ) {
      log.unshift(...page.items.flatMap((item) => (item.type === 'message' ? [item.id] : [])))
      if (page.older === null) break
      page = await chat.as(anna).timeline('k', { limit: 200, before: page.older })
    }
    const place = log.indexOf(uuid)
    expect(place).toBeGreaterThan(0)
    expect((await unreadOf(opened)).anna).toBe(log.length - place)
  })

  it('no imported assignment flags anybody, unless it is news', async () => {
    for (const [unread, flagged] of [
      ['none', false],
      ['asPosted', true],
    ] as const) {
      const { chat } = await open('smsDesk')
      const events = [{ type: 'assigned', to: 'bert', at: '2020-01-02T00:00:00Z' }] as const
      const items = [{ ...old, queue: 'sales', messages: [], events }]
      expect(await chat.import(items, { tenant: 'acme', unread })).toMatchObject({ failed: [] })
      expect((await chat.as(bert).unread('k')).isUnread).toBe(flagged)
    }
  })
})

const uuid = '0b0e3f0a-8a86-4c0f-9b56-0a3a1c7a9f10'
