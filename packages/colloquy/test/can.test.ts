import { describe, expect, test } from 'vitest'
import { anna, bert, cleo, open, storageNames } from './support/open.ts'

describe.each(storageNames)('%s', (name) => {
  test('says what deciding would say, and writes nothing', async () => {
    const chat = await open(name)
    const desk = chat.as(bert)
    const { conversationId } = await desk.start({ type: 'customer', customer: 'cleo', message: 'Hello' })
    expect(await desk.can('post', conversationId)).toEqual({ allowed: true })
    expect(await desk.can('lock', conversationId)).toMatchObject({
      allowed: false,
      reason: { _tag: 'MustBeClosed' },
    })
    expect(await desk.can('unlock', conversationId)).toMatchObject({
      allowed: false,
      reason: { _tag: 'Forbidden' },
    })
    expect(await desk.can('post', 'nowhere')).toEqual({ allowed: false, reason: { _tag: 'NotFound' } })
    expect(await desk.can('post', conversationId, { body: ' ' })).toEqual({
      allowed: false,
      reason: { _tag: 'EmptyBody' },
    })
    expect(await desk.can('close', conversationId)).toEqual({ allowed: true })
    expect((await desk.conversation(conversationId)).status).toBe('open')
    expect((await desk.timeline(conversationId)).items).toHaveLength(1)
  })

  test('D21 a locked conversation says that it is', async () => {
    const chat = await open(name)
    const desk = chat.as(anna)
    const { conversationId } = await desk.start({ type: 'customer', customer: 'cleo', message: 'Hello' })
    await desk.close({ conversationId })
    await desk.lock({ conversationId })
    const locked = { allowed: false, reason: { _tag: 'ConversationLocked' } }
    expect(await desk.can('post', conversationId)).toEqual(locked)
    expect(await chat.as(cleo).can('post', conversationId)).toEqual(locked)
    expect(await chat.as(cleo).can('start')).toEqual({ allowed: true })
    expect(await chat.as(cleo).can('start', undefined, { type: 'internal' })).toMatchObject({
      allowed: false,
    })
  })

  test('asks about every command without being told what is in it', async () => {
    const chat = await open(name)
    const desk = chat.as(anna)
    const { commandNames } = await import('../src/session/commands/commands.ts')
    const { conversationId } = await desk.start({ type: 'internal', message: 'Hello' })
    for (const command of commandNames) {
      const { reason } = await desk.can(command, conversationId)
      expect([command, reason?._tag]).not.toEqual([command, 'FieldRequired'])
      expect([command, reason?._tag]).not.toEqual([command, 'InvalidInput'])
    }
  })
})
