import { describe, expect, it } from 'vitest'
import { account } from '../Account.ts'
import type { Command, Conversation } from '../Command.ts'
import type { Acknowledged } from '../dispatch.ts'

const command = (at: number): Command => ({
  commandId: `talk/${at}`,
  conversation: 'talk',
  begins: null,
  author: { kind: 'customer', id: 'cleo', name: 'Cleo' },
  visibility: 'public',
  body: `word ${at}`,
})
const commands = [command(0), command(1), command(2)]
const conversations: ReadonlyArray<Conversation> = [{ name: 'talk', commands }]
const acknowledged = commands.map(
  (each, at): Acknowledged => ({ command: each, conversationId: 'c', messageId: `m${at}`, worker: 'w' }),
)
const messages = commands.map(({ body }, at) => ({ id: `m${at}`, body }))
const [first, second, third] = messages
const ids = ['m0', 'm1', 'm2']

const isEqual = (stored: typeof messages, delivered: ReadonlyArray<string>, more = {}): boolean =>
  account(
    conversations,
    acknowledged,
    new Map([['c', stored]]),
    new Map([['c', delivered], ...Object.entries<Array<string>>(more)]),
  ).equal

describe('the account', () => {
  it('is equal where the three sides are', () => {
    expect(isEqual(messages, ids)).toBe(true)
  })

  it.each([
    ['a message is lost', [first, third], ids],
    ['a message is there twice', [first, second, second, third], ids],
    ['two messages changed places', [second, first, third], ids],
    ['a message says something else', [first, second, { id: 'm2', body: 'word' }], ids],
    ['a message was not delivered', messages, ['m0', 'm1']],
    ['messages were delivered out of order', messages, ['m1', 'm0', 'm2']],
    ['another message was delivered', messages, ['m0', 'm1', 'm3']],
  ])('is not where %s', (_, stored, delivered) => {
    expect(
      isEqual(
        stored.filter((one) => one !== undefined),
        delivered,
      ),
    ).toBe(false)
  })

  it('is not where a conversation came that nobody began', () => {
    expect(isEqual(messages, ids, { d: ['m4'] })).toBe(false)
  })

  it('names the conversation that differs', () => {
    expect(account(conversations, acknowledged, new Map(), new Map()).differs).toBe('talk')
  })
})
