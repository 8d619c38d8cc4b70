import { expect, test, vi } from 'vitest'
import type { Directory, DirectoryEntry } from '../src/index.ts'
import { actor, roles } from '../src/index.ts'
import { anna, cleo, open, reasonOf } from './support/open.ts'

const people: ReadonlyArray<DirectoryEntry> = [
  { id: 'bert', kind: 'staff', active: true },
  { id: 'gone', kind: 'staff', active: false },
  { id: 'carl', kind: 'customer', active: true },
]
const asking = () => {
  const asked: Array<ReadonlyArray<string>> = []
  const directory: Directory = {
    find: async (_, ids) => {
      asked.push(ids)
      return people.filter(({ id }) => ids.includes(id))
    },
  }
  return { asked, directory }
}

test('the directory is asked about those a command names, and nobody else', async () => {
  const { asked, directory } = asking()
  const chat = await open('memory', { directory })
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({ type: 'customer', customer: 'carl', message: 'Hello' })
  await desk.post({ conversationId, body: 'nobody is named here' })
  await desk.assign({ conversationId, to: { staff: 'bert' } })
  expect(asked).toEqual([['carl'], ['bert']])
})

test('somebody inactive, unknown or no member of staff is no assignee', async () => {
  const chat = await open('memory', { directory: asking().directory })
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({ type: 'customer', customer: 'carl', message: 'Hello' })
  for (const staff of ['gone', 'carl', 'nobody']) {
    const answer = await desk.try.assign({ conversationId, to: { staff } })
    expect([staff, answer]).toEqual([staff, { ok: false, error: { _tag: 'InvalidTarget' } }])
  }
  expect((await desk.assign({ conversationId, to: { staff: 'bert' } })).changed).toBe(true)
})

test('a directory that fails or makes no sense is out of reach, and nothing is written', async () => {
  const failing: ReadonlyArray<Directory> = [
    { find: () => Promise.reject(new Error('down')) },
    {
      find: () => {
        throw new Error('down')
      },
    },
    { find: () => 7 as never },
    { find: async () => [{ id: 'bert' }] as never },
    { find: async () => [null] as never },
  ]
  for (const directory of failing) {
    const desk = (await open('memory', { directory })).as(anna)
    expect(await desk.try.start({ type: 'customer', customer: 'bert', message: 'x' })).toMatchObject({
      ok: false,
      error: { _tag: 'Unavailable' },
    })
    expect((await desk.inbox({ view: 'all' })).rows).toEqual([])
  }
})

test('a function of policies that throws is out of reach, for that tenant and until it answers again', async () => {
  let isAway = false
  const policies = (tenant: string): 'helpdesk' => {
    if (isAway && tenant === 'acme') throw new Error('no such column: secret')
    return 'helpdesk'
  }
  const chat = await open('memory', { policies })
  const { conversationId } = await chat.as(cleo).start({ subject: 'Order 7', message: 'Hello' })
  const erase = () => chat.erase({ tenant: 'acme', conversation: conversationId })
  const messages = [
    { author: { id: 'cleo', kind: 'customer' }, visibility: 'public', body: 'Hello' },
  ] as const
  const item = { id: 'old', customer: 'cleo', messages }
  const elsewhere = chat.as(actor({ tenant: 'zeta', id: 'zoe', kind: 'staff', can: roles.agent }))
  isAway = true
  const reason = { _tag: 'Unavailable', detail: 'policies', retryAfter: expect.any(Number) }
  for (const who of [anna, cleo]) {
    const session = chat.as(who)
    expect(await session.try.post({ conversationId, body: 'x' })).toEqual({ ok: false, error: reason })
    expect(await session.try.timeline(conversationId)).toEqual({ ok: false, error: reason })
    expect(await session.try.can('post', conversationId)).toEqual({ ok: false, error: reason })
    expect(await reasonOf(session.watch().next())).toEqual(reason)
  }
  expect(await reasonOf(erase())).toEqual(reason)
  const imported = await chat.import([item], { tenant: 'acme' })
  expect(imported.failed).toEqual([{ number: 1, reason }])
  expect((await elsewhere.inbox({ view: 'all' })).rows).toEqual([])
  isAway = false
  expect((await chat.as(anna).timeline(conversationId)).items).toHaveLength(1)
  expect((await chat.import([item], { tenant: 'acme' })).failed).toEqual([])
  await erase()
})

test('record types say what may be linked, started from and shown', async () => {
  const chat = await open('memory', {
    records: {
      order: {
        customerVisible: true,
        resolve: async (_, ids) => ids.filter((id) => id !== '0').map((id) => ({ id, title: `Order ${id}` })),
      },
      task: { startable: false },
    },
  })
  const desk = chat.as(anna)
  const start = (source: { type: string; id: string }) =>
    desk.try.start({ type: 'customer', customer: 'cleo', message: 'x', source })
  expect(await start({ type: 'task', id: '1' })).toMatchObject({ error: { _tag: 'ContextTypeUnsupported' } })
  expect(await start({ type: 'other', id: '1' })).toMatchObject({ error: { _tag: 'ContextTypeUnsupported' } })
  expect(await start({ type: 'order', id: '0' })).toMatchObject({ error: { _tag: 'RecordUnknown' } })
  const started = await start({ type: 'order', id: '7' })
  if (!started.ok) throw new Error(started.error._tag)
  const { conversationId } = started.value
  await desk.link({ conversationId, record: { type: 'task', id: '1' } })
  expect((await desk.conversation(conversationId)).contexts).toHaveLength(2)
  expect((await chat.as(cleo).conversation(conversationId)).contexts).toEqual([{ type: 'order', id: '7' }])
})

test('a resolver that never answers is waited for five seconds, whatever was asked', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const never = () => new Promise<never>(() => undefined)
    const chat = await open('memory', { records: { order: { customerVisible: true, resolve: never } } })
    const record = { type: 'order', id: '1' }
    const granted = actor({
      tenant: 'acme',
      id: 'dora',
      kind: 'customer',
      can: roles.customer,
      records: [record],
    })
    const asked = [cleo, granted].flatMap((who) => {
      const { try: portal } = chat.as(who)
      return [
        portal.start({ source: record }),
        portal.followRecord({ record }),
        portal.forRecord(record),
        portal.countsFor([record]),
        portal.inbox({ view: 'all', filter: { record } }),
        portal.search({ text: 'any', filter: { record } }),
        chat.as(who).can('start', undefined, { source: record }),
      ]
    })
    await vi.advanceTimersByTimeAsync(4999)
    const nobody = Promise.resolve('nobody was answered')
    expect(await Promise.race([...asked, nobody])).toBe('nobody was answered')
    await vi.advanceTimersByTimeAsync(1)
    const error = { _tag: 'Unavailable', retryAfter: 50, detail: 'records' }
    for (const answer of await Promise.all(asked)) {
      expect([
        { ok: false, error },
        { allowed: false, reason: error },
      ]).toContainEqual(answer)
    }
  } finally {
    vi.useRealTimers()
  }
})

test('a title that is longer than a subject may be is cut', async () => {
  const title = '\u{1f40b}'.repeat(300)
  const chat = await open('memory', {
    records: { order: { resolve: (_, ids) => ids.map((id) => ({ id, title })) } },
  })
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({
    type: 'customer',
    customer: 'cleo',
    source: { type: 'order', id: '1' },
  })
  expect((await desk.conversation(conversationId)).subject).toBe('\u{1f40b}'.repeat(255))
})

test('a customer gives of a start only what is theirs to give', async () => {
  const chat = await open('memory')
  const session = chat.as(cleo)
  const refused = [
    { participants: [{ id: 'bert', kind: 'staff' as const }] },
    { owner: 'bert' },
    { customer: 'dora' },
    { contexts: [{ type: 'order', id: '1' }] },
    { attributes: { vip: true } },
  ]
  for (const input of refused) {
    const answer = await session.try.start({ message: 'x', ...input } as never)
    expect(answer).toMatchObject({ ok: false, error: { _tag: 'InvalidInput', field: Object.keys(input)[0] } })
  }
  const { conversationId } = await session.start({ message: 'x' })
  expect((await chat.as(anna).conversation(conversationId)).customer).toBe('cleo')
})

test('a person named by id alone is who the conversation knows', async () => {
  const chat = await open('memory', { policies: 'b2bPortal' })
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({
    type: 'customer',
    subject: 's',
    customer: 'cleo',
    participants: [{ id: 'carl', kind: 'customer' }],
    message: 'x',
  })
  await desk.leave({ conversationId, participant: 'carl' })
  const there = await desk.participants(conversationId)
  expect(there.filter(({ id }) => id === 'carl').every((seat) => seat.participant !== true)).toBe(true)
})
