import { expect, test } from 'vitest'
import type { LogEntry } from '../../src/index.ts'
import { anna, open } from '../support/open.ts'

test.for(['stop', 'close'] as const)(
  'a handler that waits for `%s` does not wait for itself',
  async (what) => {
    const logged: Array<LogEntry> = []
    const chat = await open('memory', { log: (entry) => void logged.push(entry) })
    const ended = new Promise<string>((resolve) => {
      const subscription = chat.subscribe('mails', async () => {
        await (what === 'stop' ? subscription.stop() : chat.close())
        resolve('ended')
      })
    })
    await chat.as(anna).start({ type: 'internal', message: 'Hello' })
    expect(await ended).toBe('ended')
    // Whoever waits for itself goes on, too, when `stop` gives up waiting, which it logs.
    expect(logged).toEqual([])
    await chat.close()
  },
)
