import type { Time } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { openConversations } from '../../src/index.ts'
import { logOf } from '../following/opened.ts'
import { anna, bert, cleo, storageNames, storages } from '../support/open.ts'

const everything = Date.parse('9000-01-01') as Time

describe.each(storageNames)('receipts, %s', (name) => {
  test('a command leaves one only where its caller gave it an id, and each event bears its command', async () => {
    const storage = await storages[name]()
    const chat = await openConversations({ storage })
    const count = async (): Promise<number> => {
      const forgotten = await storage.forget(everything)()
      if (E.isLeft(forgotten)) throw new Error(forgotten.left._tag)
      return forgotten.right
    }
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({ type: 'customer', customer: 'cleo', message: 'Hello' })
    const on = { conversationId }
    await Promise.all([
      desk.post({ ...on, body: 'x' }),
      chat.as(cleo).post({ ...on, body: 'y' }),
      chat.as(bert).pick(on),
      desk.markRead(on),
      desk.followRecord({ record: { type: 'order', id: '1' } }),
    ])
    expect((await desk.followRecord({ record: { type: 'order', id: '1' } })).changed).toBe(false)
    expect(await count()).toBe(0)
    await desk.post({ ...on, body: 'z', commandId: 'a' })
    await desk.followRecord({ record: { type: 'order', id: '1' }, commandId: 'b' })
    await chat.as(bert).close({ ...on, commandId: 'a' })
    expect(await count()).toBe(3)
    const commands = new Map<string, Set<string>>()
    for (const { commandId, actor, version, conversation } of await logOf(storage)) {
      expect(commandId.length).toBeGreaterThan(0)
      commands.set(
        commandId,
        (commands.get(commandId) ?? new Set()).add(`${actor.id} ${conversation} ${version}`),
      )
    }
    // Two people's commands share an id; no other two do.
    expect(commands.get('a')?.size).toBeGreaterThan(1)
    await chat.close()
  })
})
