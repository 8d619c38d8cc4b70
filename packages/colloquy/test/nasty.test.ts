import { describe, expect, test } from 'vitest'
import { actor, roles } from '../src/index.ts'
import type { Session } from '../src/index.ts'
import { anna, bert, cleo, open, storageNames, zoe } from './support/open.ts'

/**
 * The inputs that others stumbled over, numbered as in the list this project keeps of them. Attachments (12–14) and
 * bulk commands (36) come with their features; 31 and 39 are about stored data, and tested where it is decoded.
 */
type Call = (session: Session['try'], conversationId: string) => Promise<unknown>

const refusal = (_tag: string, more: object = {}) => ({ ok: false, error: { _tag, ...more } })
/** What would have been valid is said in words, which are not compared. */
const invalid = (field: string, limit?: number) => ({
  ok: false,
  error: expect.objectContaining({ _tag: 'InvalidInput', field, ...(limit === undefined ? {} : { limit }) }),
})
const body =
  (text: unknown): Call =>
  (session, conversationId) =>
    session.post({ conversationId, body: text as string })
const attributes =
  (value: unknown): Call =>
  (session, conversationId) =>
    session.setAttributes({ conversationId, attributes: value as {} })

const deep = (): unknown => {
  let nested: unknown = {}
  for (let level = 0; level < 20_000; level += 1) nested = { a: nested }
  return nested
}
const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 1]))
const people = Array.from({ length: 100_000 }, (_, index) => ({ id: `p${index}`, kind: 'staff' as const }))
const flipping = (conversationId: string) => {
  let asked = 0
  return {
    conversationId,
    body: 'x',
    get visibility() {
      asked += 1
      return asked === 1 ? 'internal' : 'public'
    },
  } as { conversationId: string; body: string; visibility: 'public' }
}

const refused: ReadonlyArray<readonly [string, Call, object]> = [
  ['1 NUL in a body', body('a\0b'), invalid('body')],
  ['2 a lone surrogate in a body', body('a\ud800'), invalid('body')],
  [
    '3 lone surrogates in ids',
    (session) => session.post({ conversationId: '\ud800', body: 'x' }),
    invalid('conversationId'),
  ],
  [
    '3 lone surrogates in ids given',
    (session) => session.start({ type: 'internal', id: '\ud801' }),
    invalid('id'),
  ],
  [
    '6 a bidi override in a name',
    (session) => session.start({ type: 'customer', customer: { id: 'c', name: 'a\u202eb' } }),
    invalid('customer.name'),
  ],
  [
    '6 a bidi override in an id',
    (session) => session.start({ type: 'internal', id: 'a\u202eb' }),
    invalid('id'),
  ],
  [
    '6 a bidi override in a label',
    (session, conversationId) => session.label({ conversationId, label: 'a\u2066b' }),
    invalid('label'),
  ],
  [
    '6 a bidi override in a subject',
    (session, conversationId) => session.rename({ conversationId, subject: 'a\u202eb' }),
    invalid('subject'),
  ],
  ['7 whitespace alone', body(' \n\t\u00a0\u2003'), refusal('EmptyBody')],
  ['7 nothing at all', body(''), refusal('EmptyBody')],
  ['8 a byte too many', body('a'.repeat(65_537)), invalid('body', 65_536)],
  [
    '8 a subject of 256 characters',
    (session, conversationId) => session.rename({ conversationId, subject: 'a'.repeat(256) }),
    invalid('subject', 255),
  ],
  ['9 four-byte characters, a byte too many', body('😀'.repeat(16_384) + 'a'), invalid('body', 65_536)],
  [
    '15 SQL as a sort field',
    (session) => session.inbox({ view: 'all', sort: "'; DROP TABLE event; --" as 'activity' }),
    invalid('sort'),
  ],
  [
    '17 a search of 50,001 characters',
    (session) => session.search({ text: 'a'.repeat(50_001) }),
    invalid('text', 1000),
  ],
  ['19 an own __proto__', attributes(JSON.parse('{"__proto__":{"admin":true}}')), invalid('attributes')],
  [
    '19 an own __proto__ at the top',
    (session, conversationId) =>
      session.post(JSON.parse(`{"__proto__":{"a":1},"body":"x","conversationId":"${conversationId}"}`)),
    invalid('input'),
  ],
  [
    '21 a getter that changes its mind',
    (session, conversationId) => session.post(flipping(conversationId)),
    invalid('visibility'),
  ],
  ['23 attributes nested 20,000 deep', attributes(deep()), invalid('attributes', 32)],
  ['24 100,000 keys', attributes(many), invalid('attributes', 10_000)],
  [
    '24 33 keys',
    attributes(Object.fromEntries(Object.entries(many).slice(0, 33))),
    invalid('attributes', 32),
  ],
  [
    '24 100,000 participants',
    (session) => session.start({ type: 'internal', participants: people }),
    invalid('participants', 200),
  ],
  [
    '24 201 participants',
    (session) => session.start({ type: 'internal', participants: people.slice(0, 201) }),
    invalid('participants', 200),
  ],
  ['25 NaN', attributes({ n: Number.NaN }), invalid('attributes')],
  ['25 infinity', attributes({ n: Number.POSITIVE_INFINITY }), invalid('attributes')],
  ['26 an integer that is not exact', attributes({ n: 2 ** 53 + 2 }), invalid('attributes')],
  ['26 a bigint', attributes({ n: 9_007_199_254_740_993n }), invalid('attributes')],
  ['27 a limit of −1', (session, id) => session.timeline(id, { limit: -1 }), invalid('limit', 200)],
  ['27 a limit of 0', (session, id) => session.timeline(id, { limit: 0 }), invalid('limit', 200)],
  ['27 a limit of 1.5', (session, id) => session.timeline(id, { limit: 1.5 }), invalid('limit', 200)],
  ['27 a limit of 10⁹', (session) => session.inbox({ view: 'all', limit: 1e9 }), invalid('limit', 200)],
  [
    '29 a version of ours as a number',
    (session, id) => session.timeline(id, { after: -1 as unknown as string }),
    invalid('after'),
  ],
  [
    '29 a version of 2⁶³',
    (session, id) => session.timeline(id, { after: '9223372036854775808' }),
    refusal('InvalidCursor'),
  ],
  [
    '30 another visibility',
    (session, conversationId) =>
      session.post({ conversationId, body: 'x', visibility: 'Internal ' as 'internal' }),
    invalid('visibility'),
  ],
  [
    '30 a visibility of every object',
    (session, conversationId) =>
      session.post({ conversationId, body: 'x', visibility: 'toString' as 'internal' }),
    invalid('visibility'),
  ],
  [
    '31 no visibility but null',
    (session, conversationId) =>
      session.post({ conversationId, body: 'x', visibility: null as unknown as 'internal' }),
    invalid('visibility'),
  ],
  [
    '32 a required field undefined',
    (session) => session.post({ conversationId: undefined as unknown as string, body: 'x' }),
    refusal('FieldRequired', { field: 'conversationId' }),
  ],
  ['32 no body', body(undefined), refusal('EmptyBody')],
  [
    '32 no input',
    (session) => session.post(undefined as never),
    refusal('FieldRequired', { field: 'input' }),
  ],
  [
    '33 a command id of 10 KB',
    (session, conversationId) => session.post({ conversationId, body: 'x', commandId: 'k'.repeat(10_000) }),
    invalid('commandId', 200),
  ],
  [
    '35 more ids than a statement takes',
    (session) => session.conversations(Array.from({ length: 65_536 }, (_, index) => `c${index}`)),
    invalid('ids', 200),
  ],
  [
    '37 an invalid date',
    (session, conversationId) => session.post({ conversationId, body: 'x', at: new Date(Number.NaN) }),
    invalid('at'),
  ],
  [
    '37 the year 10000',
    (session, conversationId) =>
      session.post({ conversationId, body: 'x', at: '+010000-01-01T00:00:00.000Z' }),
    invalid('at'),
  ],
  [
    '37 the year 10000 in milliseconds',
    (session, conversationId) => session.post({ conversationId, body: 'x', at: 253_402_300_800_000 }),
    invalid('at'),
  ],
  [
    '37 30 February',
    (session, conversationId) => session.post({ conversationId, body: 'x', at: '2026-02-30' }),
    invalid('at'),
  ],
  ['38 an empty id', (session) => session.post({ conversationId: '', body: 'x' }), invalid('conversationId')],
  [
    '38 an id of 201 bytes',
    (session) => session.start({ type: 'internal', id: 'é'.repeat(101) }),
    invalid('id', 200),
  ],
  [
    '38 a control character in an id',
    (session) => session.start({ type: 'internal', id: 'a\u0001b' }),
    invalid('id'),
  ],
  [
    'a field that no command has',
    (session, conversationId) => session.post({ conversationId, body: 'x', visible: true } as never),
    invalid('visible'),
  ],
  [
    'a class instance',
    (session) =>
      session.post(
        new (class Post {
          conversationId = 'k'
          body = 'x'
        })(),
      ),
    invalid('input'),
  ],
  ['a body that is no text', body({ toString: () => 'x' }), invalid('body.toString')],
]

const verbatim: ReadonlyArray<readonly [string, string]> = [
  ['4 a family emoji', '👩‍👩‍👧‍👦'],
  ['5 composed', 'caf\u00e9'],
  ['5 decomposed', 'cafe\u0301'],
  ['6 a bidi override in a body', 'abc\u202edef'],
  ['8 as many bytes as may be', 'a'.repeat(65_536)],
  ['9 as many bytes of four-byte characters', '😀'.repeat(16_384)],
  ['10 a tag', '<img src=x onerror=alert(1)>'],
  ['11 a script link', 'javascript:alert(1)'],
  ['15 SQL', "'; DROP TABLE event; --"],
  ['a blank at either end', ' \n text \t'],
]

describe.each(storageNames)('%s', (name) => {
  const opened = async () => {
    const chat = await open(name)
    const { conversationId } = await chat
      .as(anna)
      .start({ type: 'customer', customer: 'cleo', message: 'Hello' })
    return { chat, desk: chat.as(anna), conversationId }
  }

  test.each(refused)('%s is refused', async (_, call, answer) => {
    const { desk, conversationId } = await opened()
    expect(await call(desk.try, conversationId)).toEqual(answer)
    expect((await desk.timeline(conversationId)).items).toHaveLength(1)
  })

  test.each(verbatim)('%s is kept as it is', async (_, text) => {
    const { desk, conversationId } = await opened()
    await desk.post({ conversationId, body: text })
    const page = await desk.timeline(conversationId, { limit: 1 })
    expect(page.items).toMatchObject([{ body: text }])
  })

  test('16 and 18 search takes every character as it is', async () => {
    const { desk, conversationId } = await opened()
    await desk.post({ conversationId, body: 'one hundred' })
    for (const text of ['%', '_', '*', '"', '" OR *', 'one" OR "two', 'h%d', 'hun_red', 'NEAR(one)']) {
      const found = await desk.try.search({ text })
      expect(found.ok ? found.value.rows : []).toEqual([])
    }
    expect((await desk.search({ text: 'hundr' })).rows).toHaveLength(1)
  })

  test('20 `constructor` is a key like any other', async () => {
    const { desk, conversationId } = await opened()
    const given = { constructor: 'x', toString: 'y', hasOwnProperty: 1 }
    await desk.setAttributes({ conversationId, attributes: given as unknown as { [key: string]: string } })
    const { attributes: kept } = await desk.conversation(conversationId)
    expect(new Map(Object.entries(kept))).toEqual(new Map(Object.entries(given)))
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype)
  })

  test('25 minus zero is zero', async () => {
    const { desk, conversationId } = await opened()
    await desk.setAttributes({ conversationId, attributes: { n: -0 } })
    expect((await desk.conversation(conversationId)).attributes['n']).toBe(0)
  })

  test('28 another’s cursor is refused', async () => {
    const { chat, desk, conversationId } = await opened()
    for (const text of ['a', 'b', 'c']) await desk.post({ conversationId, body: text })
    const { older } = await desk.timeline(conversationId, { limit: 1 })
    expect(older).toEqual(expect.any(String))
    expect(await chat.as(bert).try.timeline(conversationId, { before: older })).toEqual(
      refusal('InvalidCursor'),
    )
    expect(await chat.as(cleo).try.timeline(conversationId, { before: older })).toEqual(
      refusal('InvalidCursor'),
    )
    expect((await desk.try.timeline(conversationId, { before: older })).ok).toBe(true)
  })

  test('34 a key used twice: refused with another input, independent for another tenant', async () => {
    const { chat, desk, conversationId } = await opened()
    await desk.post({ conversationId, body: 'x', commandId: 'k' })
    expect(await desk.try.post({ conversationId, body: 'y', commandId: 'k' })).toEqual(
      refusal('IdempotencyConflict'),
    )
    expect((await chat.as(zoe).start({ type: 'internal', commandId: 'k' })).changed).toBe(true)
  })

  test('37 the last moment of the year 9999 is a date', async () => {
    const at = '9999-12-31T23:59:59.999Z'
    const chat = await open(name, { clock: () => Date.parse(at) - 1000 })
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({ type: 'internal' })
    expect((await desk.post({ conversationId, body: 'x', at })).changed).toBe(true)
  })

  test('38 ids that differ in case are two', async () => {
    const { desk } = await opened()
    await desk.start({ type: 'internal', id: 'Case', message: 'x' })
    expect((await desk.start({ type: 'internal', id: 'case', message: 'x' })).changed).toBe(true)
    expect((await desk.conversations(['Case', 'case', 'CASE'])).map((row) => row.id)).toEqual([
      'Case',
      'case',
    ])
    const long = 'é'.repeat(100)
    expect((await desk.start({ type: 'internal', id: long })).conversationId).toBe(long)
  })

  test('40 a conversation one may not see answers as one that does not exist', async () => {
    const { chat, conversationId } = await opened()
    const stranger = chat.as(actor({ tenant: 'acme', id: 'dora', kind: 'customer', can: roles.customer })).try
    const answers = async (id: string) =>
      JSON.stringify([
        await stranger.conversation(id),
        await stranger.timeline(id),
        await stranger.unread(id),
        await stranger.participants(id),
        await stranger.post({ conversationId: id, body: 'x' }),
        await stranger.markRead({ conversationId: id }),
        await stranger.close({ conversationId: id }),
        await stranger.leave({ conversationId: id }),
      ])
    expect(await answers(conversationId)).toBe(await answers('x'.repeat(conversationId.length)))
  })
})
