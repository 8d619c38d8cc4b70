import { memory } from '@colloquy/core/memory'
import { expect, test, vi } from 'vitest'
import type * as face from '../src/fp.ts'
import * as one from '../src/index.ts'

/** The library loaded once more, as by a bundler's second chunk or a hot reload. */
const another = async (): Promise<typeof one> => {
  vi.resetModules()
  return import('../src/index.ts')
}

const anotherFace = async (): Promise<typeof face> => {
  vi.resetModules()
  return import('../src/fp.ts')
}

test('two copies in one process take each other’s actors and errors', async () => {
  const other = await another()
  expect(other.actor).not.toBe(one.actor)
  const chat = await one.openConversations({ storage: memory(), policies: 'helpdesk' })
  const cleo = other.actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: other.roles.customer })
  const { conversationId } = await chat.as(cleo).start({ type: 'customer', message: 'Hello' })
  await chat.as(other.systemActor('acme')).close({ conversationId })
  const refusal: unknown = await chat
    .as(cleo)
    .close({ conversationId })
    .catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(one.ConversationError)
  expect(refusal).toBeInstanceOf(other.ConversationError)
  await chat.close()
})

test('the fp face of one copy is put on a chat and a session of another', async () => {
  const { conversations } = await anotherFace()
  const chat = await one.openConversations({ storage: memory(), policies: 'helpdesk' })
  const cleo = one.actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: one.roles.customer })
  const message = { type: 'customer', message: 'Hello' } as const
  expect(await conversations(chat).as(cleo).start(message)()).toMatchObject({ _tag: 'Right' })
  expect(await conversations(chat.as(cleo)).start(message)()).toMatchObject({ _tag: 'Right' })
  await chat.close()
})

test('a look-alike is neither an actor nor an error, of whatever copy', async () => {
  const other = await another()
  const chat = await one.openConversations({ storage: memory(), policies: 'helpdesk' })
  const forged = { ...other.systemActor('acme') }
  expect(await chat.as(forged).try.start({ type: 'customer', customer: 'cleo', message: 'x' })).toMatchObject(
    {
      ok: false,
      error: { _tag: 'InvalidInput', field: 'actor' },
    },
  )
  for (const value of [
    new Error('x'),
    { name: 'ConversationError', reason: { _tag: 'NotFound' } },
    null,
    'x',
  ])
    expect(value).not.toBeInstanceOf(other.ConversationError)
  await chat.close()
})
