import { afterEach, expect, test, vi } from 'vitest'
import { actor, openConversations, roles } from '../src/index.ts'
import { storageNames, storages } from './support/open.ts'

afterEach(() => void vi.useRealTimers())

test.each(storageNames)('commands, queries and following go on under fake timers, over %s', async (name) => {
  const storage = await storages[name]()
  vi.useFakeTimers()
  const chat = await openConversations({ storage, policies: 'helpdesk' })
  const cleo = actor({ tenant: 'acme', id: 'cleo', kind: 'customer', can: roles.customer })
  const heard = new Promise<string>((resolve) => {
    chat.subscribe('mail', async ({ type }) => resolve(type), { from: 'start' })
  })
  const { conversationId } = await chat.as(cleo).start({ type: 'customer', message: 'Hello' })
  await Promise.all(['one', 'two', 'three'].map((body) => chat.as(cleo).post({ conversationId, body })))
  expect((await chat.as(cleo).timeline(conversationId)).items).toHaveLength(4)
  expect(await heard).toBe('conversation-created')
  await chat.close()
})
