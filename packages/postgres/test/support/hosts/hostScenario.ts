import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, orders } from './ask.ts'
import type { Host, Open } from './Host.ts'
import { openHost } from './openHost.ts'
import type { Talk } from './Talk.ts'

/** A row of the host and what is said in a conversation commit together or vanish together. */
export const hostScenario = (host: Host, talk: Talk): void => {
  describe(host.name, () => {
    let open: Open
    let talking: Awaited<ReturnType<Talk['open']>>
    beforeAll(async () => {
      const opened = await openHost(host)
      open = opened
      talking = await talk.open(opened.url)
    })
    afterAll(async () => {
      await talking?.close()
      await open?.close()
    })

    const ordered = (id: string) => open.transact(({ transaction }) => orders(transaction, id))

    test('both are there after the commit, and before it inside alone', async () => {
      await open.transact(async ({ transaction, order }) => {
        await order('kept')
        await talking.post(transaction, 'Your order is kept?')
        expect(await talking.said(transaction)).toContain('Your order is kept?')
        expect(await orders(transaction, 'kept')).toBe('1')
        expect(await talking.saidOutside()).not.toContain('Your order is kept?')
      })
      expect(await talking.saidOutside()).toContain('Your order is kept?')
      expect(await ordered('kept')).toBe('1')
    })

    test('both vanish when the host thinks better of it', async () => {
      const thought = new Error('better not')
      const work = open.transact(async ({ transaction, order }) => {
        await talking.post(transaction, 'Your order is gone')
        await order('gone')
        expect(await talking.said(transaction)).toContain('Your order is gone')
        throw thought
      })
      expect(await failureOf(work)).toBe(thought)
      expect(await talking.saidOutside()).not.toContain('Your order is gone')
      expect(await ordered('gone')).toBe('0')
    })

    test('both vanish when the row of the host fails', async () => {
      const work = open.transact(async ({ transaction, order }) => {
        await order('failed')
        await talking.post(transaction, 'Your order has failed')
        await order('failed')
      })
      await failureOf(work)
      expect(await talking.saidOutside()).not.toContain('Your order has failed')
      expect(await ordered('failed')).toBe('0')
    })

    test('a refused command leaves the transaction usable', async () => {
      await open.transact(async ({ transaction, order }) => {
        await order('usable before')
        await talking.refused(transaction)
        await order('usable after')
        await talking.post(transaction, 'Your order is usable')
      })
      expect(await talking.saidOutside()).toContain('Your order is usable')
      expect(await ordered('usable')).toBe('2')
    })
  })
}
