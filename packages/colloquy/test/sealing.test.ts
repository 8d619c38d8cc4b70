import { expect, test } from 'vitest'
import { actor, roles } from '../src/index.ts'
import { cached, sealing } from '../src/opening/sealing.ts'
import { open, storageNames } from './support/open.ts'

const seal = sealing('ab'.repeat(32))
const content = ['c1', 12, null]

test('opens what it closed, for the same purpose and with the same secret only', () => {
  const token = seal.close('cursor', content)
  expect(seal.open('cursor', token)).toEqual(content)
  expect(seal.open('watch', token)).toBeNull()
  expect(sealing('cd'.repeat(32)).open('cursor', token)).toBeNull()
  expect(sealing('ab'.repeat(32)).close('cursor', content)).toBe(token)
})

test('any change of a token is noticed', () => {
  const token = seal.close('cursor', content)
  for (let at = 0; at < token.length; at += 1) {
    for (const letter of ['A', 'b', '9', '-']) {
      if (token[at] === letter) continue
      expect(seal.open('cursor', token.slice(0, at) + letter + token.slice(at + 1))).toBeNull()
    }
  }
  for (const wrong of ['', 'x', token.slice(0, -1), `${token}A`, `${token}=`, 'é'.repeat(80), '\u0000']) {
    expect(seal.open('cursor', wrong)).toBeNull()
  }
})

test('contents of one class have tokens of one length, and nothing else in common', () => {
  const one = seal.close('cursor', ['c1', 1, null])
  const two = seal.close('cursor', ['c1', 99_999, null])
  expect(one.length).toBe(two.length)
  expect(one.slice(0, 8)).not.toBe(two.slice(0, 8))
})

test('a seal that remembers gives the tokens that the other gives, and forgets what nobody asks for', () => {
  const closed: Array<string> = []
  const counted = {
    ...seal,
    close: (...given: Parameters<typeof seal.close>) => {
      closed.push(given[0])
      return seal.close(...given)
    },
  }
  const again = cached(counted, 2)
  for (const purpose of ['a', 'b', 'a', 'b'])
    expect(again.close(purpose, content)).toBe(seal.close(purpose, content))
  expect(closed).toEqual(['a', 'b'])
  // What was asked for of late outlives two that are new, and the rest does not.
  for (const purpose of ['c', 'a', 'd', 'a', 'e', 'a', 'b']) {
    expect(again.close(purpose, content)).toBe(seal.close(purpose, content))
  }
  expect(closed).toEqual(['a', 'b', 'c', 'd', 'e', 'b'])
  expect(again.closeOnce('a', content)).not.toBe(again.closeOnce('a', content))
  // What is long is not kept at all.
  const long = ['x'.repeat(600)]
  for (const _ of [1, 2]) expect(again.close('long', long)).toBe(seal.close('long', long))
  expect(closed.filter((purpose) => purpose === 'long')).toHaveLength(2)
})

test('contents that are nearly alike are never taken for each other', () => {
  const again = cached(seal, 100)
  const alike: ReadonlyArray<ReadonlyArray<string | number | null>> = [
    ['c1', 1],
    ['c1', '1'],
    ['c1', 1, null],
    ['c1', 1, ''],
    ['c1', '1,'],
    ['c1,1'],
    ['c1', 'staff:anna', 1],
    ['c1', 'staff:anna', 2],
    ['c1', 'customer:anna', 1],
    ['c1 staff:anna', 1],
    ['read', 'c1', 1],
    ['","c1', 1],
  ]
  for (let round = 0; round < 2; round += 1) {
    for (const purpose of ['read', 'version', 'version:customer', '["read']) {
      for (const each of alike) expect(again.open(purpose, again.close(purpose, each))).toEqual(each)
    }
  }
})

test.each(storageNames)(
  '%s: a token of one tenant is none in another, though all their ids are the same',
  async (name) => {
    const chat = await open(name)
    const sessions = ['acme', 'zeta'].map((tenant) =>
      chat.as(actor({ tenant, id: 'anna', kind: 'staff', can: [...roles.admin, 'message.history'] })),
    )
    const told = []
    for (const session of sessions) {
      const { version } = await session.start({
        id: 'c',
        type: 'internal',
        message: { messageId: 'm', body: 'Hello' },
      })
      const { readToken } = await session.timeline('c')
      told.push({ session, version, readToken })
    }
    for (const { session, version, readToken } of told) {
      for (const token of told) {
        const isOwn = token.readToken === readToken
        const marked = await session.try.markRead({
          conversationId: 'c',
          upTo: 'm',
          readToken: token.readToken,
        })
        expect(marked).toMatchObject(
          isOwn ? { ok: true } : { error: { _tag: 'InvalidInput', field: 'readToken' } },
        )
        const then = await session.try.conversation('c', { asOf: token.version })
        expect(then).toMatchObject(
          token.version === version ? { ok: true } : { error: { _tag: 'InvalidInput', field: 'asOf' } },
        )
      }
    }
    expect(new Set(told.flatMap(({ version, readToken }) => [version, readToken])).size).toBe(4)
    await chat.close()
  },
)
