import { expect, test } from 'vitest'
import { actor, roles } from '../../src/index.ts'
import { anna, cleo, open } from '../support/open.ts'

test('of what is erased in a conversation without access, a watch tells nothing', async () => {
  const chat = await open('memory')
  const desk = chat.as(anna)
  const dora = actor({ tenant: 'acme', id: 'dora', kind: 'customer', can: roles.customer })
  const theirs = await desk.start({ type: 'customer', customer: 'cleo', message: 'Hello' })
  await chat.as(cleo).post({ conversationId: theirs.conversationId, body: 'secret' })
  const own = await desk.start({ type: 'customer', customer: 'dora', message: 'Hello' })
  const frames = chat.as(dora).watch()
  await frames.next()
  await chat.erase({ tenant: 'acme', conversation: theirs.conversationId })
  await desk.post({ conversationId: own.conversationId, body: 'Hi', confirmPublic: true })
  expect((await frames.next()).value?.type).toBe('event')
  await chat.close()
})
