import { newDatabase } from '@colloquy/test-support/databases'
import { startPostgres } from '@colloquy/test-support/postgres'
import { expect, test } from 'vitest'
import { give, hot } from '../../../colloquy/test/support/durability/giving.ts'
import { copyInto } from '../support/durability/copying.ts'
import { plainly } from '../support/durability/asking.ts'
import { readLog } from '../support/durability/Log.ts'
import { open, type Opened, poster } from '../support/durability/opening.ts'

const few = hot.slice(0, 4)

/** Follows until it has handled the last command, and answers the positions it was given. */
const follow = async (chat: Opened, last: { conversationId: string; position: string | null }) => {
  const given: Array<number> = []
  const subscription = chat.subscribe('mail', ({ position }) => void given.push(position))
  await chat.waitFor(last, subscription)
  await subscription.stop()
  return given.toSorted((one, other) => one - other)
}

test('copied into another server all goes on: positions, subscriptions, receipts, pages, and the numbering at commit', async () => {
  const [one, other] = await Promise.all([startPostgres(), startPostgres()])
  try {
    const [{ url }, { url: otherUrl }] = [await newDatabase(one.url), await newDatabase(other.url)]
    const before = await open(url)
    for (const conversationId of few) {
      const begin = { name: 'start', conversationId, body: 'begin' } as const
      await give(before.as(poster), `begin-${conversationId}`, begin)
    }
    const post = (chat: Opened, command: string) =>
      give(chat.as(poster), command, { name: 'post', conversationId: 'hot-0', body: command })
    for (let i = 0; i < 20; i += 1) await post(before, `post-${i}`)
    const receipt = await post(before, 'handled')
    const handled = await follow(before, receipt)
    const unhandled = await post(before, 'unhandled')
    const page = await before.as(poster).timeline('hot-0', { limit: 5 })
    const older = await before.as(poster).timeline('hot-0', { limit: 5, before: page.older })
    const log = await readLog(url)
    expect(handled).toEqual(log.events.slice(0, handled.length).map(({ position }) => position))

    // The schema is there before its rows are, as somebody who migrates first would have it.
    await (await open(otherUrl)).close()
    await copyInto(one, url, otherUrl)
    await before.close()

    const after = await open(otherUrl)
    expect(await readLog(otherUrl)).toEqual(log)
    expect((await after.verify()).differences).toEqual([])
    expect(await post(after, 'handled')).toEqual(receipt)
    // A token of a moment differs each time it is given.
    const watchFrom: unknown = expect.any(String)
    const again = (more: object = {}) => after.as(poster).timeline('hot-0', { limit: 5, ...more })
    expect(await again()).toEqual({ ...page, watchFrom })
    expect(await again({ before: page.older })).toEqual({ ...older, watchFrom })
    expect(await follow(after, unhandled)).toEqual([handled.length + 1])
    await plainly(otherUrl, async (host) => {
      await host.query('begin')
      await give(after.within(host).as(poster), 'hosted', {
        name: 'post',
        conversationId: 'hot-1',
        body: 'hosted',
      })
      await host.query('commit')
    })
    const last = await post(after, 'last')
    const added = (await readLog(otherUrl)).events.slice(log.events.length)
    expect(added.map(({ command }) => command)).toEqual(['hosted', 'last'])
    expect(await follow(after, last)).toEqual(added.map(({ position }) => position))
    expect((await after.verify()).differences).toEqual([])
    await after.close()
  } finally {
    await Promise.all([one.stop(), other.stop()])
  }
})
