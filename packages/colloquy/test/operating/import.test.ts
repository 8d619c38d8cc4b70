import { memory } from '@colloquy/core/memory'
import { expect, test, vi } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import type { ImportedConversation } from '../../src/operating/importing/ImportedConversation.ts'
import { readJsonLines } from '../../src/operating/importing/readJsonLines.ts'
import { agent, customer, logOf, opened } from '../following/opened.ts'

const conversation = (id: string, more: Partial<ImportedConversation> = {}): ImportedConversation => ({
  id,
  subject: `About ${id}`,
  customer: { id: 'cleo', name: 'Cleo' },
  owner: 'anna',
  startedAt: '2020-05-12T10:00:00Z',
  closedAt: '2020-05-12T11:00:00Z',
  messages: [
    {
      author: { id: 'cleo', kind: 'customer', name: 'Cleo' },
      visibility: 'public',
      body: 'Where is it?',
      at: '2020-05-12T10:01:00Z',
    },
    { author: { id: 'kb', kind: 'bot' }, visibility: 'internal', body: 'order: sent' },
    {
      author: { id: 'anna', kind: 'staff', name: 'Anna' },
      visibility: 'public',
      body: 'On its way.',
      at: '2020-05-12T10:05:00Z',
    },
  ],
  ...more,
})

test.each(['b2bPortal', 'helpdesk', 'marketplace'] as const)(
  'an import keeps ids, times, authors and visibility (%s)',
  async (policies) => {
    const chat = opened(undefined, { policies })
    const heard = new Set<unknown>()
    chat.on('*', (event) => heard.add(event.imported))
    const result = await chat.import([conversation('one'), conversation('two')], { tenant: 'acme' })
    await vi.waitFor(() => expect([...heard]).toEqual([true]))
    expect(result).toMatchObject({
      conversations: 2,
      messages: 6,
      public: 4,
      internal: 2,
      added: 6,
      unchanged: 0,
      failed: [],
    })
    const desk = chat.as(agent('anna'))
    const details = await desk.conversation('one')
    expect(details).toMatchObject({
      id: 'one',
      subject: 'About one',
      customer: 'cleo',
      assignee: 'anna',
      status: 'closed',
      createdAt: '2020-05-12T10:00:00.000Z',
      closedAt: '2020-05-12T11:00:00.000Z',
      unread: 0,
    })
    expect((await desk.conversation('one')).initiator).toEqual({ side: 'customer', id: 'cleo' })
    const { items } = await desk.timeline('one')
    expect(items).toMatchObject([
      { author: { id: 'cleo', kind: 'customer', name: 'Cleo' }, at: '2020-05-12T10:01:00.000Z' },
      {
        author: { id: 'kb', kind: 'bot' },
        visibility: 'internal',
        at: '2020-05-12T10:01:00.000Z',
      },
      { author: { id: 'anna', kind: 'staff', name: 'Anna' }, at: '2020-05-12T10:05:00.000Z' },
    ])
    const theirs = await chat.as(customer('cleo')).timeline('one')
    const ids = items.map((item) => (item.type === 'message' ? item.id : ''))
    expect(theirs.items.map((item) => (item.type === 'message' ? item.id : ''))).toEqual([ids[0], ids[2]])
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true)
    expect((await chat.as(customer('cleo')).unread('one')).count).toBe(0)
    expect((await chat.verify()).differences).toEqual([])
  },
)

test('importing again adds nothing, and what grew meanwhile is added', async () => {
  const chat = opened()
  const items = [conversation('one'), conversation('two', { closedAt: undefined as never })].map(
    ({ closedAt, ...rest }) => (closedAt === undefined ? rest : { ...rest, closedAt }),
  )
  await chat.import(items, { tenant: 'acme' })
  const before = (await logOf(chat.storage)).length
  const again = await chat.import(items, { tenant: 'acme' })
  expect(again).toMatchObject({ conversations: 2, messages: 6, added: 0, unchanged: 6, failed: [] })
  expect((await logOf(chat.storage)).length).toBe(before)
  const grown = items.map((item) => ({
    ...item,
    messages: [
      ...item.messages,
      {
        author: { id: 'cleo', kind: 'customer' as const },
        visibility: 'public' as const,
        body: 'Thanks',
        at: '2020-05-13T10:00:00Z',
      },
    ],
  }))
  const third = await chat.import([grown[1] ?? {}] as never, { tenant: 'acme', unread: 'asPosted' })
  expect(third).toMatchObject({ added: 1, unchanged: 3, failed: [] })
  expect((await chat.as(agent('anna')).unread('two')).count).toBe(1)
})

test('what is wrong in one conversation is named and harms no other', async () => {
  const chat = opened()
  const lines = [
    JSON.stringify(conversation('good')),
    '{"id": "cut off',
    JSON.stringify({
      ...conversation('x'),
      messages: [{ author: { id: 'a', kind: 'alien' }, visibility: 'public', body: 'canary' }],
    }),
    '',
    JSON.stringify(conversation('internal', { type: 'internal' })),
    JSON.stringify({ ...conversation('late'), startedAt: '2021-01-01T00:00:00Z' }),
    JSON.stringify(conversation('good', { subject: 'Another' })),
    JSON.stringify(conversation('last')),
  ]
  const progress: Array<number> = []
  const result = await chat.import(readJsonLines([Buffer.from(lines.join('\n'))]), {
    tenant: 'acme',
    concurrency: 1,
    onProgress: ({ conversations }) => progress.push(conversations),
  })
  expect(result.failed.map(({ number, reason }) => [number, reason._tag])).toEqual([
    [2, 'InvalidInput'],
    [3, 'InvalidInput'],
    [5, 'NotFound'],
    [5, 'VisibilityExceedsConversation'],
    [6, 'InvalidInput'],
    [6, 'InvalidInput'],
    [6, 'InvalidInput'],
    [6, 'InvalidInput'],
    [7, 'DuplicateId'],
  ])
  expect(JSON.stringify(result)).not.toContain('canary')
  expect(progress.at(-1)).toBe(result.conversations)
  expect(await chat.as(agent('anna')).conversation('last')).toMatchObject({ id: 'last' })
})

test('lines come whole however the bytes are cut, and a bad one is only itself', async () => {
  const bytes = Buffer.from('{"a":"ü🙂"}\r\n\n[1]\n{oops\n"\u00ff"')
  bytes[bytes.length - 2] = 0xff
  const pieces = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
  const found: Array<unknown> = []
  for await (const line of readJsonLines(pieces)) {
    found.push(E.isRight(line) ? [line.right.line, line.right.value] : line.left.line)
  }
  expect(found).toEqual([[1, { a: 'ü🙂' }], [3, [1]], 4, 5])
})

test('an import keeps closings, re-openings and assignments in their place, and again adds nothing', async () => {
  const storage = memory()
  const chat = opened(storage)
  const by = { id: 'anna', kind: 'staff' } as const
  const item = conversation('again', {
    events: [
      { type: 'closed', at: '2020-05-12T10:02:00Z', by },
      { type: 'reopened', at: '2020-05-12T10:05:00Z', by: { id: 'cleo', kind: 'customer' } },
      { type: 'assigned', to: 'ben', at: '2020-05-12T10:06:00Z', by },
    ],
  })
  expect(await chat.import([item], { tenant: 'acme' })).toMatchObject({ added: 3, failed: [] })
  const log = await logOf(storage)
  const types = log.map(({ event }) => event.type).filter((type) => type.startsWith('conversation-'))
  expect(types).toEqual([
    'conversation-created',
    'conversation-assigned',
    'conversation-closed',
    'conversation-reopened',
    'conversation-assigned',
    'conversation-closed',
  ])
  expect(await chat.as(agent('ben')).conversation('again')).toMatchObject({
    assignee: 'ben',
    status: 'closed',
  })
  expect(await chat.import([item], { tenant: 'acme' })).toMatchObject({ added: 0, unchanged: 3, failed: [] })
  expect(await logOf(storage)).toHaveLength(log.length)
})

test('an import names what is wrong with an event', async () => {
  const chat = opened()
  const at = '2020-05-12T10:02:00Z'
  const wrong = [
    [{ type: 'assigned', at }],
    [{ type: 'closed', at, to: 'ben' }],
    [{ type: 'sold', at }],
    'none',
  ]
  const items = wrong.map((events, n) => ({ ...conversation(`wrong-${n}`), events }))
  const { conversations, failed } = await chat.import(items as never, { tenant: 'acme' })
  expect(conversations).toBe(0)
  expect(failed.map(({ reason }) => reason)).toMatchObject([
    { _tag: 'InvalidInput', field: 'events.0.to' },
    { _tag: 'InvalidInput', field: 'events.0.to' },
    { _tag: 'InvalidInput' },
    { _tag: 'InvalidInput', field: 'events' },
  ])
})
