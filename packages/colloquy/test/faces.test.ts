import { memory } from '@colloquy/core/memory'
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, expectTypeOf, test, vi } from 'vitest'
import { conversations, match, reason } from '../src/fp.ts'
import type { LogEntry, Receipt, SessionActor } from '../src/index.ts'
import { ConversationError } from '../src/index.ts'
import { anna, cleo, open } from './support/open.ts'

test('a conversation is started, answered and read', async () => {
  const chat = await open('memory')
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({
    type: 'customer',
    customer: 'cleo',
    subject: 'Order 7',
    message: 'Hello',
  })
  const receipt = await chat.as(cleo).post({ conversationId, body: 'Thanks' })
  expect(receipt).toMatchObject({ conversationId, changed: true, position: null })
  const page = await desk.timeline(conversationId)
  expect(page.items).toMatchObject([{ body: 'Hello' }, { body: 'Thanks' }])
  await chat.close()
})

test('a refusal rejects with its reason, and `try` answers it', async () => {
  const chat = await open('memory')
  const given = { conversationId: 'nowhere', body: 'x' }
  await expect(chat.as(anna).post(given)).rejects.toBeInstanceOf(ConversationError)
  expect(await chat.as(anna).try.post(given)).toEqual({ ok: false, error: { _tag: 'NotFound' } })
  const started = await chat.as(anna).try.start({ type: 'internal', message: 'x' })
  expect(started.ok && started.value.changed).toBe(true)
})

test('the other face answers with TaskEither, over options, a chat or a session', async () => {
  const opened = conversations({ storage: memory(), policies: 'helpdesk' })
  const started = pipe(
    opened,
    TE.chainW((chat) => chat.as(anna).start({ type: 'internal', message: 'Hello' })),
  )
  expect(E.isRight(await started())).toBe(true)

  const chat = await open('memory')
  const desk = conversations(chat.as(anna))
  expect(await desk.post({ conversationId: 'nowhere', body: 'x' })()).toEqual(E.left({ _tag: 'NotFound' }))
  expect(await conversations(chat).as(cleo).conversation('nowhere')()).toEqual(E.left({ _tag: 'NotFound' }))
  expectTypeOf(desk.post).returns.toExtend<TE.TaskEither<unknown, Receipt>>()
})

test('the other face subscribes, listens, watches and is within, all by values', async () => {
  const database = new Database(':memory:')
  const face = await conversations({ storage: sqlite({ database }), policies: 'helpdesk' })()
  if (E.isLeft(face)) throw new Error(face.left._tag)
  const chat = face.right
  const desk = chat.as(anna)
  const heard: Array<string> = []
  const stop = chat.on(
    'message-posted',
    (event) => async () => E.right(heard.push(`on ${event.data.body}`)),
  )()
  let failures = 1
  const subscription = chat.subscribe(
    'mails',
    (event) => async () => {
      if (event.type === 'message-posted' && failures > 0) return E.left({ _tag: `Failed${failures--}` })
      if (event.type === 'message-posted') heard.push(`subscribe ${event.data.body}`)
      return E.right(null)
    },
    { retry: { first: 1 } },
  )()
  if (E.isLeft(subscription) || E.isLeft(stop)) throw new Error('closed')
  const frames = desk.watch()
  expect(E.isRight(await frames.token())).toBe(true)
  // Within a transaction of a synchronous driver: nothing happens until it is run, and then at once.
  const started = database.transaction(() => {
    const inside = chat.within(database).as(anna)
    const starting = inside.start({ type: 'internal', message: 'Hello' })
    expect(inside.inbox({ view: 'all' })()).toMatchObject({ right: { rows: [] } })
    return starting()
  })()
  if (E.isLeft(started)) throw new Error(started.left._tag)
  expect(E.isRight(await chat.waitFor(started.right, subscription.right)())).toBe(true)
  expect(heard.toSorted()).toEqual(['on Hello', 'subscribe Hello'])
  expect(await subscription.right.lag()()).toEqual(E.right(0))
  const types: Array<string> = []
  for await (const frame of frames) {
    types.push(E.isRight(frame) ? frame.right.type : frame.left._tag)
    if (types.length === 3) break
  }
  expect(types).toEqual(['started', 'event', 'event'])
  const refused: Array<unknown> = []
  for await (const frame of desk.watch({ conversationId: 'nowhere' })) refused.push(frame)
  expect(refused).toEqual([E.left({ _tag: 'NotFound' })])
  expect(await subscription.right.stop()()).toEqual(E.right(undefined))
  expect(await chat.close()()).toEqual(E.right(undefined))
  expect(chat.on('*', () => TE.right(null))()).toMatchObject({ left: { _tag: 'Unavailable' } })
  expect(chat.subscribe('more', () => TE.right(null))()).toMatchObject({ left: { _tag: 'Unavailable' } })
  expect(await desk.indicator()()).toMatchObject({ left: { _tag: 'Unavailable' } })
})

test('what a handler answers as a Left counts as failed, and is told by its tag', async () => {
  const logged: Array<string> = []
  const log = ({ detail }: LogEntry) => void logged.push(detail)
  const face = await conversations({ storage: memory(), log })()
  if (E.isLeft(face)) throw new Error(face.left._tag)
  const once = face.right.subscribe('mails', () => TE.left({ _tag: 'MailboxFull', name: 'Cleo' }))()
  if (E.isLeft(once)) throw new Error(once.left._tag)
  await face.right.as(anna).start({ type: 'internal', message: 'x' })()
  await vi.waitFor(() => expect(logged.at(-1)).toMatch(/: MailboxFull$/))
  expect(() => face.right.subscribe('more', undefined as never)()).toThrow(TypeError)
  expect(() => face.right.on('*', undefined as never)()).toThrow(TypeError)
  await face.right.close()()
})

test('reasons are made and matched by their tags', async () => {
  const chat = await open('memory')
  const told = match({
    NotFound: () => 'gone',
    Forbidden: ({ capability }) => `not without ${capability}`,
  })
  expect(told(reason('NotFound'))).toBe('gone')
  expect(told(reason('Forbidden', { capability: 'assign' }))).toBe('not without assign')
  const invalid = reason('InvalidInput', { field: 'to', expected: 'a text' })
  expect(reason('FieldRequired', invalid)).toMatchObject({ _tag: 'FieldRequired', field: 'to' })
  const status = match({ NotFound: () => 404 }, ({ _tag }) => _tag.length)
  expect([status(reason('NotFound')), status(reason('EmptyBody'))]).toEqual([404, 'EmptyBody'.length])
  expect(() => match({ NotFound: () => 404 })(reason('EmptyBody') as never)).toThrow(
    new TypeError('match: no case for EmptyBody, and no function for all others'),
  )
  const answer = await chat.as(anna).try.conversation('nowhere')
  expect(answer.ok ? null : answer.error).toEqual(reason('NotFound'))
})

test('a customer’s session has no staff calls and no staff fields', async () => {
  const chat = await open('memory')
  const session = chat.as(cleo)
  expectTypeOf(session).not.toHaveProperty('assign')
  expectTypeOf(session).not.toHaveProperty('audit')
  type Row = Awaited<ReturnType<typeof session.conversation>>
  expectTypeOf<Row>().not.toHaveProperty('assignee')
  expectTypeOf<Row>().not.toHaveProperty('labels')
})

test('somebody who was not made by `actor` is refused by every call', async () => {
  const chat = await open('memory')
  const forged = JSON.parse(
    '{"tenant":"acme","id":"x","kind":"system","can":["view.all"],"queues":[],"records":[]}',
  )
  for (const value of [forged, { ...anna }, null, undefined, 7, 'anna']) {
    const session = chat.as(value as SessionActor<'staff'>)
    const refusal = {
      ok: false,
      error: { _tag: 'InvalidInput', field: 'actor', expected: 'what actor() or systemActor() made' },
    }
    expect(await session.try.indicator()).toEqual(refusal)
    expect(await session.try.start({ type: 'internal' })).toEqual(refusal)
  }
})

test('a tenant’s policies decide, and the switch turns everything off', async () => {
  let enabled = true
  const { presets } = await import('../src/index.ts')
  const chat = await open('memory', {
    policies: (tenant) => (tenant === 'acme' ? { ...presets.helpdesk, enabled } : 'smsDesk'),
  })
  await chat.as(anna).start({ type: 'internal', message: 'x' })
  enabled = false
  expect(await chat.as(anna).try.start({ type: 'internal' })).toEqual({
    ok: false,
    error: { _tag: 'FeatureDisabled' },
  })
  expect(await chat.as(anna).try.indicator()).toEqual({ ok: false, error: { _tag: 'FeatureDisabled' } })
})

test('a receipt may be passed on as it is', async () => {
  const chat = await open('memory')
  const desk = chat.as(anna)
  const started = await desk.start({ type: 'internal', message: 'Hello' })
  expect((await desk.mute(started)).changed).toBe(true)
  const posted = await desk.post({ ...started, body: 'Again' })
  expect(posted.messageId).not.toBe(started.messageId)
  expect((await desk.edit({ ...posted, messageId: String(posted.messageId), body: 'Anew' })).messageId).toBe(
    posted.messageId,
  )
  expect((await desk.timeline(started.conversationId)).items).toMatchObject([
    { body: 'Hello' },
    { body: 'Anew' },
  ])
})
