import { expect, it } from 'vitest'
import type { Options } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { anna } from './support/people.ts'
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
