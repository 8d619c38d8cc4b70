import type { FilterOptions } from '@colloquy/core'
import { queryNames, sortNames } from '@colloquy/core/engine'
import { describe, expect, test } from 'vitest'
import { actor, extend, presets, roles } from '../src/index.ts'
import type { Options } from '../src/index.ts'
import { commandNames } from '../src/session/commands/commands.ts'
import { timedIds } from '../src/opening/timedIds.ts'
import { idOf } from './support/idOf.ts'
import { open as openOver, storageNames } from './support/open.ts'

/** What must never reach a customer: one word for each field that is staff's. */
const canary = {
  note: 'canarynote',
  noteId: 'canary-note-id',
  edited: 'canaryedited',
  attribute: 'canaryattribute',
  value: 'canaryvalue',
  queue: 'canaryqueue',
  label: 'canarylabel',
  colleague: 'canarycolleague',
  name: 'Canaryname',
  phone: '+49301234567',
  assignee: 'canaryassignee',
  record: 'canaryrecord',
  subject: 'canarysubject',
  internal: 'canary-internal',
  body: 'canarybody',
  command: 'canarycommand',
  bot: 'canarybot',
  channel: 'canarychannel',
}
const forbiddenWords = /canary|1234567/i

const records = { order: { customerVisible: true }, [canary.record]: {} }
const order = { type: 'order', id: '1' }
const hidden = { type: canary.record, id: 'canary-1' }
const everything = [
  ...roles.admin,
  'message.editAny',
  'message.publish',
  'message.removeAny',
  'backdate',
  'setType',
  'read.manageOthers',
] as const
const lead = actor({ tenant: 'acme', id: 'lead', kind: 'staff', can: everything })
const bot = actor({ tenant: 'acme', id: canary.bot, kind: 'bot', can: roles.agent })
const cleo = actor({
  tenant: 'acme',
  id: 'cleo',
  kind: 'customer',
  can: roles.customer,
  records: [hidden, order],
})
/** A customer whom the host granted more than a customer should have. */
const eager = actor({
  tenant: 'acme',
  id: 'cleo',
  kind: 'customer',
  can: everything,
  records: [hidden, order],
})

type Name = (typeof storageNames)[number]
const opened = (name: Name, policies: Options['policies'] = 'helpdesk') => {
  let now = Date.parse('2026-11-20T12:00:00Z')
  return openOver(name, { policies, records, secret: 'the same', clock: () => (now += 1000) })
}
type Chat = Awaited<ReturnType<typeof opened>>

/** All that staff do on a conversation without customers hearing of it. */
const internally = async (chat: Chat, on: { readonly conversationId: string }) => {
  const desk = chat.as(lead)
  const note = { ...on, messageId: canary.noteId, commandId: canary.command }
  await desk.post({
    ...note,
    body: `${canary.note} hello`,
    visibility: 'internal',
    attributes: { [canary.attribute]: canary.value },
    mentions: [canary.colleague],
  })
  await desk.edit({ ...on, messageId: canary.noteId, body: `${canary.edited} hello` })
  await desk.post({ ...on, messageId: 'canary-gone', body: canary.note, visibility: 'internal' })
  await desk.try.remove({ ...on, messageId: 'canary-gone' })
  await desk.label({ ...on, label: canary.label })
  await desk.setAttributes({ ...on, attributes: { [canary.attribute]: canary.value } })
  await desk.link({ ...on, record: hidden })
  const colleague = { id: canary.colleague, kind: 'staff', name: canary.name, phone: canary.phone } as const
  await desk.join({ ...on, participant: colleague })
  await desk.join({ ...on, participant: { id: 'cleo', kind: 'staff', name: canary.name } })
  await desk.pick(on)
  await desk.transfer({ ...on, to: { queue: canary.queue } })
  await desk.assign({ ...on, to: { staff: canary.assignee } })
  await desk.markNoReplyNeeded(on)
  await chat.as(bot).post({ ...on, messageId: 'canary-of-bot', body: canary.note, visibility: 'internal' })
  await desk.start({
    id: canary.internal,
    type: 'internal',
    customer: 'cleo',
    subject: canary.subject,
    channel: canary.channel,
    contexts: [hidden, order],
    message: { body: `${canary.body} hello`, mentions: ['cleo'] },
  })
  await desk.followRecord({ record: order })
  for (let n = 0; n < 52; n += 1)
    await desk.follow({ ...on, participant: { id: `canary${n}`, kind: 'staff' } })
}

/** The same with or without what staff do among themselves, and what a customer is told throughout. */
const world = async (chat: Chat, who: typeof cleo, differ: boolean) => {
  const on = { conversationId: 'k' }
  const desk = chat.as(lead)
  const portal = chat.as(who)
  const told: Array<unknown> = []
  const frames: Array<string> = []
  const watch = portal.watch()
  const listening = (async () => {
    for await (const frame of watch) frames.push(JSON.stringify(frame))
  })()
  await desk.start({ id: 'k', type: 'customer', customer: 'cleo', subject: 'hello', contexts: [order] })
  const first = await portal.inbox({ view: 'all' })
  told.push(await portal.post({ ...on, messageId: idOf('m1'), body: 'hello', commandId: '1' }))
  if (differ) await internally(chat, on)
  told.push(await portal.post({ ...on, messageId: idOf('m2'), body: 'hello again', commandId: '2' }))
  await desk.post({ ...on, messageId: 'm3', body: 'answer', visibility: 'public', confirmPublic: true })
  await desk.close(on)
  told.push(await portal.post({ ...on, messageId: idOf('m4'), body: 'no', commandId: '3' }))
  told.push(await asked(portal, first.changes))
  told.push(await tried(portal))
  await new Promise((resolve) => setTimeout(resolve, 30))
  await watch.return?.(undefined)
  await listening
  return { told: told.map(withoutTimes), frames }
}

type Portal = ReturnType<Chat['as']> & {
  readonly try: { readonly [name: string]: (...given: Array<never>) => Promise<unknown> }
}

/** Every query of a session, by name: those of staff too, which a customer's session refuses. */
const call = (portal: unknown, name: string, ...given: ReadonlyArray<unknown>): Promise<unknown> => {
  called.add(name)
  return (portal as Portal).try[name]?.(...(given as Array<never>)) ?? Promise.resolve('no such call')
}
const called = new Set<string>()

/** Of each field of a filter what may tell of something hidden; a field without an entry does not compile. */
const filters: { readonly [F in keyof FilterOptions]-?: ReadonlyArray<FilterOptions[F]> } = {
  status: ['closed'],
  type: ['internal'],
  assignee: [canary.assignee],
  queue: [canary.queue],
  label: [canary.label],
  record: [hidden, order],
  customer: ['cleo'],
  channel: [canary.channel],
  unread: [true],
  unanswered: [true],
  attributes: [{ [canary.attribute]: canary.value }],
}

const asked = async (portal: unknown, since: string | null) => {
  const answers: Array<unknown> = []
  for (const id of ['k', canary.internal, 'nowhere']) {
    for (const name of ['conversation', 'unread', 'participants', 'audit', 'forCustomer', 'timeline']) {
      answers.push(await call(portal, name, id))
    }
    for (const options of [
      { events: true, limit: 1 },
      { around: idOf('m2'), limit: 1, events: true },
      { around: 'm3', limit: 2 },
      { visibility: 'internal' },
      { visibility: 'public' },
      { asOf: 0 },
    ]) {
      answers.push(await call(portal, 'timeline', id, options))
    }
  }
  // In one world this is a note, in the other it is nothing.
  answers.push(await call(portal, 'timeline', 'k', { around: canary.noteId }))
  answers.push(await call(portal, 'conversations', ['k', canary.internal]))
  for (const view of ['all', 'mine', 'unread', 'fromCustomers.unanswered', 'internalInbox', 'assigned']) {
    for (const by of sortNames) {
      answers.push(await call(portal, 'inbox', { view, sort: by, limit: 1 }))
    }
  }
  for (const [field, values] of Object.entries(filters)) {
    for (const value of values) {
      answers.push(await call(portal, 'inbox', { view: 'all', filter: { [field]: value } }))
    }
  }
  answers.push(await call(portal, 'inbox', { view: 'all', changedSince: since }))
  answers.push(await call(portal, 'indicator'), await call(portal, 'unansweredRecords'))
  answers.push(await call(portal, 'forRecord', hidden), await call(portal, 'forRecord', order))
  answers.push(await call(portal, 'countsFor', [hidden, order]))
  for (const text of [
    'hello',
    'canary',
    'canaryn',
    'canarybody',
    'canarysubject',
    'canarylabel',
    '"" OR *',
  ]) {
    answers.push(await call(portal, 'search', { text }), await call(portal, 'search', { participant: text }))
  }
  answers.push(await call(portal, 'search', { phone: '4567' }))
  return answers.map(withoutChanges)
}

const tried = async (portal: unknown) => {
  const on = { conversationId: 'k' }
  const answers: Array<unknown> = []
  const given = [
    { ...on, messageId: canary.noteId, body: 'x', replyTo: canary.noteId },
    { ...on, messageId: canary.noteId, body: 'x' },
    { ...on, body: 'x', replyTo: canary.noteId },
    { ...on, body: 'x', seenUpTo: canary.noteId },
    { ...on, body: 'x', as: 'cleo' },
    { ...on, body: 'x', as: canary.colleague },
    { ...on, participant: 'cleo' },
    { ...on, participant: canary.colleague },
    { ...on, participant: canary.colleague, confirm: true, upTo: canary.noteId },
    { ...on, participant: { id: canary.colleague, kind: 'staff' }, confirm: true, from: canary.noteId },
    { ...on, participant: { id: canary.colleague, kind: 'staff' } },
    { ...on, upTo: canary.noteId },
    { ...on, from: canary.noteId },
    { ...on, record: hidden },
    { record: hidden },
    { ...on, label: canary.label },
    { ...on, attributes: { [canary.attribute]: canary.value } },
    { ...on, to: { staff: canary.assignee } },
    { ...on, to: { queue: canary.queue } },
    { ...on, to: canary.assignee },
    { ...on, type: 'internal' },
    { id: canary.internal },
    { id: 'k' },
    { conversationId: canary.internal, body: 'x' },
    { conversationId: canary.internal },
  ]
  // Asking comes first: what is carried out below is part of both worlds.
  for (const input of given) {
    for (const name of commandNames) {
      const { conversationId, ...rest } = { conversationId: undefined, ...input }
      answers.push([name, input, await call(portal, 'can', name, conversationId, rest)])
    }
  }
  for (const [n, input] of given.entries()) {
    for (const name of commandNames) {
      if (name === 'post' && !('replyTo' in input || 'seenUpTo' in input)) continue
      if (name === 'start' && !('id' in input)) continue
      answers.push([name, input, await call(portal, name, { ...input, commandId: `${name} ${n}` })])
    }
  }
  return answers
}

const isTime = /^20\d\d-\d\d-\d\dT/
/** The clock moves whenever anybody acts, so times differ between the worlds: the test of times stops the clock. */
const withoutTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null), (_key, one: unknown) =>
    typeof one === 'string' && isTime.test(one) ? 'a time' : one,
  )

const withoutChanges = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null), (key, one: unknown) =>
    ['changes', 'watchFrom', 'next'].includes(key) && typeof one === 'string' ? one.length : one,
  )

/** Words inside tokens, should one ever be only encoded. */
const decoded = (text: string): string =>
  text.replaceAll(/[A-Za-z0-9_-]{40,}/g, (token) => Buffer.from(token, 'base64url').toString('latin1'))

/** What the caller gave is theirs; only what came back counts. */
const received = (told: ReadonlyArray<unknown>): string =>
  JSON.stringify(told, (_key, value: unknown) =>
    Array.isArray(value) && value.length === 3 && typeof value[0] === 'string' ? [value[0], value[2]] : value,
  )

describe.each(storageNames)('%s', (name) => {
  test.each([
    ['a customer', cleo],
    ['a customer granted what staff have', eager],
  ])('%s hears nothing of what is internal, whatever they ask and try', async (_, who) => {
    const { told, frames } = await world(await opened(name), who, true)
    // The record that they were granted, and name themselves.
    const own = /"type":"canaryrecord","id":"canary-1"|\\u0001record\\u0001canaryrecord\\u0001canary-1/g
    const text = [received(told), ...frames].join('\n').replaceAll(own, '')
    expect(text.length).toBeGreaterThan(10_000)
    expect(text.match(forbiddenWords)?.[0]).toBeUndefined()
    expect(decoded(text).match(forbiddenWords)?.[0]).toBeUndefined()
    expect(received(told)).toContain('hello again')
  })

  test.each([
    ['a customer', cleo],
    ['a customer granted what staff have', eager],
  ])('%s is answered the same, byte for byte, where nothing internal happened', async (_, who) => {
    const one = await world(await opened(name), who, true)
    const other = await world(await opened(name), who, false)
    expect(one.told).toEqual(other.told)
    const shapes = (frames: ReadonlyArray<string>) =>
      frames.map((frame) => withoutTimes({ ...JSON.parse(frame), token: JSON.parse(frame).token.length }))
    expect(shapes(one.frames)).toEqual(shapes(other.frames))
  })

  test('no two tokens of a list are equal, so that none tells that nothing happened since', async () => {
    const chat = await opened(name)
    const desk = chat.as(lead)
    for (const id of ['a', 'b', 'c'])
      await desk.start({ id, type: 'customer', customer: 'cleo', message: 'x' })
    const page = (more: object = {}) => chat.as(cleo).inbox({ view: 'all', limit: 1, ...more })
    const start = (await page()).changes
    await desk.post({ conversationId: 'a', body: 'y', visibility: 'public' })
    await desk.post({ conversationId: 'b', body: 'y', visibility: 'public' })
    const tokens = [(await page()).changes, (await page()).changes]
    await desk.post({ conversationId: 'b', body: 'note', visibility: 'internal' })
    tokens.push((await page()).changes)
    expect(new Set(tokens).size).toBe(3)
    expect(new Set(tokens.map((token) => token?.length)).size).toBe(1)
    // A walk through changes is bound to its own token, not to the place in the log that it stands for.
    const walk = await page({ changedSince: start })
    expect(walk.next).not.toBeNull()
    expect((await page({ changedSince: start, cursor: walk.next })).rows).toHaveLength(1)
    const late = tokens[0] ?? null
    expect(
      await chat.as(cleo).try.inbox({ view: 'all', limit: 1, changedSince: late, cursor: walk.next }),
    ).toEqual({
      ok: false,
      error: { _tag: 'InvalidCursor' },
    })
  })

  test('customers do not choose the id of a conversation', async () => {
    const chat = await opened(name)
    await chat.as(lead).start({ id: 'there', type: 'internal', message: 'x' })
    for (const id of ['there', 'not there']) {
      const input = { subject: 's', id }
      const refused = { _tag: 'InvalidInput', field: 'id', expected: 'left out by customers' }
      expect(await chat.as(cleo).try.start(input)).toEqual({ ok: false, error: refused })
      expect(await chat.as(cleo).can('start', undefined, input)).toEqual({ allowed: false, reason: refused })
    }
  })

  test('who may not write a note is not told whether one has that id', async () => {
    const chat = await opened(name)
    const shop = chat.as(actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer }))
    const desk = chat.as(actor({ tenant: 'acme', id: 'anna', kind: 'staff', can: roles.agent }))
    const { conversationId } = await shop.start({ message: 'Hello' })
    await desk.post({ conversationId, body: 'between us', visibility: 'internal', messageId: idOf('note-1') })
    const asNote = (messageId: string) =>
      shop.try.post({ conversationId, body: 'x', visibility: 'internal', messageId })
    expect(await asNote(idOf('note-1'))).toEqual(await asNote(idOf('note-2')))
    expect(await asNote(idOf('note-1'))).toMatchObject({ ok: false, error: { _tag: 'Forbidden' } })
    const asAnother = (messageId: string) =>
      shop.try.post({ conversationId, body: 'x', as: { id: 'anna', kind: 'staff' }, messageId })
    expect(await asAnother(idOf('note-1'))).toEqual(await asAnother(idOf('note-2')))
  })

  test('where only the assignee closes, a customer is not told whether there is one', async () => {
    const policies = extend(presets.helpdesk, { customer: { closeNeedsAssignee: true } })
    const portal = actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: [...roles.customer, 'close'] })
    const answers: Array<unknown> = []
    for (const assigned of [true, false]) {
      const chat = await opened(name, policies)
      await chat.as(lead).start({ id: 'k', type: 'customer', customer: 'cleo', message: 'x' })
      if (assigned) await chat.as(lead).assign({ conversationId: 'k', to: { staff: 'anna' } })
      answers.push(await chat.as(portal).try.close({ conversationId: 'k' }))
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toEqual({ ok: false, error: { _tag: 'Forbidden', capability: 'close' } })
  })

  test('a reply never follows what went on internally', async () => {
    const fork = { replyToClosed: { customer: 'fork', staff: 'fork' } } as const
    const policies = extend(presets.helpdesk, { customer: fork, internal: fork })
    const answers: Array<unknown> = []
    for (const differ of [true, false]) {
      const chat = await opened(name, policies)
      const on = { conversationId: 'k' }
      const desk = chat.as(lead)
      await desk.start({ id: 'k', type: 'internal', message: 'x' })
      await desk.close(on)
      if (differ) expect((await desk.post({ ...on, body: 'goes on' })).conversationId).not.toBe('k')
      await desk.setType({ ...on, type: 'customer' })
      await desk.join({ ...on, participant: { id: 'cleo', kind: 'customer' } })
      const reply = await chat.as(cleo).try.post({ ...on, messageId: idOf('m'), body: 'and now?' })
      if (!reply.ok) throw new Error(reply.error._tag)
      const { type, preview } = await chat.as(cleo).conversation(reply.value.conversationId)
      answers.push({ type, preview, changed: reply.value.changed })
      expect((await chat.verify()).differences).toEqual([])
    }
    expect(answers[0]).toEqual(answers[1])
  })

  test('a note that is published shows nothing of when it was written, not even in its id', async () => {
    const chat = await opened(name)
    const desk = chat.as(lead)
    const { conversationId } = await desk.start({ type: 'customer', customer: 'cleo', message: 'x' })
    const { messageId = '' } = await desk.post({ conversationId, body: canary.note, visibility: 'internal' })
    await desk.edit({ conversationId, messageId, body: 'now public' })
    await desk.publish({ conversationId, messageId })
    const { items } = await chat.as(cleo).timeline(conversationId)
    expect(items.at(-1)).toMatchObject({ id: messageId, body: 'now public', edited: false })
    // All messages alike, so that nobody tells which of them was a note.
    for (const { id } of items.filter((item) => item.type === 'message')) expect(id).toMatch(/^.{14}4/)
    expect((await chat.as(cleo).search({ text: canary.note })).rows).toEqual([])
  })

  test('times and all other bytes are equal while the clock stands still', async () => {
    const answers: Array<unknown> = []
    for (const differ of [true, false]) {
      const clock = () => Date.parse('2026-11-20T12:00:00Z')
      const chat = await openOver(name, { records, secret: 'the same', clock })
      await chat
        .as(lead)
        .start({ id: 'k', type: 'customer', customer: 'cleo', message: { body: 'x', messageId: 'm' } })
      if (differ) await internally(chat, { conversationId: 'k' })
      answers.push(await asked(chat.as(cleo), null))
    }
    expect(answers[0]).toEqual(answers[1])
    expect(queryNames.filter((query) => !called.has(query))).toEqual([])
  })
})

test('ids made within one millisecond do not count what was made in between', () => {
  const next = timedIds()
  const ids = Array.from({ length: 2000 }, () => next())
  expect(new Set(ids).size).toBe(ids.length)
  const inOne = ids.filter((id) => id.slice(0, 13) === ids[1000]?.slice(0, 13))
  expect(inOne.length).toBeGreaterThan(20)
  expect(inOne).not.toEqual(inOne.toSorted())
})
