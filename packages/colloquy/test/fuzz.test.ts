import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandNames, commands } from '../src/session/commands/commands.ts'
import { decodeGiven, defaultLimits as limits } from '@colloquy/core/decoding'
import { actor } from '../src/index.ts'

const fields = [
  'conversationId',
  'messageId',
  'commandId',
  'at',
  'id',
  'type',
  'subject',
  'customer',
  'participants',
  'owner',
  'source',
  'contexts',
  'channel',
  'queue',
  'message',
  'attributes',
  'body',
  'visibility',
  'as',
  'mentions',
  'replyTo',
  'seenUpTo',
  'confirmPublic',
  'answers',
  'participant',
  'record',
  'to',
  'label',
  'upTo',
  'readToken',
  'from',
  'confirm',
]

const hostile = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
})
const text = fc.string({ unit: 'binary', maxLength: 30 })
const value = fc.oneof(
  hostile,
  text,
  fc.constantFrom('customer', 'internal', 'public', 'a', '2026-01-01', '\ud800', 'a\u0000'),
  fc.record({ id: fc.oneof(text, hostile), kind: fc.constantFrom('customer', 'staff', 'bot', 'system') }),
  fc.record({ staff: text }),
  fc.dictionary(text, fc.oneof(text, fc.double(), fc.boolean())),
  fc.boolean(),
)
const input = fc.oneof(hostile, fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 }))

const decode = (name: (typeof commandNames)[number], given: unknown) =>
  decodeGiven(commands[name], given, { field: '', whole: 'input', limits })

/** Names of our own fields and numbers, and nothing that anybody wrote. */
const spoken = /^[A-Za-z]+(\.[A-Za-z0-9]+){0,3}$/

describe('whatever is given is decoded or refused, and never thrown over', () => {
  test.each(commandNames)('%s', (name) => {
    fc.assert(
      fc.property(input, (given) => {
        const decoded = decode(name, given)
        if (E.isRight(decoded)) {
          expect(() => JSON.stringify(decoded.right.hashed)).not.toThrow()
        } else if ('field' in decoded.left) {
          expect(decoded.left.field).toMatch(spoken)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('actor', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('tenant', 'id', 'kind', 'can', 'queues', 'records', 'name'), value),
        (given) => {
          expect(Object.isFrozen(actor(given as never))).toBe(true)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

test('what was checked is what is used, whatever the input does later', () => {
  const given = { conversationId: 'k', body: 'x', attributes: { a: 1 }, mentions: ['m'] }
  const decoded = decode('post', given)
  const before = JSON.stringify(E.isRight(decoded) ? decoded.right.hashed : null)
  given.attributes.a = 2
  given.mentions.push('n')
  given.body = 'y'
  expect(JSON.stringify(E.isRight(decoded) ? decoded.right.hashed : null)).toBe(before)
})

test('a proxy that throws is refused', () => {
  const trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  expect(decode('post', trap)).toMatchObject(E.left({ _tag: 'InvalidInput', field: 'input' }))
})

test('equal attributes are equal input, whatever the order of their keys', () => {
  const one = decode('setAttributes', { conversationId: 'k', attributes: { a: 1, b: 2 } })
  const two = decode('setAttributes', { attributes: { b: 2, a: 1 }, conversationId: 'k' })
  expect(E.isRight(one) && E.isRight(two) && JSON.stringify(one.right.hashed)).toBe(
    E.isRight(two) && JSON.stringify(two.right.hashed),
  )
})
