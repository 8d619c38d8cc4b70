import { memory } from '@colloquy/core/memory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Chat } from '../../src/index.ts'
import { openConversations } from '../../src/index.ts'
import { anna } from '../support/open.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openConversations({ storage: memory() })
})
afterAll(() => chat.close())

/** Calls as JavaScript makes them. */
const call = (name: keyof Chat, ...given: ReadonlyArray<unknown>): unknown => {
  const method: unknown = chat[name]
  if (typeof method !== 'function') throw new Error(`no ${name}`)
  return Reflect.apply(method, chat, given)
}
const heard = (): void => undefined

describe('a programmer’s mistake is a TypeError at once that names what would be valid', () => {
  test.each<[keyof Chat, ReadonlyArray<unknown>, RegExp]>([
    ['subscribe', [undefined, heard], /subscribe: name: undefined is not a text/],
    ['subscribe', ['', heard], /subscribe: name/],
    ['subscribe', ['mails'], /subscribe: handler: undefined is not a function/],
    ['subscribe', ['mails', heard, null], /give an object of options/],
    [
      'subscribe',
      ['mails', heard, { paralel: 2 }],
      /there is no option paralel; there are tenant, from, parallel/,
    ],
    ['subscribe', ['mails', heard, { attempts: 3 }], /there is no option attempts/],
    ['subscribe', ['mails', heard, { parallel: -1 }], /parallel: -1 is not a whole number above 0/],
    ['subscribe', ['mails', heard, { parallel: 0 }], /parallel/],
    ['subscribe', ['mails', heard, { parallel: 1.5 }], /parallel/],
    ['subscribe', ['mails', heard, { parallel: NaN }], /parallel/],
    ['subscribe', ['mails', heard, { parallel: '8' }], /parallel: string is not/],
    ['subscribe', ['mails', heard, { from: 'end' }], /from: string is not 'start' or 'now'/],
    ['subscribe', ['mails', heard, { tenant: 7 }], /tenant: 7 is not a tenant's id/],
    ['subscribe', ['mails', heard, { tenant: '' }], /tenant/],
    ['subscribe', ['mails', heard, { lease: Infinity }], /lease/],
    ['subscribe', ['mails', heard, { lease: 1e16 }], /lease: 10000000000000000 is not .* 100 years/],
    ['subscribe', ['mails', heard, { retry: { parked: 1e16 } }], /retry.parked/],
    ['subscribe', ['mails', heard, { timeout: 0 }], /timeout: 0 is not a number of milliseconds above 0/],
    ['subscribe', ['mails', heard, { retry: 3 }], /retry: give an object of options/],
    [
      'subscribe',
      ['mails', heard, { retry: { tries: 3 } }],
      /retry: there is no option tries; there are first/,
    ],
    ['subscribe', ['mails', heard, { retry: { first: -1 } }], /retry.first/],
    [
      'subscribe',
      ['mails', heard, { retry: { first: 100, most: 10 } }],
      /retry.most: 10 is not at least retry.first/,
    ],
    ['subscribe', ['mails', heard, { retry: { for: NaN } }], /retry.for/],
    ['subscribe', ['mails', heard, { retry: { parked: 0 } }], /retry.parked: 0 is not .* or false/],
    [
      'on',
      ['message.posted', heard],
      /on: type: string is not '\*' or one of conversation-created, .*message-posted/,
    ],
    ['on', ['record-followed', heard], /on: type/],
    ['on', [undefined, heard], /on: type/],
    ['on', ['*'], /on: listener: undefined is not a function/],
  ])('%s %j', (name, given, message) => {
    expect(() => call(name, ...given)).toThrow(TypeError)
    expect(() => call(name, ...given)).toThrow(message)
  })

  test.each<[keyof Chat, ReadonlyArray<unknown>, RegExp]>([
    ['tick', [NaN], /tick: now: NaN is not a time/],
    ['tick', [new Date('nonsense')], /tick: now/],
    ['tick', ['soon'], /tick: now: string is not a time/],
    ['tick', [true], /tick: now: true is not a time/],
    // Microseconds: all receipts would be let go.
    ['tick', [1e15], /tick: now: 1000000000000000 is not a time/],
    ['waitFor', [{ conversationId: 'c', position: 'p' }, undefined], /waitFor: give the subscription/],
    [
      'waitFor',
      [{ conversationId: 'c', position: 'p' }, { name: 'x' }, { patience: 1 }],
      /there is no option patience/,
    ],
    [
      'waitFor',
      [{ conversationId: 'c', position: 'p' }, { name: 'x' }, { timeout: NaN }],
      /waitFor: timeout: NaN/,
    ],
    [
      'waitFor',
      [{ conversationId: 'c', position: 'p' }, { name: 'x' }, { timeout: '5' }],
      /waitFor: timeout: string/,
    ],
  ])('%s %j rejects', async (name, given, message) => {
    const refused = await Promise.resolve(call(name, ...given)).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(TypeError)
    expect(String(refused)).toMatch(message)
  })

  test.each<['stop' | 'release', ReadonlyArray<unknown>, RegExp]>([
    ['stop', [{ within: NaN }], /stop: within: NaN is not a number of milliseconds, 0 or more/],
    ['stop', [{ within: '5' }], /stop: within: string is not/],
    ['stop', [{ timeout: 5 }], /stop: there is no option timeout; there are within/],
    ['release', [{ tenant: 'acme', conversationId: 'c' }, { timeout: -1 }], /release: timeout: -1 is not/],
    [
      'release',
      [{ tenant: 'acme', conversationId: 'c' }, { within: 5 }],
      /release: there is no option within/,
    ],
    ['release', [], /release: stream: undefined is not a conversation/],
    ['release', [{ tenant: 'acme' }], /release: stream: object is not a conversation/],
  ])('%s of a subscription %j rejects, and nothing is stopped', async (name, given, message) => {
    const subscription = chat.subscribe('options', heard)
    const refused = await Promise.resolve(Reflect.apply(subscription[name], undefined, given)).catch(
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(TypeError)
    expect(String(refused)).toMatch(message)
    await chat.waitFor(await chat.as(anna).start({ type: 'internal', message: 'Hello' }), subscription)
    await subscription.stop()
  })

  test('what is valid is taken', async () => {
    const retry = { first: 10, most: 10, for: Infinity, parked: false as const }
    const options = { tenant: 'acme', from: 'now' as const, parallel: 1, timeout: Infinity, lease: 10, retry }
    await chat.subscribe('valid', heard, options).stop()
    await chat.subscribe('valid', heard, { retry: { first: 3_600_000 } }).stop()
    chat.on('*', heard)()
    await chat.tick(new Date())
    await chat.tick(0)
  })
})
