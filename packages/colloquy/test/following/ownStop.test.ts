import { expect, test } from 'vitest'
import { anna, open } from '../support/open.ts'

test.for(['stop', 'close'] as const)(
  'a handler that waits for `%s` does not wait for itself',
  async (what) => {
    const chat = await open('memory')
    const ended = new Promise<string>((resolve) => {
      const subscription = chat.subscribe('mails', async () => {
        await (what === 'stop' ? subscription.stop() : chat.close())
        resolve('ended')
      })
    })
    await chat.as(anna).start({ type: 'internal', message: 'Hello' })
    expect(await ended).toBe('ended')
    await chat.close()
  },
)
