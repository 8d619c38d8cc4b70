import { describe, expect, it } from 'vitest'
import type { Session } from '../src/index.ts'
import { actor, roles } from '../src/index.ts'
import { open } from './support/open.ts'

const anna = actor({
  tenant: 'acme',
  id: 'anna',
  kind: 'staff',
  can: [...roles.admin, 'message.history', 'backdate'],
})

const opened = async () => {
  const chat = await open('memory', { policies: 'helpdesk' })
  const desk = chat.as(anna).try
  const started = await desk.start({ type: 'customer', customer: 'cleo', message: 'Hello' })
  if (!started.ok) throw new Error('was refused')
  return { chat, desk, on: { conversationId: started.value.conversationId } }
}
type Desk = Session['try']
type On = { readonly conversationId: string }

/** What is a time, and what is none: by whichever door it comes in. */
const times: ReadonlyArray<readonly [unknown, boolean]> = [
  ['2026-02-28', true],
  ['2026-02-30', false],
  ['2026-02-29T10:00:00Z', false],
  ['2024-02-29T10:00:00Z', true],
  ['2026-01-01T10:00:00.123456789Z', true],
  ['2026-01-01T10:00:00', false],
  ['1969-12-31T23:59:59Z', true],
  ['0000-01-01', false],
  [new Date('2026-01-01T00:00:00Z'), true],
  [new Date(Number.NaN), false],
  [0, true],
  [-1, true],
  [1.5, false],
  [Number.NaN, false],
  [true, false],
]
const names: ReadonlyArray<readonly [string, boolean]> = [
  ['support', true],
  ['ser\u200Evice', false],
  ['\u202Eeciv\u202C', false],
  ['a\u0000b', false],
  ['a\u0085b', false],
  ['half \uD800', false],
  ['x'.repeat(200), true],
  ['x'.repeat(201), false],
]

describe('commands and queries take the same', () => {
  it.each(times)('as a time: %s, %s', async (value, isTime) => {
    const { chat, desk, on } = await opened()
    const asked = await desk.timeline(on.conversationId, { asOf: value as string })
    const told = await desk.start({ type: 'customer', customer: 'cleo', at: value as string })
    const refusals = [asked, told].map((answer) => !answer.ok && answer.error._tag === 'InvalidInput')
    expect(refusals).toEqual([!isTime, !isTime])
    for (const [answer, field] of [
      [asked, 'asOf'],
      [told, 'at'],
    ] as const) {
      if (isTime) continue
      expect(answer).toMatchObject({
        error: { _tag: 'InvalidInput', field, expected: expect.stringMatching(/ISO 8601|finite/) },
      })
    }
    await chat.close()
  })

  it.each(names)('as a queue: %j, %s', async (queue, isName) => {
    const { chat, desk, on } = await opened()
    const answers = [
      await desk.inbox({ view: 'all', filter: { queue } }),
      await desk.assign({ ...on, to: { queue } }),
      await desk.start({ type: 'customer', customer: 'cleo', queue }),
    ]
    expect(answers.map(({ ok }) => ok)).toEqual([isName, isName, isName])
    await chat.close()
  })
})

const anId = /the id of a message/

/** A wrong value of each kind of field, and what is said to be valid. */
const wrong: ReadonlyArray<readonly [string, (desk: Desk, on: On) => Promise<unknown>, string, RegExp]> = [
  ['an id', (desk) => desk.start({ type: 'internal', id: '\u202E' }), 'id', /1 to 200 bytes/],
  ['a name', (desk, on) => desk.label({ ...on, label: ' ' }), 'label', /1 to 200 bytes/],
  ['a line', (desk, on) => desk.rename({ ...on, subject: 5 as never }), 'subject', /one line of at most 255/],
  ['a text', (desk, on) => desk.post({ ...on, body: 5 as never }), 'body', /at most 65536 bytes/],
  ['one of some', (desk) => desk.start({ type: 'other' as never }), 'type', /one of customer, internal/],
  [
    'whether',
    (desk, on) => desk.post({ ...on, body: 'x', confirmPublic: 1 as never }),
    'confirmPublic',
    /true or false/,
  ],
  [
    'a list',
    (desk, on) => desk.post({ ...on, body: 'x', mentions: 'bert' as never }),
    'mentions',
    /list of at most 50/,
  ],
  [
    'attributes',
    (desk, on) => desk.setAttributes({ ...on, attributes: { a: {} as never } }),
    'attributes',
    /texts, numbers/,
  ],
  ['a count', (desk) => desk.inbox({ view: 'all', limit: 0 }), 'limit', /from 1 to 200/],
  ['a view', (desk) => desk.inbox({ view: 'every' as never }), 'view', /one of all, mine/],
  ['an object', (desk) => desk.post('x' as never), 'input', /an object with .*body/],
  ['options', (desk) => desk.inbox('x' as never), 'options', /an object with view/],
  ['a quoted message', (desk, on) => desk.post({ ...on, body: 'x', replyTo: 'none' }), 'replyTo', anId],
  ['a message seen', (desk, on) => desk.post({ ...on, body: 'x', seenUpTo: 'none' }), 'seenUpTo', anId],
  ['a message read', (desk, on) => desk.markRead({ ...on, upTo: 'none' }), 'upTo', anId],
  ['a message unread', (desk, on) => desk.markUnread({ ...on, from: 'none' }), 'from', anId],
  [
    'two places at once',
    (desk, on) => desk.timeline(on.conversationId, { before: 'x', around: 'y' }),
    'before',
    /one of before, after and around/,
  ],
  ['nothing to look for', (desk) => desk.search({}), 'text', /what to look for/],
  ['a short number', (desk) => desk.search({ phone: '123' }), 'phone', /last 4 digits/],
  [
    'attributes of a filter',
    (desk) => desk.inbox({ view: 'all', filter: { attributes: [] as never } }),
    'filter.attributes',
    /at most 32/,
  ],
  ['a time to come', (desk) => desk.start({ type: 'internal', at: '2999-01-01' }), 'at', /5 minutes ahead/],
  [
    'a time before the last event',
    (desk, on) => desk.post({ ...on, body: 'x', at: '2001-01-01' }),
    'at',
    /no earlier than/,
  ],
  ['a destination', (desk, on) => desk.assign({ ...on, to: {} as never }), 'to', /either staff or queue/],
]

describe('a refusal says what would be valid', () => {
  it.each(wrong)('%s', async (_, call, field, valid) => {
    const { chat, desk, on } = await opened()
    expect(await call(desk, on)).toMatchObject({
      ok: false,
      error: { _tag: 'InvalidInput', field, expected: expect.stringMatching(valid) },
    })
    await chat.close()
  })

  it('an unknown field beside one that is missing: both are named', async () => {
    const { chat, desk, on } = await opened()
    expect(await desk.post({ ...on, text: 'x' } as never)).toMatchObject({
      error: {
        _tag: 'InvalidInput',
        field: 'text',
        expected: expect.stringMatching(/body.*; missing: body/),
      },
    })
    expect(await desk.inbox({ veiw: 'all' } as never)).toMatchObject({
      error: { _tag: 'InvalidInput', field: 'veiw', expected: expect.stringContaining('view') },
    })
    await chat.close()
  })

  it('options of a hundred thousand fields are refused without reading them', async () => {
    const { chat, desk } = await opened()
    let read = 0
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, 1]))
    const options = new Proxy(many, {
      get: (target, key) => {
        read += 1
        return Reflect.get(target, key) as unknown
      },
    })
    expect(await desk.inbox(options as never)).toMatchObject({ error: { field: 'options' } })
    expect(read).toBe(0)
    await chat.close()
  })
})
