import { memory } from '@colloquy/core/memory'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, expectTypeOf, test } from 'vitest'
import { conversations } from '../src/fp.ts'
import type { Receipt, SessionActor } from '../src/index.ts'
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
    TE.chain((chat) => chat.as(anna).start({ type: 'internal', message: 'Hello' })),
  )
  expect(E.isRight(await started())).toBe(true)

  const chat = await open('memory')
  const desk = conversations(chat.as(anna))
  expect(await desk.post({ conversationId: 'nowhere', body: 'x' })()).toEqual(E.left({ _tag: 'NotFound' }))
  expect(await conversations(chat).as(cleo).conversation('nowhere')()).toEqual(E.left({ _tag: 'NotFound' }))
  expectTypeOf(desk.post).returns.toExtend<TE.TaskEither<unknown, Receipt>>()
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
