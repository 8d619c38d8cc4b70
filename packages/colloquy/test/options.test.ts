import { memory } from '@colloquy/core/memory'
import { describe, expect, it } from 'vitest'
import type { Options, Policies } from '../src/index.ts'
import { actor, extend, openConversations, presets, roles } from '../src/index.ts'
import { defaultLimits } from '@colloquy/core/decoding'

/** What plain JavaScript might give, whatever the types say. */
const open = (options: object) => openConversations({ storage: memory(), ...options } as unknown as Options)

/** Wrong values of each option, and what is said of them: an option that is new does not compile without. */
const wrong: { readonly [N in keyof Required<Options>]: ReadonlyArray<readonly [unknown, RegExp]> } = {
  storage: [
    [undefined, /give a storage|storage: .* is not a storage/],
    ['chat.db', /is not a storage, such as sqlite/],
    [{}, /is not a storage/],
  ],
  policies: [
    ['helpdesc', /no preset "helpdesc", but b2bPortal/],
    [null, /name of a preset/],
    [{}, /policies\.name: give a name/],
  ],
  clock: [
    [5, /clock: 5 is not a function/],
    [() => Number.NaN, /clock: it must answer/],
    [() => 'noon', /clock: it must answer/],
  ],
  newId: [
    ['x', /newId: string is not a function/],
    [() => 5, /newId: it must answer/],
    [() => '', /newId: it must answer/],
    [() => 'x'.repeat(201), /newId: it must answer/],
  ],
  limits: [
    [5, /limits: give an object of options/],
    [{ bodies: 5 }, /limits: there is no option bodies; there are body/],
    [{ body: -1 }, /limits\.body: -1 is not a whole number/],
    [{ page: Number.NaN }, /limits\.page: NaN is not/],
    [{ search: '5' }, /limits\.search: string is not/],
  ],
  directory: [
    [{}, /directory\.find: object is not a function/],
    [{ find: () => [], findAll: () => [] }, /no option findAll/],
    [null, /directory: give an object/],
  ],
  records: [
    ['order', /records: string is not an object/],
    [{ order: null }, /records\.order: give an object/],
    [{ order: { visible: true } }, /records\.order: there is no option visible/],
    [{ order: { startable: 'yes' } }, /records\.order\.startable: string is not true or false/],
    [{ order: { resolve: [] } }, /records\.order\.resolve: object is not a function/],
  ],
  log: [[{}, /log: object is not a function/]],
  migrate: [['no', /migrate: string is not true or false/]],
  secret: [
    ['', /secret: string is not a text that nobody can guess/],
    [5, /secret: 5 is not/],
  ],
}

describe('an option that can’t be is a TypeError at once, which names it', () => {
  const cases = Object.entries(wrong).flatMap(([option, values]) =>
    values.map(([value, message]) => [option, value, message] as const),
  )
  it.each(cases)('%s: %o', async (option, value, message) => {
    const opening = open({ [option]: value })
    await expect(opening).rejects.toThrow(TypeError)
    await expect(opening).rejects.toThrow(message)
  })

  it('undefined is as good as left out, but for the storage', async () => {
    const { storage: _, ...others } = wrong
    const left = Object.fromEntries(Object.keys(others).map((name) => [name, undefined]))
    await (await open(left)).close()
  })
})

/** A value of no policy's type. */
const nonsense = 'frok'
/** Each choice of a set of policies by its path, and the set with nonsense there. */
type Spoiled = readonly [path: string, policies: object]
const spoiled = (value: object, path: ReadonlyArray<string> = []): ReadonlyArray<Spoiled> =>
  Object.entries(value).flatMap(([key, part]: [string, unknown]): ReadonlyArray<Spoiled> => {
    const at = [...path, key]
    const isTree = typeof part === 'object' && part !== null && !Array.isArray(part)
    // A name may be any text.
    if (at.join('.') === 'name') return []
    return isTree
      ? spoiled(part, at).map(([where, inner]): Spoiled => [where, { ...value, [key]: inner }])
      : [[at.join('.'), { ...value, [key]: nonsense }]]
  })

describe('every policy is checked: nonsense is a TypeError that names it and what would be valid', () => {
  const cases = spoiled(presets.helpdesk)
  it.each(cases)('%s', async (path, policies) => {
    const opening = open({ policies })
    await expect(opening).rejects.toThrow(TypeError)
    await expect(opening).rejects.toThrow(`policies.${path}: give `)
    const chat = await open({ policies: () => policies })
    const cleo = actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })
    expect(() => chat.as(cleo)).toThrow(`policies.${path}: give `)
    await chat.close()
  })

  it.each(Object.entries(presets))('the preset %s passes', async (_, policies) => {
    await (await open({ policies })).close()
  })

  it('a policy that there is not is told those that there are', async () => {
    const policies = extend(presets.helpdesk, {
      customer: { replyToClose: 'fork' } as Partial<Policies['customer']>,
    })
    await expect(open({ policies })).rejects.toThrow(
      'policies.customer: there is no replyToClose, but replyToClosed',
    )
  })

  it('a function that answers a promise is told to answer at once, where a session is made', async () => {
    const chat = await open({ policies: async () => 'helpdesk' })
    const cleo = actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })
    expect(() => chat.as(cleo)).toThrow(TypeError)
    expect(() => chat.as(cleo)).toThrow('the function has to answer at once')
    await chat.close()
  })
})

/** Every limit at its bound and one beyond: a limit that is new does not compile without. */
type Tried = {
  readonly limit: number
  readonly call: (desk: Desk, size: number) => Promise<unknown>
  readonly field: string
}
type Desk = Awaited<ReturnType<typeof deskWith>>['desk']
const deskWith = async (limits: Options['limits']) => {
  const chat = await openConversations({
    storage: memory(),
    policies: 'helpdesk',
    ...(limits ? { limits } : {}),
  })
  const desk = chat.as(actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.admin }))
  const { conversationId } = await desk.start({ type: 'customer', customer: 'cleo' })
  return { chat, desk: { ...desk, on: { conversationId } } }
}
const many = (size: number) => Array.from({ length: size }, (_, at) => `p${at}`)
const tried: { readonly [N in keyof typeof defaultLimits]: Tried } = {
  body: { limit: 20, field: 'body', call: (desk, size) => desk.post({ ...desk.on, body: 'x'.repeat(size) }) },
  subject: {
    limit: 7,
    field: 'subject',
    call: (desk, size) => desk.rename({ ...desk.on, subject: '😀'.repeat(size) }),
  },
  id: {
    limit: 40,
    field: 'messageId',
    call: (desk, size) => desk.post({ ...desk.on, body: 'x', messageId: 'x'.repeat(size) }),
  },
  attributeKeys: {
    limit: 3,
    field: 'attributes',
    call: (desk, size) =>
      desk.setAttributes({ ...desk.on, attributes: Object.fromEntries(many(size).map((key) => [key, 1])) }),
  },
  attributeBytes: {
    limit: 30,
    field: 'attributes',
    call: (desk, size) =>
      desk.setAttributes({ ...desk.on, attributes: { a: 'x'.repeat(size - '{"a":""}'.length) } }),
  },
  depth: {
    limit: 2,
    field: 'contexts.0',
    // A command, its customer; a command, its contexts, each of them.
    call: (desk, size) =>
      desk.start({
        type: 'customer',
        customer: { id: 'cleo' },
        ...(size === 2 ? {} : { contexts: [{ type: 'order', id: '7' }] }),
      }),
  },
  page: { limit: 3, field: 'limit', call: (desk, size) => desk.inbox({ view: 'all', limit: size }) },
  participants: {
    limit: 2,
    field: 'participants',
    call: (desk, size) =>
      desk.start({
        type: 'customer',
        customer: 'cleo',
        participants: many(size).map((id) => ({ id, kind: 'staff' as const })),
      }),
  },
  contexts: {
    limit: 2,
    field: 'contexts',
    call: (desk, size) =>
      desk.start({
        type: 'customer',
        customer: 'cleo',
        contexts: many(size).map((id) => ({ type: 'order', id })),
      }),
  },
  mentions: {
    limit: 2,
    field: 'mentions',
    call: (desk, size) => desk.post({ ...desk.on, body: 'x', visibility: 'internal', mentions: many(size) }),
  },
  search: { limit: 9, field: 'text', call: (desk, size) => desk.search({ text: 'x'.repeat(size) }) },
}

describe('each limit: what is as long is taken, one more is refused, with the limit', () => {
  it.each(Object.entries(tried))('%s', async (name, { limit, call, field }) => {
    const { chat, desk } = await deskWith({ [name]: limit })
    await call(desk, limit)
    await expect(call(desk, limit + 1)).rejects.toMatchObject({
      reason: { _tag: 'InvalidInput', field, limit },
    })
    await chat.close()
  })

  it('names of people, queues and labels: 200 bytes', async () => {
    const { chat, desk } = await deskWith(undefined)
    for (const [size, isTaken] of [
      [200, true],
      [201, false],
    ] as const) {
      const answers = [
        await desk.try.label({ ...desk.on, label: 'x'.repeat(size) }),
        await desk.try.start({ type: 'customer', customer: { id: 'cleo', name: 'x'.repeat(size) } }),
        await desk.try.start({ type: 'customer', customer: 'cleo', queue: 'x'.repeat(size) }),
      ]
      expect(answers.map(({ ok }) => ok)).toEqual([isTaken, isTaken, isTaken])
    }
    await chat.close()
  })
})

describe('what an operator gives is checked where it enters', () => {
  const calls: ReadonlyArray<
    readonly [string, (chat: Awaited<ReturnType<typeof open>>) => Promise<unknown>, RegExp]
  > = [
    ['verify', (chat) => chat.verify({ projetion: 'seat' } as never), /verify: there is no option projetion/],
    [
      'verify',
      (chat) => chat.verify({ projection: 'seats' as never }),
      /verify: projection: string is not one of conversation, seat/,
    ],
    ['rebuild', (chat) => chat.rebuild('seat' as never), /rebuild: give an object of options/],
    [
      'rebuild',
      (chat) => chat.rebuild({ onProgress: 5 as never }),
      /rebuild: onProgress: 5 is not a function/,
    ],
    ['import', (chat) => chat.import([], { tenat: 'acme' } as never), /import: there is no option tenat/],
    [
      'import',
      (chat) => chat.import([], { tenant: 'acme', concurrency: 0 }),
      /import: concurrency: 0 is not/,
    ],
    ['import', (chat) => chat.import([], null as never), /import: give an object of options/],
  ]
  it.each(calls)('%s, %o: a TypeError', async (_, call, message) => {
    const chat = await open({})
    const called = call(chat)
    await expect(called).rejects.toThrow(TypeError)
    await expect(called).rejects.toThrow(message)
    await chat.close()
  })

  it.each(['x', 5, null, undefined, [], {}, { tenant: 'acme' }, { participant: 'cleo' }, 10n])(
    'erase(%o): a reason, and nothing raw',
    async (input) => {
      const chat = await open({})
      await expect(chat.erase(input as never)).rejects.toMatchObject({
        reason: { _tag: expect.stringMatching(/^(InvalidInput|FieldRequired)$/) },
      })
      await chat.close()
    },
  )
})
