import { memory } from '@colloquy/core/memory'
import { describe, expect, it } from 'vitest'
import { openConversations, presets } from '../src/index.ts'
import type { Policies } from '../src/index.ts'

describe('a programmer’s mistake is told at once', () => {
  it.for([
    ['an option that there is not', { storage: memory(), polices: 'helpdesk' }, /no option polices/],
    ['no storage', {}, /storage: undefined is not a storage/],
    ['something else for a storage', { storage: 'chat.db' }, /storage: string is not a storage/],
  ] as const)('%s', async ([, options, message]) => {
    // What plain JavaScript might give, whatever the types say.
    const opening = openConversations(options as unknown as Parameters<typeof openConversations>[0])
    await expect(opening).rejects.toThrow(TypeError)
    await expect(opening).rejects.toThrow(message)
  })
})

describe('policies are checked when they are given', () => {
  it.for([true, false, 'quote'])('a guard of %s is told the three there are', async (guard) => {
    const policies = { ...presets.helpdesk, customer: { ...presets.helpdesk.customer, guard } }
    const opening = openConversations({ storage: memory(), policies: policies as unknown as Policies })
    await expect(opening).rejects.toThrow(TypeError)
    await expect(opening).rejects.toThrow('policies.customer.guard: give one of off, quotes, afterInternal')
  })
})
